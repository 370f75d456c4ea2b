import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Cents, cents } from '#shared/contracts/money.ts';
import { PosError } from '#shared/errors.ts';
import type { Standing } from '../../services/orders/standing.ts';
import { cardFee, cashTender, roundCash } from '../../services/orders/tender.ts';

const owing = (balance_due: number) =>
  ({ id: 1, items: [{ quantity: 1 }], balance_due: cents(balance_due) }) as Standing;
const refuses = (act: () => unknown, code: string, field?: string) =>
  assert.throws(act, (error: unknown) => {
    assert.ok(error instanceof PosError);
    assert.deepEqual([error.code, error.info.errors?.[0]?.field], [code, field]);
    return true;
  });

describe('cash', () => {
  const pay = (due: number, tendered?: number, more: object = {}, step = 0) =>
    cashTender(owing(due), { cash_tendered: tendered as Cents | undefined, ...more }, cents(step));

  it('that is more than is due gives change', () => {
    const { amount, cash_tendered, change_due } = pay(4250, 4300);
    assert.deepEqual([amount, cash_tendered, change_due], [4250, 4300, 50]);
  });

  it('may leave a tip, which is not change', () => {
    const { amount, tip, change_due } = pay(4250, 5000, { tip: 500 });
    assert.deepEqual([amount, tip, change_due], [4250, 500, 250]);
    assert.equal(pay(4250, 4750, { tip: 500 }).change_due, 0);
  });

  it('must cover its part and the tip', () => {
    refuses(() => pay(4250, 4249), 'TENDER_TOO_SMALL', 'cash_tendered');
    refuses(() => pay(4250, 4300, { tip: 51 }), 'TENDER_TOO_SMALL', 'cash_tendered');
  });

  it('must be named', () => {
    refuses(() => pay(4250), 'VALIDATION_FAILED', 'cash_tendered');
  });

  it('pays a part of what is due, and never more than that', () => {
    const { amount, change_due } = pay(4250, 2000, { amount: 1250 });
    assert.deepEqual([amount, change_due], [1250, 750]);
    refuses(() => pay(4250, 9000, { amount: 4251 }), 'AMOUNT_EXCEEDS_BALANCE', 'amount');
    refuses(() => pay(4250, 9000, { amount: 0 }), 'VALIDATION_FAILED', 'amount');
  });

  it('is rounded where it pays the rest, and not where it pays a part', () => {
    const rounded = (due: number) => pay(due, 10_000, {}, 5).cash_rounding;
    assert.deepEqual([1002, 1003, 1005, 1007, 1008].map(rounded), [-2, 2, 0, -2, 2]);
    assert.equal(pay(1003, 10_000, { amount: 1002 }, 5).cash_rounding, 0);
    const { amount, change_due } = pay(1002, 1000, {}, 5);
    assert.deepEqual([amount, change_due], [1002, 0]);
  });

  it('is rounded to the nearest step, a half up', () => {
    const step = fc.constantFrom(5, 10, 20, 50, 100);
    fc.assert(
      fc.property(fc.nat(1_000_000), step, (amount, by) => {
        const rounded = roundCash(cents(amount), cents(by));
        assert.equal(rounded % by, 0);
        assert.ok(2 * (rounded - amount) <= by && 2 * (amount - rounded) < by);
      }),
    );
  });

  it('for nothing is refused', () => {
    const empty = { ...owing(0), items: [] } as unknown as Standing;
    refuses(() => cashTender(empty, { cash_tendered: cents(0) }, cents(0)), 'ORDER_EMPTY');
  });
});

describe('the card fee', () => {
  const fee = (percent: number, min = 0, max?: number) => ({
    available: true,
    percentage_amount: percent * 10_000,
    min_fee: cents(min),
    max_percentage: max === undefined ? null : max * 10_000,
  });
  const of = (base: number, ...terms: Parameters<typeof fee>) =>
    cardFee(cents(base), fee(...terms));

  it('is a percentage, at least so much', () => {
    assert.deepEqual([of(10_000, 4), of(1000, 4, 50), of(5000, 4, 50)], [400, 50, 200]);
  });

  it('is at most a percentage, rounded down', () => {
    assert.equal(of(500, 4, 50, 3), 15);
    assert.equal(of(550, 4, 50, 3), 16);
  });

  it('is nothing for nothing, or while there is none', () => {
    assert.equal(of(0, 4, 50), 0);
    assert.equal(cardFee(cents(1000), undefined), 0);
    assert.equal(cardFee(cents(1000), { ...fee(4), available: false }), 0);
  });
});
