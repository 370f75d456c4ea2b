import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import fc from 'fast-check';
import { type Connection, openFile } from '#shared/storage.ts';
import { NOBODY_CALLED, stillCalled, takeNumber } from '../../services/orders/number.ts';
import { openStore, type Store } from '../../services/orders/store.ts';

const MIGRATIONS = resolve(import.meta.dirname, '../../services/orders/migrations');
const ALL = Array.from({ length: 99 }, (_, i) => i + 1);

let dir: string;
let connection: Connection;
let store: Store;

before(() => {
  dir = mkdtempSync(join(tmpdir(), 'pos-'));
  connection = openFile(join(dir, 'orders.db'), MIGRATIONS);
  connection.pragma('synchronous = OFF'); // only what is found in it counts here
  store = openStore(connection);
});
after(() => {
  connection.close();
  rmSync(dir, { recursive: true });
});
beforeEach(() => connection.exec('DELETE FROM orders; DELETE FROM called_number'));

function open(...numbers: number[]): void {
  connection.exec('BEGIN; DELETE FROM orders');
  for (const order_number of numbers) {
    const fresh = { order_number, number_shared: false, staff_id: 1, till: 'main' };
    const nothing = { customer_name: null, note: null, scheduled_for: null };
    const written = { ...nothing, created_at: '2026-11-23T18:00:00.000Z' };
    store.add({ ...fresh, ...written, type: 'counter' }, [], []);
  }
  connection.exec('COMMIT');
}
const NOW = '2026-11-23T18:00:00.000Z';
function take(counter: number, at = NOW) {
  const free = store.freeNumber(counter, stillCalled(at));
  return takeNumber(counter, free, free ?? store.freeNumber(counter, NOBODY_CALLED));
}

describe('an order number', () => {
  it('is the next one', () => {
    assert.deepEqual(take(41), { order_number: 41, number_shared: false, next: 42 });
  });

  it('is 1 again after 99', () => {
    assert.deepEqual(take(99).next, 1);
    open(99);
    assert.equal(take(99).order_number, 1);
  });

  it('is skipped while an open order holds it, and not once that one is closed', () => {
    open(5, 6, 8);
    assert.deepEqual(take(5), { order_number: 7, number_shared: false, next: 8 });
    connection.exec("UPDATE orders SET status = 'closed'");
    assert.deepEqual(take(5), { order_number: 5, number_shared: false, next: 6 });
  });

  it('is skipped while a guest waits for it, but not for more than two hours', () => {
    const call = connection.prepare('INSERT INTO called_number VALUES (?, ?, ?)');
    call.run(1, 5, '2026-11-23T16:00:00.001Z');
    call.run(2, 6, '2026-11-23T15:59:59.999Z');
    assert.equal(take(5).order_number, 6);
  });

  it('is shared with a guest who only waits rather than with an open order', () => {
    const call = connection.prepare('INSERT INTO called_number VALUES (?, ?, ?)');
    for (const number of ALL) call.run(number, number, '2026-11-23T16:00:00.001Z');
    open(40, 41);
    assert.deepEqual(take(40), { order_number: 42, number_shared: true, next: 43 });
  });

  it('is that of no open order though the clock was set back since the others were called', () => {
    const call = connection.prepare('INSERT INTO called_number VALUES (?, ?, ?)');
    for (const number of ALL) call.run(number, number, '2026-11-23T18:30:00.000Z');
    open(40, 41);
    assert.deepEqual(take(40), { order_number: 42, number_shared: true, next: 43 });
    const twoDaysBefore = '2026-11-21T18:30:00.000Z';
    assert.deepEqual(take(40, twoDaysBefore), { order_number: 42, number_shared: false, next: 43 });
  });

  it('is the one that came free, where all others are held', () => {
    open(...ALL.filter((number) => number !== 17));
    assert.deepEqual(take(40), { order_number: 17, number_shared: false, next: 18 });
  });

  it('is shared, and says so, when all are held: the sale is not refused', () => {
    open(...ALL);
    assert.deepEqual(take(40), { order_number: 40, number_shared: true, next: 41 });
  });

  it('is never a held one while another is free, and never far from the counter', () => {
    const counter = fc.integer({ min: 1, max: 99 });
    fc.assert(
      fc.property(counter, fc.subarray(ALL), (next, held) => {
        open(...held);
        const taken = take(next);
        assert.ok(ALL.includes(taken.order_number) && ALL.includes(taken.next));
        assert.equal(taken.number_shared, held.length === 99);
        if (held.length === 99) return;
        assert.ok(!held.includes(taken.order_number));
        for (let passed = next; passed !== taken.order_number; passed = (passed % 99) + 1) {
          assert.ok(held.includes(passed), `${passed} was free and came first`);
        }
      }),
    );
  });

  it('comes once in every 99 orders when each is paid at once', () => {
    let counter = 73;
    const given = ALL.map(() => {
      const { order_number, next } = take(counter);
      counter = next;
      return order_number;
    });
    assert.equal(new Set(given).size, 99);
    assert.equal(counter, 73);
  });
});
