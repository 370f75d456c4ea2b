import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openBooks } from '../support/books.ts';
import { type House, openHouse } from '../support/house.ts';
import { ROOT } from '../support/sources.ts';
import { fileOf, openTill, type Till } from '../support/till.ts';
import { until } from '../support/until.ts';

let house: House;
let till: Till;

/** Every row of every table that is folded, in the order of its key. */
function folded(): Record<string, Record<string, unknown>[]> {
  const books = openBooks(house.config.POS_DATA_DIR);
  const kept = ['migration', 'meta', 'journal', 'cursor', 'answer', 'works', 'alarm', 'z_report'];
  const tables = books
    .rows<{ name: string }>('reporting', "SELECT name FROM sqlite_master WHERE type = 'table'")
    .map(({ name }) => name)
    .filter((name) => !kept.includes(name) && !name.startsWith('sqlite_'));
  const questions = tables.map((name) => `SELECT * FROM ${name} ORDER BY 1, 2`);
  const found = books.all('reporting', questions) as Record<string, unknown>[][];
  return Object.fromEntries(tables.map((name, i) => [name, found[i] ?? []]));
}

/** Until reporting has heard of everything there is. */
const caughtUp = () =>
  until('all is folded', () => {
    const behind = openBooks(house.config.POS_DATA_DIR).behind();
    return behind.every((one) => !one.startsWith('reporting'));
  });

/** `npm run pos`, as an operator types it. */
async function pos(args: string[], env = house.env) {
  const child = spawn(process.execPath, [join(ROOT, 'deploy/pos.ts'), ...args], { cwd: ROOT, env });
  let [said, complained] = ['', ''];
  child.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (complained += bytes.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, said, complained };
}

async function serve(count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const order = await till.create(['Espresso', 'Draft lager'], {
      discount_ids: i % 3 ? [] : [till.idOf('Neighbors 10%')],
    });
    const paid = await till.pay(order, 50, i % 4);
    const back = { order_id: order.id, reason: 'cold', amount: 1 };
    if (i % 5 === 0) await till.ask('refund_order', back);
    assert.equal(paid.status, 'closed');
  }
}

before(async () => {
  house = await openHouse(['catalog', 'staff', 'orders', 'payments', 'print-spooler', 'reporting']);
  till = await openTill(house);
  await serve(12);
  await till.create(['Espresso']);
  await caughtUp();
});
after(() => house.close());

describe('npm run pos -- reports rebuild', { timeout: 300_000 }, () => {
  it('finds the same again, row for row, and says how much it read', async () => {
    const rows = folded();
    assert.ok((rows.sale?.length ?? 0) === 12 && (rows.item_day?.length ?? 0) > 0);
    const { code, said, complained } = await pos(['reports', 'rebuild']);
    assert.deepEqual([code, complained], [0, '']);
    assert.match(said, /All reports are added up anew, from \d+ entries\./);
    assert.deepEqual(folded(), rows);
  });

  it('mends what was spoilt', async () => {
    await caughtUp();
    const rows = folded();
    await house.kill('reporting', 'SIGTERM');
    const { default: SQLite } = await import('better-sqlite3');
    const file = new SQLite(fileOf(house, 'reporting'));
    file.exec('UPDATE business_day SET gross = gross + 1; DELETE FROM tax_day');
    file.close();
    await house.start('reporting');
    assert.notDeepEqual(folded(), rows);
    assert.equal((await pos(['reports', 'rebuild'])).code, 0);
    assert.deepEqual(folded(), rows);
  });

  it('loses and doubles nothing that is sold meanwhile', async () => {
    const serving = serve(15);
    assert.equal((await pos(['reports', 'rebuild'])).code, 0);
    await serving;
    await caughtUp();
    const rows = folded();
    assert.equal(rows.sale?.length, 27);
    assert.equal((await pos(['reports', 'rebuild'])).code, 0);
    assert.deepEqual(folded(), rows);
  });

  it('goes on after its process was killed at it', async () => {
    const rows = folded();
    const rebuilding = pos(['reports', 'rebuild']);
    await until('it has begun', () => existsSync(`${fileOf(house, 'reporting')}.refold`));
    await house.kill('reporting');
    await house.start('reporting');
    assert.equal((await rebuilding).code, 0);
    await caughtUp();
    assert.deepEqual(folded(), rows);
  });

  it('explains itself, and what it does not understand', async () => {
    const help = await pos(['--help']);
    assert.equal(help.code, 0);
    assert.match(help.said, /reports rebuild/);
    for (const args of [[], ['reports'], ['reports', 'burn'], ['--loud']]) {
      const { code, complained } = await pos(args);
      assert.equal(code, 2, args.join(' '));
      assert.match(complained, /Usage/);
    }
    const elsewhere = { ...house.env, POS_STATE_DIR: join(house.config.POS_STATE_DIR, 'none') };
    const { code, complained } = await pos(['reports', 'rebuild'], elsewhere);
    assert.equal(code, 1);
    assert.match(complained, /not running/);
  });
});

describe('a file that is not what it was', { timeout: 300_000 }, () => {
  /** As a dying stick does: a piece of the file is something else. */
  function scratchAt(path: string, from: number): void {
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.alloc(20_000, 0x5a), 0, 20_000, from);
  }

  it('is put aside, and all of it folded anew, by itself', async () => {
    await caughtUp();
    const rows = folded();
    await house.kill('reporting', 'SIGTERM');
    const path = fileOf(house, 'reporting');
    scratchAt(path, 0);
    const damaged = readFileSync(path);
    await house.start('reporting');
    await caughtUp();
    assert.deepEqual(folded(), rows);
    assert.deepEqual(readFileSync(`${path}.aside`), damaged);
  });

  it('is put aside too where the damage shows only while serving', async () => {
    await caughtUp();
    const rows = folded();
    await house.kill('reporting', 'SIGTERM');
    const path = fileOf(house, 'reporting');
    scratchAt(path, statSync(path).size - 60_000);
    writeFileSync(`${path}.damaged`, ''); // as the process that met it left behind
    await house.start('reporting');
    await caughtUp();
    assert.deepEqual(folded(), rows);
    assert.ok(!existsSync(`${path}.damaged`));
  });

  it('stays where it is, if it is another’s: nobody else knows the orders', async () => {
    await house.kill('orders', 'SIGTERM');
    const path = fileOf(house, 'orders');
    scratchAt(path, 0);
    const damaged = readFileSync(path);
    const says = house.heard<{ state: string }>(
      'pos/orders/status',
      ({ state }) => state === 'waiting_for_storage',
    );
    const starting = house.start('orders').catch(() => undefined);
    await says;
    assert.deepEqual(readFileSync(path), damaged);
    await house.kill('orders', 'SIGTERM');
    await starting;
  });
});
