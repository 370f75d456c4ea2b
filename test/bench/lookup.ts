import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Connection } from '#shared/storage.ts';
import { openFile } from '#shared/storage.ts';
import { type House, openHouse } from '../support/house.ts';
import { openTill } from '../support/till.ts';
import { percentile, type Row, rounded, type Table } from './table.ts';

const MIGRATIONS = resolve(import.meta.dirname, '../../services/orders/migrations');
/** Some 270 a day. */
const ORDERS = 1_000_000;
const DAYS = 3650;
const FIRST_DAY = '2016-01-01';

/** Looking an order up with ten years of them in the file. */
export async function lookup(quick: boolean): Promise<Table[]> {
  const orders = quick ? 1_000 : ORDERS;
  const house = await openHouse([]);
  try {
    const began = performance.now();
    fillOrders(house, orders);
    const filled_s = (performance.now() - began) / 1000;
    await Promise.all(['catalog', 'staff', 'orders'].map((service) => house.start(service)));
    const rows = await lookUp(house, quick ? 5 : 60, orders);
    const title = `Looking orders up, with ${orders} in the file (made in ${rounded(filled_s)} s)`;
    return [{ title, rows }];
  } finally {
    await house.close();
  }
}

/** Ten ways to look an order up, over the bus. */
export async function lookUp(house: House, times: number, orders: number): Promise<Row[]> {
  const till = await openTill(house);
  const some = (i: number) => ((i * 7919) % orders) + 1;
  const day = (i: number) => {
    const at = Date.parse(FIRST_DAY) + ((i * 37) % DAYS) * 86_400_000;
    return new Date(at).toISOString().slice(0, 10);
  };
  const lookups: Record<string, (i: number) => object> = {
    'the newest page': () => ({}),
    'a page in the middle': (i) => ({ cursor: some(i) }),
    'one day': (i) => ({ start: day(i), end: day(i) }),
    'a year, one waiter': (i) => ({ start: day(i), end: '2025-12-31', staff_id: (i % 9) + 1 }),
    'a number': (i) => ({ order_number: (i % 99) + 1 }),
    'a total, of all days': (i) => ({ total: ((i * 13) % 4000) / 100 }),
    'a word that is everywhere': () => ({ q: 'soup' }),
    'a word that is rare': (i) => ({ q: `guest${some(i)}` }),
    'two words, a till and a method': () => ({
      q: 'soup lager',
      till: 'bar',
      payment_method: 'cash',
    }),
    'nothing that is there': () => ({ q: 'unicorn', status: 'refunded' }),
  };
  const rows: Row[] = [];
  for (const [name, wanted] of Object.entries(lookups)) {
    const took: number[] = [];
    let found = 0;
    for (let i = 0; i < times; i++) {
      const began = performance.now();
      const { output } = await till.ask('list_orders', wanted(i));
      took.push(performance.now() - began);
      found += output.orders.length;
    }
    rows.push({
      'looked for': name,
      'found each': rounded(found / times),
      'p50 ms': rounded(percentile(took, 0.5)),
      'p99 ms': rounded(percentile(took, 0.99)),
    });
  }
  return rows;
}

/** So many closed orders of one to three lines, in a few statements. */
export function fillOrders({ config }: House, orders: number): void {
  mkdirSync(config.POS_DATA_DIR, { recursive: true });
  const file = openFile(join(config.POS_DATA_DIR, 'orders.db'), MIGRATIONS);
  file.pragma('synchronous = OFF'); // only its content counts
  file.exec('BEGIN');
  file.exec(`CREATE TEMP TABLE made AS
    WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n LIMIT ${orders})
    SELECT i AS id, i % 99 + 1 AS number, i % 9 + 1 AS staff, i * 13 % 4000 AS total,
      CASE i % 5 WHEN 0 THEN 'bar' ELSE 'main' END AS till,
      date('${FIRST_DAY}', '+' || (i * ${DAYS} / ${orders + 1}) || ' days') AS day FROM n`);
  for (const statement of STATEMENTS) file.exec(statement);
  file.exec('COMMIT');
  close(file);
}

function close(file: Connection): void {
  file.pragma('wal_checkpoint(TRUNCATE)');
  file.close();
}

const STATEMENTS = [
  `INSERT INTO orders SELECT id, number, 0, staff, till, 'counter', 'closed', 0, 3, day,
     'Guest' || id, NULL, total, 0, 0, 0, '[]', NULL, day || 'T12:00:00.000Z',
     day || 'T12:01:00.000Z', day || 'T12:01:00.000Z', NULL, NULL, NULL FROM made`,
  `INSERT INTO order_item (order_id, item_id, name, quantity, voided_quantity, item_price,
     mods_price, total_price, discount, tax, taxes)
   SELECT made.id, item.column1, item.column2, 1, 0, total, 0, total, 0, 0, '[]' FROM made
   JOIN (VALUES (1, 'Tomato soup', 1), (2, 'Draft lager', 2), (3, 'Espresso', 3)) AS item
     ON made.id % 3 + 1 >= item.column3 ORDER BY made.id`,
  `INSERT INTO payment (order_id, method, amount, card_fee, tip, cash_rounding, status, till,
     staff_id, created_at)
   SELECT id, 'cash', total, 0, 0, 0, 'completed', till, staff, day || 'T12:01:00.000Z' FROM made`,
  `INSERT INTO order_search (rowid, words, facts)
   SELECT id, 'Guest' || id || ' Tomato soup' || CASE id % 3 WHEN 0 THEN '' ELSE ' Draft lager' END,
     'status_closed order_number_' || number || ' staff_id_' || staff || ' till_' || till
       || ' total_' || total || ' payment_method_cash' FROM made`,
  'INSERT INTO day_span SELECT day, min(id), max(id) FROM made GROUP BY day',
];
