import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { refusal } from '../support/refusal.ts';
import { until } from '../support/until.ts';
import { openRefundHouse, type RefundHouse } from './refund-house.ts';

let cards: RefundHouse;
before(async () => {
  cards = await openRefundHouse();
  cards.square.control.settings({ list_lag_ms: 0, refund_reads: 1 });
  // a reader is not waited for while the SDK is loaded
  await until('Square is known', async () => {
    return (await cards.ask('connection_status', { refresh: true })).status === 'connected';
  });
});
after(() => cards.close());

interface Found {
  /** The order. */
  id: number;
  attempt_id: string;
  payment_id: string;
  cents: number;
}
const TIP = 20;

/** A reader took a dollar less than it was asked for: no order accounts for that. */
async function found(more: object = {}): Promise<Found> {
  const { id } = await cards.soup();
  const attempt = await cards.begin({ id });
  const { attempt_id } = attempt;
  const wrong = { amount: attempt.cents - 100, tip: TIP, ...more };
  const payment_id = cards.present(attempt, wrong);
  const said = { order_id: id, attempt_id, payment_id };
  await refusal(cards.ask('charge', said), 'AMOUNT_MISMATCH');
  await until('it is alarmed', () => cards.alarm(`unmatched_${attempt_id}`));
  return { id, attempt_id, payment_id, cents: wrong.amount + TIP };
}
const say = ({ attempt_id }: Found, outcome: 'taken' | 'not_taken') =>
  cards.ask('resolve_attempt', { attempt_id, outcome, reason: 'wrong sum' });
const given = ({ attempt_id }: Found) => cards.square.ledger.refunded(attempt_id);
const see = ({ attempt_id }: Found) => cards.ask('get_attempt', { attempt_id });
const alarmOf = ({ attempt_id }: Found) => cards.alarm(`unmatched_${attempt_id}`);
const keysOf = (one: Found) =>
  new Set(cards.sentFor(one).map(({ idempotency_key }) => idempotency_key));
/** Square has said the last word, at the next look, which is the next start. */
async function ended(one: Found): Promise<void> {
  await cards.restart();
  await cards.ended(one);
}

describe('money that an admin gives back', { timeout: 300_000 }, () => {
  it('is a refund like any other, which orders never hears of', async () => {
    const one = await found();
    assert.equal((await say(one, 'not_taken')).unmatched, 0);
    await until('the alarm is over', async () => !(await alarmOf(one)));
    await cards.isPending(one);
    await cards.ended(one); // 5 s later
    const { id: order_id, payment_id: square_payment_id, cents } = one;
    const [told] = await cards.onTheWay(one);
    assert.deepEqual(
      [told?.refund_id, told?.payment_id, told?.order_id, told?.square_payment_id],
      [null, null, order_id, square_payment_id],
    );
    assert.deepEqual([told?.status, told?.amount], ['completed', cents / 100]);
    assert.deepEqual([given(one), cards.sentFor(one).length], [cents, 1]);
    assert.equal(cards.announced('unmatched_settled', one)[0]?.outcome, 'given_back');
    assert.deepEqual(cards.announced('card_refund_settled', one), []);
    const order = await cards.till.see(order_id);
    assert.deepEqual([order.status, order.refunds, order.amount_paid], ['open', [], 0]);
  });

  it('is given back though Square cannot be asked just then', async () => {
    const one = await found();
    cards.square.control.fault({ endpoint: '*', how: 'status', status: 503, times: 50 });
    assert.equal((await say(one, 'not_taken')).unmatched, 0);
    await until('it was refused', async () => (await cards.onTheWay(one))[0]?.code);
    assert.equal((await cards.onTheWay(one))[0]?.status, 'requested');
    cards.square.control.clear_faults();
    await ended(one);
    assert.equal(given(one), one.cents);
  });

  for (const status of ['FAILED', 'REJECTED'] as const) {
    it(`and that Square has ${status} is open again, with its alarm`, async () => {
      const one = await found();
      cards.square.control.plan_refund({ status });
      await say(one, 'not_taken');
      await cards.isPending(one);
      await ended(one);
      assert.equal((await cards.onTheWay(one))[0]?.code, status);
      await until('it is alarmed again', () => alarmOf(one));
      const words = new RegExp(
        `order ${one.id} .* will not give it back \\(${status}\\): an admin`,
      );
      assert.match((await alarmOf(one))!.detail, words);
      assert.equal((await see(one)).unmatched, one.cents / 100);
      assert.equal(cards.announced('payment_unmatched', one).length, 2);
      await cards.restart();
      assert.deepEqual(await cards.states(one), [['failed', one.cents / 100]]);
      assert.match((await alarmOf(one))!.detail, words);

      const again = status === 'REJECTED' ? 'not_taken' : 'taken';
      assert.equal((await say(one, again)).unmatched, 0);
      await until('the alarm is over', async () => !(await alarmOf(one)));
      if (again === 'not_taken') await ended(one);
      const [cents, times] = again === 'not_taken' ? [one.cents, 2] : [0, 1];
      assert.deepEqual([given(one), keysOf(one).size], [cents, times]);
    });
  }

  it('and that Square refuses at once is open again as well', async () => {
    const one = await found({ refund_requires_card_presence: true });
    await say(one, 'not_taken');
    await cards.ended(one);
    assert.equal((await cards.onTheWay(one))[0]?.code, 'CARD_PRESENCE_REQUIRED');
    await until('it is alarmed again', () => alarmOf(one));
    assert.equal((await say(one, 'taken')).unmatched, 0);
  });

  it('is what is left where a part was given back at Square, and nothing after all', async () => {
    const [part, all] = [await found(), await found()];
    const { dashboard_refund } = cards.square.control;
    dashboard_refund({ payment_id: part.payment_id, amount: 50 });
    dashboard_refund({ payment_id: all.payment_id, amount: all.cents });
    for (const one of [part, all]) {
      await say(one, 'not_taken');
      await until('it is on its way', async () => {
        return !['requested', undefined].includes((await cards.onTheWay(one))[0]?.status);
      });
      await ended(one);
      assert.deepEqual(await cards.states(one), [['completed', one.cents / 100]]);
      assert.equal(given(one), one.cents);
    }
    assert.deepEqual([cards.sentFor(part).length, cards.sentFor(all).length], [1, 0]);
  });
});

describe('money that an admin gives back goes back once', { timeout: 300_000 }, () => {
  it('though two admins say so at the same time', async () => {
    const one = await found();
    const said = await Promise.allSettled([say(one, 'not_taken'), say(one, 'not_taken')]);
    assert.deepEqual(said.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
    await cards.isPending(one);
    await ended(one);
    assert.deepEqual([given(one), (await cards.onTheWay(one)).length], [one.cents, 1]);
    assert.equal(cards.announced('unmatched_settled', one).length, 1);
    await refusal(say(one, 'not_taken'), 'ATTEMPT_SETTLED');
  });

  for (const how of ['answer_lost', 'request_lost', 'html', 'empty'] as const) {
    it(`though the first request ended so: ${how}`, async () => {
      const one = await found();
      cards.square.control.fault({ endpoint: 'RefundPayment', how });
      await say(one, 'not_taken');
      await cards.isSent(one);
      await ended(one);
      assert.deepEqual([given(one), keysOf(one).size], [one.cents, 1]);
    });
  }

  for (const endpoint of ['GetPayment', 'RefundPayment', 'GetPaymentRefund']) {
    it(`though payments dies while ${endpoint} is answered`, async () => {
      const one = await found();
      const { control } = cards.square;
      const asked = () => cards.square.requests().filter((sent) => sent.endpoint === endpoint);
      const stall = () => control.fault({ endpoint, how: 'stalled_body' });
      const isLast = endpoint === 'GetPaymentRefund';
      let earlier = asked().length;
      if (!isLast) stall();
      await say(one, 'not_taken');
      if (isLast) {
        await cards.isPending(one);
        await cards.restart(() => {
          earlier = asked().length;
          stall();
        });
      }
      await until(`${endpoint} has come`, () => asked().length > earlier);
      await cards.restart(() => control.clear_faults());
      await cards.ended(one);
      assert.deepEqual([given(one), (await see(one)).unmatched], [one.cents, 0]);
      assert.deepEqual([keysOf(one).size, (await cards.onTheWay(one)).length], [1, 1]);
    });
  }
});
