import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { takeNumber } from '../../services/orders/number.ts';

const ALL = Array.from({ length: 99 }, (_, i) => i + 1);
const allBut = (...free: number[]) => new Set(ALL.filter((number) => !free.includes(number)));

describe('an order number', () => {
  it('is the next one', () => {
    const taken = takeNumber(41, new Set());
    assert.deepEqual(taken, { order_number: 41, number_shared: false, next: 42 });
  });

  it('is 1 again after 99', () => {
    assert.deepEqual(takeNumber(99, new Set()).next, 1);
    assert.equal(takeNumber(99, new Set([99])).order_number, 1);
  });

  it('is skipped while an open order holds it', () => {
    const taken = takeNumber(5, new Set([5, 6, 8]));
    assert.deepEqual(taken, { order_number: 7, number_shared: false, next: 8 });
  });

  it('is the one that came free, where all others are held', () => {
    const taken = takeNumber(40, allBut(17));
    assert.deepEqual(taken, { order_number: 17, number_shared: false, next: 18 });
  });

  it('is shared, and says so, when all are held: the sale is not refused', () => {
    const taken = takeNumber(40, new Set(ALL));
    assert.deepEqual(taken, { order_number: 40, number_shared: true, next: 41 });
  });

  it('is never a held one while another is free, and never far from the counter', () => {
    const counter = fc.integer({ min: 1, max: 99 });
    fc.assert(
      fc.property(counter, fc.subarray(ALL), (next, held) => {
        const taken = takeNumber(next, new Set(held));
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
      const { order_number, next } = takeNumber(counter, new Set());
      counter = next;
      return order_number;
    });
    assert.equal(new Set(given).size, 99);
    assert.equal(counter, 73);
  });
});
