import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readBackup } from '#shared/backups.ts';
import type { Manifest } from '#shared/contracts/backups.ts';
import { reporting } from '#shared/contracts/reporting.ts';
import { storageFolder } from '#shared/storage.ts';
import { prove } from '../../deploy/backup/prove.ts';
import { type Printer, startPrinter } from '../sandbox/printer/printer.ts';
import { fileOf, openTill, type Till } from '../support/till.ts';
import { until } from '../support/until.ts';
import { openSafeHouse, type SafeHouse } from './safe-house.ts';
import { spoil } from './spoilt.ts';

const OWNERS = ['catalog', 'staff', 'orders', 'payments', 'print-spooler', 'reporting'];
let safe: SafeHouse;
let house: SafeHouse['house'];
let folder: string;
let till: Till;
let printer: Printer;

const pos = (...args: string[]) => safe.pos(...args);
const books = () => safe.books();
const caughtUp = () => until('all have heard of all', () => books().behind().length === 0);

/** Ticket and receipt of an order. */
const papersOf = ({ id }: { id: number }) =>
  books().rows<{ status: string }>(
    'print-spooler',
    `SELECT * FROM job WHERE order_id = ${id} AND kind IN ('order_ticket', 'receipt')`,
  );
const onPaper = (order: { id: number }) =>
  until('its papers are printed', () => {
    const jobs = papersOf(order);
    return jobs.length === 2 && jobs.every(({ status }) => status === 'printed');
  });

async function sell() {
  const order = await till.create(['Espresso', 'Tomato soup']);
  await till.pay(order, 100);
  return order;
}

before(async () => {
  safe = await openSafeHouse(OWNERS);
  ({ house, folder } = safe);
  printer = await startPrinter({ port: 0, folder: join(dirname(folder), 'paper') });
  house.env.POS_DEMO_PRINTER_PORT = String(printer.port);
  await safe.startAll();
  till = await openTill(house);
});
after(async () => {
  await printer.switchOff();
  await house.close();
});

describe('a backup', { timeout: 300_000 }, () => {
  let id: string;
  it('is of one moment, though the house goes on selling, and is proven', async () => {
    await sell();
    const selling = Promise.all(Array.from({ length: 12 }, sell));
    await safe.backUp();
    await selling;
    await caughtUp();
    assert.deepEqual(books().damaged(), []);
  });

  it('is compared with each Z that was sealed', async () => {
    await caughtUp();
    const days = 'SELECT date FROM business_day ORDER BY date DESC';
    const date = books().rows<{ date: string }>('reporting', days)[0]?.date as string;
    await house.asker.ask(
      reporting,
      'close_day',
      { date, override: true, reason: 'a test' },
      { caller: { staff_id: 1, isAdmin: true, till: 'main' } },
    );
    await sell(); // it counts on the next day
    await caughtUp();
    id = await safe.backUp();
  });

  it('is listed, with what is known of each', async () => {
    const { code, said } = await pos('backup', '--list');
    assert.equal(code, 0);
    assert.match(said, new RegExp(`^${id}  \\d{4}-\\d\\d-\\d\\d .* kB  proven$`, 'm'));
  });

  const faults: [string, string, string, RegExp, number?][] = [
    [
      'a Z says what the sales do not',
      'reporting',
      `DROP TRIGGER z_report_stays; UPDATE z_report
        SET content = json_set(content, '$.report.total_sales_gross', 1)`,
      /^Z 1 of .+ says total_sales_gross 1, its sales \d+/,
    ],
    [
      'an entry was changed',
      'orders',
      "UPDATE journal SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 5",
      /^The journal of orders is broken at entry 5\./,
    ],
    [
      'a follower is ahead',
      'orders',
      'DELETE FROM journal WHERE seq > 20',
      /^Others know of orders what it does not say itself\./,
      1,
    ],
    [
      'it is not of the manifest',
      'staff',
      'DELETE FROM journal WHERE seq > 1',
      /^staff ends at another entry\./,
    ],
    [
      'a row belongs to nobody',
      'orders',
      'PRAGMA foreign_keys = OFF; DELETE FROM orders',
      /^orders is damaged: a row of \w+ belongs to one that is not there\./,
    ],
  ];
  for (const [fault, service, sql, told, seq] of faults) {
    it(`is not proven where ${fault}`, async () => {
      const spoilt = await readBackup(folder, spoil(folder, id, service, sql, seq));
      const { proven_at, problem } = await prove(folder, spoilt as Manifest, () => undefined);
      rmSync(join(folder, (spoilt as Manifest).id), { recursive: true });
      assert.equal(proven_at, null);
      assert.match(problem ?? '', told);
    });
  }

  it('is not proven where a byte is another', async () => {
    const path = join(folder, id, 'orders.db.gz');
    const bytes = readFileSync(path);
    const at = bytes.length >> 1;
    writeFileSync(
      path,
      Buffer.concat([
        bytes.subarray(0, at),
        Buffer.of((bytes[at] as number) ^ 1),
        bytes.subarray(at + 1),
      ]),
    );
    const { code, said } = await pos('verify', id);
    assert.equal(code, 1);
    assert.match(said, /not proven  .+orders\.db\.gz (cannot be unpacked|is not what it was)/);
    writeFileSync(path, bytes);
    assert.equal((await pos('verify', id)).code, 0);
  });
});

describe('restore', { timeout: 300_000 }, () => {
  let last: { id: number };
  it('refuses while the house is open, and changes nothing', async () => {
    const before_ = readdirSync(house.config.POS_DATA_DIR);
    const { code, complained } = await pos('restore', 'latest', '--yes');
    assert.deepEqual([code, complained], [1, 'The system is running: stop it first.\n']);
    assert.deepEqual(readdirSync(house.config.POS_DATA_DIR), before_);
  });

  it('asks, and takes the house back: no number and no paper comes twice', async () => {
    const waiting = await till.create(['Espresso']);
    await printer.switchOff();
    await till.pay(waiting, 100);
    await until('two papers wait', () => papersOf(waiting).length === 2);
    const withPaper = await safe.backUp();
    await printer.switchOn();
    await onPaper(waiting);
    last = await sell();
    await onPaper(last);
    await safe.stopAll();
    const asked = await pos('restore', withPaper);
    assert.deepEqual([asked.code, asked.complained], [1, 'Nothing was done: say yes, or --yes.\n']);
    assert.match(asked.said, /^ {2}orders: to entry \d+ of its journal; \d+ that came later/m);
    assert.match(asked.said, /It was proven\./);
    assert.equal(books().rows('orders', `SELECT * FROM orders WHERE id = ${last.id}`).length, 1);
    const papers = printer.papers().length;
    const { code, said, complained } = await pos('restore', withPaper, '--yes');
    assert.deepEqual([code, complained], [0, ''], said);
    const kept = /is in (.+)\.$/m.exec(said)?.[1] as string;
    assert.ok(existsSync(join(kept, 'orders.db')));
    await safe.startAll();
    await caughtUp();
    assert.deepEqual(
      papersOf(waiting).map(({ status }) => status),
      ['held', 'held'],
    );
    const next = await sell();
    await onPaper(next);
    assert.ok(next.id >= last.id + 1_000, `${next.id} after ${last.id}`);
    assert.equal(printer.papers().length, papers + 2);
    assert.deepEqual(books().rows('staff', 'SELECT * FROM session WHERE ended_at IS NULL'), []);
    assert.deepEqual(books().brokenChains(), []);
    const diverged = "SELECT name FROM alarm WHERE name LIKE 'diverged%'";
    assert.deepEqual(
      OWNERS.flatMap((service) => books().rows(service, diverged)),
      [],
    );
  });

  it('of one service alone makes its followers begin anew; nothing happens twice', async () => {
    const before_ = await safe.backUp();
    for (let i = 0; i < 3; i++) last = await sell();
    await onPaper(last);
    await caughtUp();
    await safe.stopAll();
    const papers = printer.papers().length;
    const sold = "SELECT * FROM journal WHERE type = 'order_closed'";
    const { code, said, complained } = await pos('restore', before_, '--only', 'orders', '--yes');
    assert.deepEqual([code, complained], [0, ''], said);
    await safe.startAll();
    const next = await sell();
    await caughtUp();
    await onPaper(next);
    assert.ok(next.id >= last.id + 1_000);
    assert.equal(printer.papers().length, papers + 2);
    const orders_ = books().rows('orders', sold).length;
    assert.equal(books().rows('reporting', 'SELECT * FROM sale').length, orders_);
    const paid = ['orders', 'payments'].map(
      (service) => books().rows(service, 'SELECT * FROM payment').length,
    );
    assert.equal(paid[0], paid[1]);
    assert.equal((await pos('backup')).code, 0);
  });

  it('that was interrupted keeps the house closed until it is done', async () => {
    await safe.stopAll();
    const { POS_DATA_DIR: data } = house.config;
    const aside = join(data, 'before-restore-test');
    mkdirSync(aside);
    for (const name of readdirSync(data).filter((one) => /^orders\.db(-wal|-shm)?$/.test(one))) {
      renameSync(join(data, name), join(aside, name));
    }
    writeFileSync(join(data, '.restoring'), `${aside}\n`);
    assert.throws(() => storageFolder(house.config), /^Error: A restore was interrupted/);
    assert.ok(!existsSync(fileOf(house, 'orders')));
    assert.equal((await pos('restore', 'latest', '--yes')).code, 0);
    assert.ok(existsSync(join(aside, 'orders.db')) && existsSync(join(aside, 'staff.db')));
  });
});
