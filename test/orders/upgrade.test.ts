import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Connection, openFile } from '#shared/storage.ts';
import { openLookupStore } from '../../services/orders/lookup-store.ts';
import { refund } from '../../services/orders/refund.ts';
import type { Standing } from '../../services/orders/standing.ts';
import { openStore } from '../../services/orders/store.ts';

const MIGRATIONS = resolve(import.meta.dirname, '../../services/orders/migrations');
const RATE = '[{"tax_id":1,"name":"Sales tax","percentage":80000,"inclusive":false}]';

let dir: string;
let file: Connection;
let order: Standing;

/** A file as the first migration made it, with one paid order; then opened as it is now. */
before(() => {
  dir = mkdtempSync(join(tmpdir(), 'pos-'));
  const first = join(dir, 'orders', 'migrations');
  mkdirSync(first, { recursive: true });
  copyFileSync(join(MIGRATIONS, '0001-orders.sql'), join(first, '0001-orders.sql'));
  const old = openFile(join(dir, 'orders.db'), first);
  const day = '2026-11-20';
  const at = `${day}T18:00:00.000Z`;
  old.exec(`
    INSERT INTO orders VALUES (7, 3, 0, 1, 'bar-2', 'counter', 'closed', 2, '${day}', 'Zoë', NULL,
      700, 0, 56, 0, '[]', '${at}', '${at}', '${at}');
    INSERT INTO order_item VALUES (9, 7, 1, 'Tomato soup', 1, 700, 0, 700, 0, 56, NULL, '${RATE}');
    INSERT INTO payment VALUES (1, 7, 'cash', 756, 0, 0, 1000, 244, 'bar-2', 1, '${at}');
    UPDATE sqlite_sequence SET seq = 40 WHERE name = 'order_item';
  `);
  old.close();
  file = openFile(join(dir, 'orders.db'), MIGRATIONS);
  order = openStore(file).find(7) as Standing;
});
after(() => {
  file.close();
  rmSync(dir, { recursive: true });
});

describe('an order of the first days', () => {
  it('is what it was, in a sound file', () => {
    assert.deepEqual([order.status, order.total, order.amount_paid], ['closed', 756, 756]);
    assert.deepEqual([order.items[0]?.status, order.payments[0]?.status], ['sent', 'completed']);
    assert.equal(file.pragma('integrity_check', { simple: true }), 'ok');
    assert.deepEqual(file.pragma('foreign_key_check'), []);
  });

  it('can be refunded, with the tax of its hour', () => {
    const back = refund(order, { include_tip: false });
    assert.deepEqual([back.net, back.tax, back.amount], [700, 56, 756]);
    assert.deepEqual([back.taxes[0]?.taxable, back.taxes[0]?.tax], [700, 56]);
  });

  it('is found by its words, facts and day', () => {
    const lookup = openLookupStore(file);
    const day = '2026-11-20';
    for (const wanted of [
      { q: 'soup zoe' },
      { till: 'bar-2', total: 756 },
      { start: day, end: day },
    ]) {
      assert.deepEqual(
        lookup.list({ ...wanted, limit: 5 }, () => day),
        [7],
      );
    }
  });

  it('leaves its numbers behind: no id of a line is used again', () => {
    const next = "SELECT seq FROM sqlite_sequence WHERE name = 'order_item'";
    assert.equal(file.prepare(next).pluck().get(), 40);
  });
});
