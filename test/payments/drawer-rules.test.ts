import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cents } from '#shared/contracts/money.ts';
import type { Payment, Refund } from '#shared/contracts/order.ts';
import {
  cashGivenBack,
  cashOf,
  disagreement,
  expectedIn,
  isHidden,
  mustHold,
  sumsOf,
} from '../../services/payments/drawer.ts';

type Part = Refund['payments'][number];
const part = (method: Part['method'], amount: number, more: Partial<Part> = {}): Part => ({
  payment_id: 1,
  method,
  amount: cents(amount),
  card_fee: cents(0),
  tip: cents(0),
  cash_rounding: cents(0),
  ...more,
});

describe('the cash of a payment', () => {
  it('is what was handed over less the change; a card brings none', () => {
    const paid = (cash_tendered: number | null, change_due: number | null) =>
      cashOf({ cash_tendered, change_due } as Payment);
    assert.equal(paid(5000, 4244), 756);
    assert.equal(paid(null, null), 0);
  });
});

describe('the cash of a refund', () => {
  it('is that of its cash parts, with fee, tip and rounding; cards take theirs back', () => {
    const cash = part('cash', 1000, { tip: cents(150), cash_rounding: cents(-2) });
    const ofCard = part('cash', 500, { card_fee: cents(20) }); // a card's part, given as cash
    assert.equal(cashGivenBack({ payments: [cash, part('card', 700), ofCard] }), 1668);
  });

  it('is none where Square did not give a card its money and the refund is reversed', () => {
    assert.equal(cashGivenBack({ payments: [part('card', -700)] }), 0);
  });
});

describe('what must be in a drawer', () => {
  const moved = [
    { kind: 'float', amount: cents(10_000), times: 1 },
    { kind: 'sale', amount: cents(3_000), times: 4 },
    { kind: 'refund', amount: cents(-500), times: 1 },
    { kind: 'given_back', amount: cents(-250), times: 1 },
    { kind: 'pay_in', amount: cents(2_000), times: 1 },
    { kind: 'pay_out', amount: cents(-1_200), times: 2 },
    { kind: 'no_sale', amount: cents(0), times: 3 },
  ] as const;

  it('is float, sales and what was put in, less what was given back and taken out', () => {
    const sums = sumsOf([...moved]);
    assert.deepEqual(sums, {
      float: 10_000,
      cash_sales: 3_000,
      cash_refunds: 750,
      pay_ins: 2_000,
      pay_outs: 1_200,
      no_sales: 3,
    });
    assert.equal(expectedIn(sums), 13_050);
  });

  it('is as much as it can give, to the cent', () => {
    mustHold(cents(100), cents(100));
    assert.throws(() => mustHold(cents(100), cents(101)), { code: 'NOT_ENOUGH_CASH' });
    assert.throws(() => mustHold(cents(-5), cents(1)), { code: 'NOT_ENOUGH_CASH' });
  });

  it('is told in words where it was added up wrongly, and not a word where it was not', () => {
    const sums = sumsOf([...moved]);
    assert.equal(disagreement('bar', sums, { ...sums }), undefined);
    assert.equal(
      disagreement('bar', { ...sums, pay_ins: cents(2_001), no_sales: 2 }, sums),
      'The drawer bar was counted up to 130.51, but what moved in it comes to 130.50: ' +
        'pay_ins 20.01 instead of 20.00, no_sales 2 instead of 3.',
    );
  });

  it('is hidden by a blind count only, while it is open, and not from admins', () => {
    assert.equal(isHidden({ status: 'open' }, true, false), true);
    assert.equal(isHidden({ status: 'open' }, true, true), false);
    assert.equal(isHidden({ status: 'open' }, false, false), false);
    assert.equal(isHidden({ status: 'closed' }, true, false), false);
  });
});
