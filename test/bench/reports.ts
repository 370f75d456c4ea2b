import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { reporting } from '#shared/contracts/reporting.ts';
import { type Connection, openFile } from '#shared/storage.ts';
import { type Front, openFront } from '../support/front.ts';
import type { House } from '../support/house.ts';
import { openTill } from '../support/till.ts';
import { until } from '../support/until.ts';
import { repeatSale } from './journals.ts';
import { percentile, type Row, rounded, type Table } from './table.ts';

export const SERVICES = ['catalog', 'staff', 'orders', 'payments', 'print-spooler', 'reporting'];
const migrationsOf = (service: string) =>
  resolve(import.meta.dirname, '../../services', service, 'migrations');
/** Some 270 a day, for ten years. */
const DECADE = { orders: 1_000_000, days: 3650 };
const FIRST_DAY = '2016-01-01';
const PATIENCE_MS = 600_000;

/** The day's figures after one day and after ten years; how fresh they are; folding anew. */
export async function reports(quick: boolean): Promise<Table[]> {
  const times = quick ? 5 : 300;
  const decade = quick ? { orders: 1_000, days: 3650 } : DECADE;
  const { young, fresh } = await withHouse(undefined, async (front) => {
    return {
      young: await askForFigures(front, times),
      fresh: await freshness(front, quick ? 3 : 50),
    };
  });
  const old = await withHouse(decade, (front) => askForFigures(front, times));
  const ratio = (row: Row, i: number): Row => ({
    asked: row.asked as string,
    'one day, p50 ms': row['p50 ms'] as number,
    'p99 ms': row['p99 ms'] as number,
    [`${decade.orders} orders, p50 ms`]: old[i]?.['p50 ms'] as number,
    'p99 ms then': old[i]?.['p99 ms'] as number,
    ratio: rounded((old[i]?.['p50 ms'] as number) / (row['p50 ms'] as number)),
  });
  const orders = quick ? 100 : 100_000;
  const anew = await withHouse(undefined, (front) => foldAnew(front, orders));
  return [
    { title: 'Asking for figures, through the gateway', rows: young.map(ratio) },
    { title: "From a sale's answer to the day's figures", rows: [fresh] },
    { title: 'All reports folded anew while they are asked for', rows: [anew] },
  ];
}

async function withHouse<T>(
  decade: typeof DECADE | undefined,
  measure: (front: Front) => Promise<T>,
): Promise<T> {
  const front = await openFront([]);
  try {
    if (decade) fillFacts(front.house, decade);
    await Promise.all(SERVICES.map((service) => front.house.start(service)));
    return await measure(front);
  } finally {
    await front.close();
  }
}

/** Six reports, over HTTP. */
export async function askForFigures(front: Front, times: number): Promise<Row[]> {
  const till = await openTill(front.house);
  const token = await front.login();
  await till.pay(await till.create(['Espresso']));
  const year = 'start=2025-01-01&end=2025-12-31';
  const asked = {
    'the running day': '/reports/daily',
    'a day in between': '/reports/2021-05-05',
    'a year by day': `/reports/range?${year}`,
    'a year by month': `/reports/range?${year}&group=month`,
    "a year's items": `/reports/items?${year}`,
    "a year's hours": `/reports/hours?${year}`,
  };
  const rows: Row[] = [];
  for (const [name, path] of Object.entries(asked)) {
    const took: number[] = [];
    for (let i = 0; i < times / 10; i++) await front.call('GET', path, { token }); // compiled
    for (let i = 0; i < times; i++) {
      const began = performance.now();
      const { status } = await front.call('GET', path, { token });
      took.push(performance.now() - began);
      if (status !== 200) throw new Error(`${path}: ${status}`);
    }
    const [p50, p99] = [percentile(took, 0.5), percentile(took, 0.99)];
    rows.push({ asked: name, 'p50 ms': rounded(p50), 'p99 ms': rounded(p99) });
  }
  return rows;
}

async function freshness(front: Front, times: number): Promise<Row> {
  const till = await openTill(front.house);
  const token = await front.login();
  type Count = { orders_count: number };
  const took: number[] = [];
  const counted = async () => {
    return (await front.call<Count>('GET', '/reports/daily', { token })).body.orders_count;
  };
  const before = await counted();
  for (let i = 1; i <= times; i++) {
    await till.pay(await till.create(['Espresso', 'Tomato soup']));
    const began = performance.now();
    await until('it is counted', async () => (await counted()) === before + i);
    took.push(performance.now() - began);
  }
  return {
    sales: times,
    'p50 ms': rounded(percentile(took, 0.5)),
    'p99 ms': rounded(percentile(took, 0.99)),
  };
}

/** The journal of one real sale, repeated with other ids, is what is folded. */
async function foldAnew({ house }: Front, orders: number): Promise<Row> {
  const till = await openTill(house);
  const items = { discount_ids: [till.idOf('Neighbors 10%')] };
  await till.pay(await till.create(['Espresso', 'Tomato soup', 'Draft lager'], items));
  await house.kill('orders', 'SIGTERM');
  await house.kill('reporting', 'SIGTERM');
  const { seq: entries } = repeatSale(house, orders);
  await house.start('orders');
  const started = performance.now();
  house.start('reporting').catch(() => undefined); // it takes longer than a house waits
  await isReady(house, 'reporting');
  const caught_up_s = (performance.now() - started) / 1000;
  const began = performance.now();
  const asked = { patience_ms: PATIENCE_MS };
  await house.asker.ask(reporting, 'rebuild_reports', {}, asked);
  const took_s = (performance.now() - began) / 1000;
  return {
    orders,
    entries,
    'caught up with, s': rounded(caught_up_s),
    'folded anew, s': rounded(took_s),
    'orders /s': rounded(orders / took_s),
  };
}

export function isReady({ bus }: House, service: string): Promise<void> {
  return new Promise((ready) => {
    bus.onStatus(service, ({ state }) => state === 'ready' && ready());
  });
}

/** Facts and sums as folding would leave them, in a few statements. */
export function fillFacts({ config }: House, { orders, days }: typeof DECADE): void {
  mkdirSync(config.POS_DATA_DIR, { recursive: true });
  const file = openFile(join(config.POS_DATA_DIR, 'reporting.db'), migrationsOf('reporting'));
  file.pragma('synchronous = OFF');
  file.exec('BEGIN');
  file.exec(`CREATE TEMP TABLE made AS
    WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n LIMIT ${orders})
    SELECT 10000000 + i AS id, i % 9 + 1 AS staff, 500 + i * 13 % 4000 AS net,
      date('${FIRST_DAY}', '+' || (i * ${days} / ${orders + 1}) || ' days') AS day,
      (unixepoch(date('${FIRST_DAY}', '+' || (i * ${days} / ${orders + 1}) || ' days'))
        + 57600 + i * 61 % 28800) * 1000 AS ms FROM n`);
  for (const statement of STATEMENTS) file.exec(statement);
  file.exec('COMMIT');
  close(file);
}

function close(file: Connection): void {
  file.pragma('wal_checkpoint(TRUNCATE)');
  file.close();
}

const STATEMENTS = [
  'INSERT INTO sale SELECT day, id, staff, ms, net, net, net / 10, NULL FROM made',
  "INSERT INTO payment SELECT day, id, id, 'cash', net + net / 10, 0, 0, 0 FROM made",
  'INSERT INTO line SELECT id, id, id % 40 + 1, 1, net FROM made',
  `INSERT INTO business_day SELECT day, count(*), sum(net), sum(net), 0, sum(net / 10),
     sum(net + net / 10), 0, 0, 0, 0, 0, 0, 0, 0, min(ms), max(ms) FROM made GROUP BY day`,
  `INSERT INTO item_day SELECT day, id % 40 + 1, count(*), sum(net), sum(net), sum(net / 10), 0, 0
   FROM made GROUP BY day, id % 40 + 1`,
  `INSERT INTO hour_day SELECT day, ms / 900000, count(*), sum(net), sum(net), 0
   FROM made GROUP BY day, ms / 900000`,
  `INSERT INTO staff_day SELECT day, staff, count(*), sum(net), sum(net), 0, 0
   FROM made GROUP BY day, staff`,
  'INSERT INTO tax_day SELECT day, 1, 100000, 0, sum(net), sum(net / 10) FROM made GROUP BY day',
  `INSERT INTO tender_day SELECT day, 'cash', count(*), sum(net + net / 10), 0, 0, 0, 0, 0,
     sum(net + net / 10) FROM made GROUP BY day`,
];
