import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import SQLite from 'better-sqlite3';
import { behindTheirFollowers, closeCut, headOf, openCut } from '../../deploy/backup/cut.ts';
import { copyOf } from '../../deploy/backup/pack.ts';
import { openFile } from '#shared/storage.ts';

const NONE = join(import.meta.dirname, '../../shared/migrations');
let dir: string;
let orders: SQLite.Database;
let payments: SQLite.Database;

const say = (file: SQLite.Database, seq: number) =>
  file
    .prepare("INSERT INTO journal VALUES (?, '', '{}', 'said', '{}', '', ?)")
    .run(seq, `hash of ${seq}`);
const hear = (file: SQLite.Database, source: string, seq: number, hash = `hash of ${seq}`) =>
  file.prepare('REPLACE INTO cursor VALUES (?, ?, ?)').run(source, seq, hash);

before(() => {
  dir = mkdtempSync(join(tmpdir(), 'pos-cut-'));
  orders = openFile(join(dir, 'orders.db'), NONE);
  payments = openFile(join(dir, 'payments.db'), NONE);
});
after(() => {
  orders.close();
  payments.close();
  rmSync(dir, { recursive: true });
});

describe('a cut through the house', () => {
  it('looks again at a source that a follower has overtaken, by any name', async () => {
    say(orders, 1);
    hear(payments, 'orders drawer', 2);
    const late = openCut(dir, ['orders', 'payments']);
    say(orders, 2); // committed between the two looks
    const cut = await late;
    assert.deepEqual(
      cut.map(({ connection }) => headOf(connection).seq),
      [2, 0],
    );
    assert.deepEqual(behindTheirFollowers(cut), []);
    closeCut(cut);
  });

  it('is not moved by what is written while it is copied', async () => {
    orders.transaction(() => {
      for (let seq = 3; seq <= 3_000; seq++) say(orders, seq);
    })();
    const [cut] = await openCut(dir, ['orders']);
    assert.ok(cut);
    const copying = copyOf(cut, join(dir, 'copy.db'));
    for (let seq = 3_001; seq <= 3_020; seq++) say(orders, seq);
    await copying;
    closeCut([cut]);
    const copy = new SQLite(join(dir, 'copy.db'));
    assert.equal(headOf(copy).seq, 3_000);
    assert.equal(copy.pragma('integrity_check', { simple: true }), 'ok');
    copy.close();
  });

  it('is not made where a follower stands on another history', async () => {
    hear(payments, 'orders', 5, 'of another');
    await assert.rejects(
      openCut(dir, ['orders', 'payments']),
      /^Error: What others know of orders/,
    );
  });
});
