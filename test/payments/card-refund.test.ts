import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cents } from '#shared/contracts/money.ts';
import type { Refund } from '#shared/contracts/order.ts';
import {
  cardParts,
  isLate,
  askedAs,
  nextLook,
  stillOwed,
  type StoredRefund,
} from '../../services/payments/card-refund.ts';
import type { SquarePayment } from '../../services/payments/square-payment.ts';

const BEGIN = '2026-11-24T12:00:00.000Z';
const later = (ms: number) => new Date(Date.parse(BEGIN) + ms).toISOString();
const row = (more: Partial<StoredRefund> = {}) =>
  ({ status: 'requested', code: null, tries: 0, requested_at: BEGIN, ...more }) as StoredRefund;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Looks: five that come sooner, then one an hour. */
const A_WEEK = 5 + 7 * 24;

describe('money on its way back to a card', () => {
  it('is looked for after 5 s, 30 s, 2 min, 10 min and 1 h, hourly for a week, then daily', () => {
    const waits = [0, 1, 2, 3, 4, 5, 99].map(
      (tries) => Date.parse(nextLook(row({ tries }), BEGIN)) - Date.parse(BEGIN),
    );
    const hour = 60 * MINUTE;
    assert.deepEqual(waits, [5_000, 30_000, 2 * MINUTE, 10 * MINUTE, hour, hour, hour]);
    const unheard = nextLook(row({ code: 'PAYMENT_NOT_HEARD_OF' }), BEGIN);
    assert.ok(Date.parse(unheard) - Date.parse(BEGIN) < 1_000);
    const wait = (more: object) => Date.parse(nextLook(row(more), BEGIN)) - Date.parse(BEGIN);
    assert.equal(wait({ tries: A_WEEK }), hour);
    assert.equal(wait({ tries: A_WEEK + 1 }), DAY);
    assert.equal(wait({ requested_at: '1970-01-01T00:00:09.000Z' }), 5_000); // no clock yet
  });

  it('is an alarm after 10 minutes unanswered, a week pending, at once without a Square', () => {
    for (const [found, at, late] of [
      [row(), later(10 * MINUTE), false],
      [row(), later(10 * MINUTE + 1), true],
      [row({ code: 'CARD_NOT_CONFIGURED' }), BEGIN, true],
      [row({ status: 'pending', tries: A_WEEK }), later(7 * DAY), false],
      [row({ status: 'pending', tries: A_WEEK + 1 }), later(7 * DAY), true],
    ] as const) {
      assert.equal(isLate(found, at), late);
    }
  });

  it('is what of a refund goes to cards, fee and tip with it, and nothing of an undoing', () => {
    const part = { card_fee: cents(40), tip: cents(10), cash_rounding: cents(0) };
    const payments = [
      { payment_id: 1, method: 'card' as const, amount: cents(1000), ...part },
      { payment_id: 2, method: 'cash' as const, amount: cents(500), ...part },
    ];
    const refund = { id: 7, order_id: 3, created_at: BEGIN, payments } as unknown as Refund;
    assert.deepEqual(cardParts(refund), [
      {
        refund_id: 7,
        payment_id: 1,
        square_payment_id: null,
        order_id: 3,
        amount: 1050,
        requested_at: BEGIN,
      },
    ]);
    const less = { card_fee: cents(-40), tip: cents(0), cash_rounding: cents(0) };
    const back = [{ payment_id: 1, method: 'card' as const, amount: cents(-1000), ...less }];
    assert.deepEqual(cardParts({ ...refund, payments: back }), []);
  });

  it('has one key for each refund; unmatched money another one each time it was refused', () => {
    const tender = row({ payment_id: 1, refund_id: 7 });
    const lost = row({ payment_id: null, refund_id: null, square_payment_id: 'P' });
    const keys = [
      askedAs(tender, 'P', 0),
      askedAs({ ...tender, refund_id: 8 }, 'P', 0),
      askedAs({ ...tender, refund_id: null }, 'P', 0),
      askedAs(tender, 'Q', 0),
      askedAs(lost, 'P', 0),
      askedAs(lost, 'P', 1),
    ];
    assert.equal(new Set(keys).size, keys.length);
    assert.deepEqual([askedAs(tender, 'P', 0), askedAs(lost, 'P', 1)], [keys[0], keys[5]]);
  });

  it('is all that was asked for; of unmatched money what is still there', () => {
    const there = { total: 1000, refunded: 300 } as SquarePayment;
    const asked = { amount: cents(1000) };
    assert.equal(stillOwed(row({ ...asked, payment_id: 1 }), there), 1000);
    assert.equal(stillOwed(row({ ...asked, payment_id: null }), there), 700);
  });
});
