import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cents } from '#shared/contracts/money.ts';
import { asSent, fit, requestOf, type StoredAttempt } from '../../services/payments/attempt.ts';
import { captureAt } from '../../services/payments/capture.ts';
import { isEnd, SquareFailure } from '../../services/payments/outcome.ts';
import type { SquarePayment } from '../../services/payments/square-payment.ts';

const attempt = {
  attempt_id: 'a-1',
  amount: cents(700),
  card_fee: cents(20),
  charge_amount: cents(720),
  tip: cents(50),
  currency: 'USD',
  location_id: 'L1',
  autocomplete: true,
  created_at: '2026-11-23T18:00:00.000Z',
} as StoredAttempt;
const payment = {
  status: 'COMPLETED',
  amount: cents(720),
  currency: 'USD',
  location_id: 'L1',
  reference_id: 'a-1',
  created_at: '2026-11-23T18:00:01Z',
  application_id: null,
} as SquarePayment;

describe('a payment of Square’s', () => {
  const table: [string, Partial<SquarePayment>, string, Partial<StoredAttempt>?][] = [
    ['as asked for', {}, 'paid'],
    ['with a tip of its own', { tip: cents(900) }, 'paid'],
    ['without a reference', { reference_id: null }, 'other'],
    ['for another attempt', { reference_id: 'a-2' }, 'other'],
    ['at another location', { location_id: 'L2' }, 'other'],
    ['of another application', { application_id: 'theirs' }, 'other'],
    ['of our application', { application_id: 'ours' }, 'paid'],
    ['from before the attempt: a clock was wrong', { created_at: '1970-01-01' }, 'paid'],
    ['without a date', { created_at: '' }, 'paid'],
    ['of less', { amount: cents(719) }, 'amount'],
    ['of the part without its fee', { amount: cents(700) }, 'amount'],
    ['of more', { amount: cents(721) }, 'amount'],
    ['in another currency', { currency: 'CAD' }, 'amount'],
    ['that failed', { status: 'FAILED' }, 'failed'],
    ['that was let go', { status: 'CANCELED' }, 'failed'],
    ['that is on its way', { status: 'PENDING' }, 'not_made'],
    ['of a kind that nobody knows', { status: 'BRAND_NEW' }, 'not_made'],
    ['that is only held', { status: 'APPROVED' }, 'not_made'],
    ['that is held as was asked for', { status: 'APPROVED' }, 'paid', { autocomplete: false }],
    ['that is taken though it was to be held', {}, 'paid', { autocomplete: false }],
  ];
  for (const [what, differs, expected, otherwise] of table) {
    it(`${what} is: ${expected}`, () => {
      const asked = { ...attempt, ...otherwise };
      assert.equal(fit(asked, { ...payment, ...differs }, 'ours'), expected);
    });
  }
});

describe('what is sent for a token', () => {
  it('is all in what is kept, with the attempt as key and reference', () => {
    const request = requestOf(attempt, 'cnon:ok');
    assert.deepEqual(asSent(request), {
      sourceId: 'cnon:ok',
      idempotencyKey: 'a-1',
      amountMoney: { amount: 720n, currency: 'USD' },
      tipMoney: { amount: 50n, currency: 'USD' },
      locationId: 'L1',
      referenceId: 'a-1',
      autocomplete: true,
    });
    assert.equal(asSent(requestOf({ ...attempt, tip: cents(0) }, 'x')).tipMoney, undefined);
  });
});

describe('a failure', () => {
  it('ends an attempt, but for what says nothing of an earlier request', () => {
    const failure = (kind: SquareFailure['kind'], code = 'X') => new SquareFailure(kind, code, 400);
    for (const [one, first, again] of [
      [failure('declined'), true, true],
      [failure('refused'), true, true],
      [failure('refused', 'CARD_TOKEN_USED'), true, false],
      [failure('refused', 'NOT_SENT'), true, false],
      [failure('configuration'), true, false],
      [failure('unknown'), false, false],
    ] as const) {
      assert.deepEqual([isEnd(one, false), isEnd(one, true)], [first, again], one.message);
    }
  });
});

describe('money that is held', () => {
  const store = { timezone: 'America/New_York', business_day_cutoff: '04:00' };
  for (const [what, at, until, expected] of [
    ['when its day ends', '2026-11-23T23:00:00.000Z', null, '2026-11-24T09:00:00.000Z'],
    [
      'when the day before ends, at night',
      '2026-11-24T08:00:00.000Z',
      null,
      '2026-11-24T09:00:00.000Z',
    ],
    [
      'after 25 hours when the clocks go back',
      '2026-11-01T08:00:00.000Z',
      null,
      '2026-11-01T09:00:00.000Z',
    ],
    [
      'an hour before Square lets go',
      '2026-11-23T15:00:00.000Z',
      '2026-11-23T20:00:00Z',
      '2026-11-23T19:00:00.000Z',
    ],
    [
      'no later for being held long',
      '2026-11-23T23:00:00.000Z',
      '2026-11-30T23:00:00Z',
      '2026-11-24T09:00:00.000Z',
    ],
  ] as const) {
    it(`is taken ${what}`, () => {
      assert.equal(captureAt(at, store, until), expected);
    });
  }
});
