import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { reporting } from '#shared/contracts/reporting.ts';
import type { Point } from '#shared/journal.ts';
import { makeBackup } from '../../deploy/backup/make.ts';
import { type Front, openFront } from '../support/front.ts';
import type { House } from '../support/house.ts';
import { openTill } from '../support/till.ts';
import { repeatSale } from './journals.ts';
import { fillOrders, lookUp } from './lookup.ts';
import { askForFigures, fillFacts, SERVICES } from './reports.ts';
import { type Row, rounded, type Table } from './table.ts';

/** Some 270 orders a day, for ten years: in the books, the facts and the journal. */
const DECADE = { orders: 1_000_000, days: 3650 };
/** Of so many the journal tells, which a backup's proof and folding anew go through. */
const TOLD = Number(process.env.POS_SCALE_JOURNAL ?? DECADE.orders);
const FIRST_DAY = Date.parse('2016-01-01');
/** Folding a million sales takes half an hour where the machine is busy otherwise; a start less. */
const PATIENCE_MS = 2 * 3600_000;

/** A follower whom nothing of it concerns writes a second later how far it heard. */
const CURSORS_WRITTEN_MS = 3_000;

/** A house as it is after ten years and a million orders, and what that costs it. */
export async function scale(quick: boolean): Promise<Table[]> {
  const decade = quick ? { orders: 1_000, days: 3650 } : DECADE;
  const front = await openFront([]);
  const { house } = front;
  try {
    const began = performance.now();
    const told = Math.min(TOLD, decade.orders);
    const entries = await furnish(house, decade, told);
    const filled = { orders: decade.orders, 'in the journal': told, entries };
    const made_s = seconds(began);
    const starts = [{ start: 'after a power cut', ...(await start(house, cutPower)) }];
    if (!quick) starts.push({ start: 'after a stop', ...(await start(house)) });
    const found = await lookUp(house, quick ? 5 : 60, decade.orders);
    const reports = await askForFigures(front, quick ? 5 : 300);
    const backup = await backUp(house);
    const refold = await refoldAll(front, told);
    return [
      {
        title: 'Ten years of it',
        rows: [{ ...filled, 'made in s': made_s, MB: megabytes(house) }],
      },
      { title: 'Until all services are ready, s', rows: starts },
      { title: 'Looking orders up, over the bus', rows: found },
      { title: 'Asking for figures, through the gateway', rows: reports },
      { title: 'A backup of everything', rows: [backup] },
      { title: 'All reports folded anew', rows: [refold] },
    ];
  } finally {
    await front.close();
  }
}

/** Books, facts and journal of so many orders; nobody has anything to catch up with. */
async function furnish(house: House, decade: typeof DECADE, told: number): Promise<number> {
  fillOrders(house, decade.orders);
  fillFacts(house, decade);
  await Promise.all(SERVICES.map((service) => house.start(service)));
  const till = await openTill(house);
  const more = { discount_ids: [till.idOf('Neighbors 10%')] };
  await till.pay(await till.create(['Espresso', 'Tomato soup', 'Draft lager'], more));
  await new Promise((over) => setTimeout(over, CURSORS_WRITTEN_MS));
  await closeAll(house);
  const head = repeatSale(house, told, (sale) => {
    const day = Math.floor((sale * decade.days) / told);
    return new Date(FIRST_DAY + day * 86_400_000).toISOString().slice(0, 10);
  });
  onEachFile(house, (file) => haveHeard(file, head));
  return head.seq;
}

function haveHeard(file: SQLite.Database, { seq, hash }: Point): void {
  // 'orders', and beside it 'orders drawer' and whoever else has a cursor of its own there
  file.prepare("UPDATE cursor SET seq = ?, hash = ? WHERE source LIKE 'orders%'").run(seq, hash);
}
/** As a file looks after one: no clean stop, and another boot of the machine since. */
function cutPower(file: SQLite.Database): void {
  file.exec("REPLACE INTO meta VALUES ('clean_stop', 'no'), ('boot_id', 'another')");
}

async function start(house: House, before?: (file: SQLite.Database) => void): Promise<Row> {
  await closeAll(house);
  if (before) onEachFile(house, before);
  const began = performance.now();
  const took = await Promise.all(
    SERVICES.map(async (service) => {
      await house.start(service, {}, PATIENCE_MS);
      return [service, seconds(began)] as const;
    }),
  );
  return { ...Object.fromEntries(took), all: seconds(began) };
}

async function backUp(house: House): Promise<Row> {
  const began = performance.now();
  let drawn_s = 0;
  const folder = join(house.config.POS_DATA_DIR, '../backups');
  const { problem, files } = await makeBackup(folder, house.config, (doing) => {
    if (doing.startsWith('unpacking')) drawn_s ||= seconds(began);
  });
  if (problem) throw new Error(problem);
  const bytes = files.reduce((all, { service }) => {
    const [id = ''] = readdirSync(folder).filter((name) => !name.startsWith('.'));
    return all + statSync(join(folder, id, `${service}.db.gz`)).size;
  }, 0);
  return { 'copied s': drawn_s, 'proven s': seconds(began), 'packed MB': rounded(bytes / 1e6) };
}

async function refoldAll({ house }: Front, orders: number): Promise<Row> {
  const began = performance.now();
  await house.asker.ask(reporting, 'rebuild_reports', {}, { patience_ms: PATIENCE_MS });
  const took_s = seconds(began);
  return { orders, 'folded anew, s': took_s, 'orders /s': rounded(orders / took_s) };
}

const seconds = (began: number) => rounded((performance.now() - began) / 1000);

async function closeAll(house: House): Promise<void> {
  await Promise.all(SERVICES.map((service) => house.kill(service, 'SIGTERM')));
}

const filesOf = ({ config }: House) =>
  readdirSync(config.POS_DATA_DIR)
    .filter((name) => name.endsWith('.db') && !name.includes('lock'))
    .map((name) => join(config.POS_DATA_DIR, name));

function onEachFile(house: House, change: (file: SQLite.Database) => void): void {
  for (const path of filesOf(house)) {
    const file = new SQLite(path);
    change(file);
    file.close();
  }
}

function megabytes(house: House): number {
  return rounded(filesOf(house).reduce((all, path) => all + statSync(path).size, 0) / 1e6);
}
