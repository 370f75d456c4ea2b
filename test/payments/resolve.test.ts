import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { until } from '../support/until.ts';
import { refusal } from '../support/refusal.ts';
import { type CardHouse, openCardHouse, type ToldAttempt } from './card-house.ts';

let cards: CardHouse;
before(async () => {
  cards = await openCardHouse();
  cards.square.control.settings({ list_lag_ms: 0 });
});
after(() => cards.close());

type Begun = ToldAttempt & { cents: number };
const begin = async () => cards.begin(await cards.soup());
const say = ({ attempt_id }: Begun, outcome: 'taken' | 'not_taken', more: object = {}) =>
  cards.ask('resolve_attempt', { attempt_id, outcome, reason: 'says the guest', ...more });
/** Square answers nobody who looks, so often. */
const beSilent = (times = 1) =>
  cards.square.control.fault({ endpoint: 'ListPayments', how: 'status', status: 503, times });
const orderOf = ({ order_id }: Begun) => cards.till.see(order_id);
const outcomes = ({ order_id }: Begun) =>
  cards.announced('tender_settled', { id: order_id }).map(({ outcome }) => outcome);

describe('what an admin says of a card', { timeout: 300_000 }, () => {
  for (const outcome of ['taken', 'not_taken'] as const) {
    it(`counts for nothing where Square knows that it paid: ${outcome}`, async () => {
      const attempt = await begin();
      const id = cards.present(attempt, { tip: 50 });
      const told = await say(attempt, outcome);
      assert.deepEqual(
        [told.status, told.square_payment_id, told.tip, told.resolution],
        ['approved', id, 0.5, `${outcome}: says the guest`],
      );
      await until('it is closed', async () => (await orderOf(attempt)).status === 'closed');
      assert.deepEqual(outcomes(attempt), ['approved']);
    });
  }

  it('is not believed where Square knows of no payment: taken', async () => {
    const attempt = await begin();
    await refusal(say(attempt, 'taken'), 'PAYMENT_NOT_MADE');
    await refusal(say(attempt, 'taken', { square_payment_id: 'nobody' }), 'PAYMENT_NOT_MADE');
    assert.deepEqual(outcomes(attempt), []);
    assert.equal((await orderOf(attempt)).pending_attempt_id, attempt.attempt_id);
  });

  it('is believed where Square knows of no payment: not taken', async () => {
    const attempt = await begin();
    const told = await say(attempt, 'not_taken');
    assert.deepEqual([told.status, told.code], ['declined', 'NOT_TAKEN']);
    await until('it is free', async () => !(await orderOf(attempt)).pending_attempt_id);
    assert.deepEqual(outcomes(attempt), ['declined']);
    await refusal(say(attempt, 'not_taken'), 'ATTEMPT_SETTLED');
  });

  it('is believed where Square cannot be asked: taken; its payment comes later', async () => {
    const attempt = await begin();
    beSilent();
    const told = await say(attempt, 'taken');
    assert.deepEqual([told.status, told.square_payment_id], ['approved', null]);
    await until('it is closed', async () => (await orderOf(attempt)).status === 'closed');
    const id = cards.present(attempt, { tip: 40 });
    await cards.restart();
    const { attempt_id, order_id } = attempt;
    const see = () => cards.ask('get_attempt', { attempt_id });
    await until('it is found', async () => (await see()).square_payment_id === id);
    const { unmatched, tip, resolution } = await see();
    assert.deepEqual([unmatched, tip, resolution], [0, 0.4, 'taken: says the guest']);
    assert.deepEqual(outcomes(attempt), ['approved']);
    const [news] = cards.announced('card_tip_changed', { id: order_id });
    assert.deepEqual([news?.tip_before, news?.tip], [0, 0.4]); // all that orders does not know
  });

  it('is believed where Square cannot be asked: not taken; it is unmatched then', async () => {
    const attempt = await begin();
    const { attempt_id, cents } = attempt;
    beSilent();
    cards.present(attempt);
    assert.equal((await say(attempt, 'not_taken')).status, 'declined');
    await until('it is free', async () => !(await orderOf(attempt)).pending_attempt_id);
    assert.equal((await cards.till.pay({ id: attempt.order_id }, 10)).status, 'closed');
    await cards.restart();
    await until('it is alarmed', () => cards.alarm(`unmatched_${attempt_id}`));
    assert.equal((await cards.ask('get_attempt', { attempt_id })).unmatched, cents / 100);
    assert.deepEqual(outcomes(attempt), ['declined']);
    await say(attempt, 'not_taken');
    const given = () => cards.square.ledger.refunded(attempt_id);
    await until('it is given back', () => given() === cents);
  });

  it('may name the payment, and it must be the attempt’s own', async () => {
    const [attempt, other] = [await begin(), await begin()];
    const used = cards.present(other);
    await say(other, 'taken', { square_payment_id: used });
    assert.deepEqual(outcomes(other), ['approved']);
    const foreign = cards.present({ ...attempt, attempt_id: 'somebody else' });
    for (const [square_payment_id, code] of [
      [foreign, 'PAYMENT_MISMATCH'],
      [used, 'PAYMENT_USED'],
    ] as const) {
      await refusal(say(attempt, 'taken', { square_payment_id }), code);
    }
    assert.deepEqual(outcomes(attempt), []);
    const square_payment_id = cards.present(attempt, { amount: 1 });
    await refusal(say(attempt, 'taken', { square_payment_id }), 'AMOUNT_MISMATCH');
    assert.deepEqual(outcomes(attempt), ['declined']);
  });

  it('is about an attempt that there is, with a reason', async () => {
    const word = { attempt_id: 'nobody', outcome: 'taken', reason: 'x' };
    await cards.refused('resolve_attempt', word, 'ATTEMPT_NOT_FOUND');
    const { attempt_id } = await begin();
    const without = { attempt_id, outcome: 'taken' };
    await cards.refused('resolve_attempt', without, 'VALIDATION_FAILED', 'reason');
    const odd = { attempt_id, outcome: 'perhaps', reason: 'x' };
    await cards.refused('resolve_attempt', odd, 'VALIDATION_FAILED', 'outcome');
  });
});
