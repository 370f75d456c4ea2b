import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { cents } from '#shared/contracts/money.ts';
import { type House, openHouse } from '../support/house.ts';
import { listen, openTill, type Till, type ToldOrder } from '../support/till.ts';
import { until } from '../support/until.ts';
import { openPaymentsStandIn, type PaymentsStandIn } from './payments-stand-in.ts';

let house: House;
let till: Till;
let square: PaymentsStandIn;
let news: ReturnType<typeof listen>;

before(async () => {
  house = await openHouse(['catalog', 'staff', 'orders']);
  till = await openTill(house);
  square = openPaymentsStandIn(house);
  square.say('approved');
  news = listen(house);
});
after(async () => {
  await square.end();
  await house.close();
});

const [SOUP, WINGS] = ['Tomato soup', 'Chicken wings']; // 7.56 and 12.42 with their tax
const card = (amount?: number) => ({ method: 'card', source_id: 'cnon:ok', amount });
const told = (type: string, order: { id: number }) =>
  news.heard
    .filter((one) => one.type === type)
    .map(({ body }) => body as Record<string, unknown>)
    .filter(({ order_id }) => order_id === order.id);

async function paidBy(payments: object[], names = [SOUP, WINGS]): Promise<ToldOrder> {
  const order = await till.create(names);
  return (await till.ask('close_order', { order_id: order.id, payments })).output;
}
async function refunded(order: { id: number }, more: object = {}): Promise<ToldOrder> {
  const wanted = { order_id: order.id, reason: 'cold', ...more };
  return (await till.ask('refund_order', wanted)).output;
}
/** Square says that it will not do it; answers the order when it knows, or a later order does. */
async function failed(order: ToldOrder, refund_id: number | null, payment_id: number) {
  const sums = { amount: cents(1), outcome: 'failed' as const, code: 'REFUND_DECLINED' };
  await square.tell('card_refund_settled', { refund_id, payment_id, order_id: order.id, ...sums });
  await caughtUp();
  return till.see(order.id);
}
/** Payments' journal is followed in turn: what a tender's event has done, those before it have. */
async function caughtUp(): Promise<void> {
  const { id: order_id } = await till.create([SOUP]);
  const attempt_id = randomUUID();
  const { output } = await till.ask('begin_tender', { order_id, attempt_id });
  const ended = { ...output, tender_id: output.id, attempt_id, amount: cents(756) };
  await square.announce({ ...ended, card_fee: cents(0), tip: cents(0) }, 'declined');
  await until('it is heard', async () => !(await till.see(order_id)).pending_attempt_id);
}
const sums = (one: ToldOrder['refunds'][number] | undefined) => [
  one?.amount,
  one?.net,
  one?.tax,
  one?.payments.map(({ payment_id, amount }) => [payment_id, amount]),
];

describe('a refund to a card', { timeout: 300_000 }, () => {
  it('counts when it is asked for, the newest card first, then cash', async () => {
    const order = await paidBy([
      { method: 'cash', amount: 5, cash_tendered: 5 },
      card(5),
      { ...card(), tip: 2 },
    ]);
    const [cash, one, two] = order.payments;
    const now = await refunded(order, { amount: 16 });
    assert.deepEqual([now.status, now.amount_refunded], ['partially_refunded', 16]);
    assert.deepEqual(
      now.refunds[0]?.payments.map((part) => [part.payment_id, part.method, part.amount, part.tip]),
      [
        [two?.id, 'card', 9.98, 0],
        [one?.id, 'card', 5, 0],
        [cash?.id, 'cash', 1.02, 0],
      ],
    );
    await till.refused('refund_order', { order_id: order.id, amount: 3.99, reason: 'x' }, ...MORE);
  });

  it('that Square will not make is undone, and the order is what it was', async () => {
    const order = await paidBy([{ ...card(), tip: 2 }]);
    const [payment] = order.payments;
    const made = await refunded(order, { include_tip: true });
    assert.deepEqual([made.status, made.refunds[0]?.tip], ['refunded', 2]);
    const now = await failed(order, made.refunds[0]!.id, payment!.id);
    const [refund, reversal] = now.refunds;
    assert.deepEqual([now.status, now.amount_refunded, now.refunded_at], ['closed', 0, null]);
    assert.deepEqual(sums(reversal), [-19.98, -18.5, -1.48, [[payment?.id, -19.98]]]);
    assert.deepEqual([reversal?.reverses, reversal?.tip], [refund?.id, -2]);
    assert.equal(reversal?.reason, 'Square did not give it back: REFUND_DECLINED');
    assert.deepEqual(
      now.items.map(({ refunded_quantity }) => refunded_quantity),
      [0, 0],
    );
    const announced = told('refund_made', order).map(({ amount, status }) => [amount, status]);
    assert.deepEqual(announced, [
      [19.98, 'refunded'],
      [-19.98, 'closed'],
    ]);
    const { output } = await till.ask('order_history', { order_id: order.id });
    assert.match(output.history.at(-1)!.text, /counts 19.98 and a tip of 2.00 as paid again/);
    const again = await refunded(order, { include_tip: true });
    assert.deepEqual([again.status, again.amount_refunded], ['refunded', 19.98]);
  });

  it('is undone once, whatever is told twice, and not when it was made', async () => {
    const order = await paidBy([card(5), card()]);
    const [one, two] = order.payments;
    const made = await refunded(order);
    const { id } = made.refunds[0]!;
    await failed(order, id, one!.id);
    const now = await failed(order, id, one!.id);
    assert.deepEqual([now.status, now.refunds.length], ['partially_refunded', 2]);
    assert.deepEqual(sums(now.refunds[1])[3], [[one?.id, -5]]);
    const done = { refund_id: id, payment_id: two!.id, order_id: order.id, amount: cents(1498) };
    await square.tell('card_refund_settled', { ...done, outcome: 'completed', code: null });
    for (const strange of [
      { ...done, refund_id: 99_999 },
      { ...done, payment_id: 99_999 },
      { ...done, refund_id: null },
      { ...done, order_id: 99_999 },
    ]) {
      await square.tell('card_refund_settled', { ...strange, outcome: 'failed', code: 'X' });
    }
    await caughtUp();
    assert.deepEqual(await till.see(order.id), now);
    assert.equal(told('refund_made', order).length, 2);
  });
});

const MORE = ['REFUND_TOO_LARGE', 'amount'] as const;

describe('a card of an order that is still open', { timeout: 300_000 }, () => {
  it('is given back, and counts as given back whatever Square says then', async () => {
    const order = await till.create([SOUP]);
    const paid = await till.ask('add_payment', { order_id: order.id, ...card(5) });
    const [payment] = paid.output.payments;
    const { output } = await till.ask('give_back_payment', { payment_id: payment?.id });
    assert.deepEqual([output.balance_due, output.payments[0]?.status], [7.56, 'given_back']);
    assert.equal(told('payment_given_back', order)[0]?.square_payment_id, `square-${payment?.id}`);
    const now = await failed(output, null, payment!.id);
    assert.deepEqual([now.balance_due, now.payments[0]?.status], [7.56, 'given_back']);
  });
});

describe('a tip that was changed before Square settled it', { timeout: 300_000 }, () => {
  const change = (order: ToldOrder, tip: number, tip_before: number, payment_id?: number) =>
    square.tell('card_tip_changed', {
      payment_id: payment_id ?? order.payments[0]!.id,
      order_id: order.id,
      tip: cents(tip),
      tip_before: cents(tip_before),
    });

  it('is on the payment and the order, which may be closed, and not in its total', async () => {
    const order = await paidBy([{ ...card(), tip: 1 }]);
    await change(order, 350, 100);
    await until('it is heard', async () => (await till.see(order.id)).tip === 3.5);
    const now = await till.see(order.id);
    assert.deepEqual([now.total, now.grand_total, now.payments[0]?.tip], [19.98, 23.48, 3.5]);
    assert.equal(now.version, order.version + 1);
    const { business_day, staff_id } = order;
    assert.deepEqual(told('tip_adjusted', order)[0], {
      order_id: order.id,
      payment_id: order.payments[0]?.id,
      tip: 3.5,
      tip_before: 1,
      staff_id,
      business_day,
    });
    const { output } = await till.ask('order_history', { order_id: order.id });
    assert.match(output.history.at(-1)!.text, /changed the tip from 1.00 to 3.50/);
    assert.equal((await refunded(order, { include_tip: true })).refunds[0]?.tip, 3.5);
  });

  it('is not changed by old news, nor on a payment of another order or given back', async () => {
    const order = await paidBy([{ ...card(), tip: 1 }]);
    const other = await paidBy([card()]);
    const open = await till.create([SOUP]);
    const { output: part } = await till.ask('add_payment', { order_id: open.id, ...card(5) });
    const { output: given } = await till.ask('give_back_payment', {
      payment_id: part.payments[0]?.id,
    });
    await change(order, 300, 200);
    await change(order, 300, 0, other.payments[0]?.id);
    await change(given, 300, 0);
    await caughtUp();
    for (const one of [order, other]) assert.equal((await till.see(one.id)).version, one.version);
    assert.deepEqual(await till.see(open.id), given);
    assert.equal(told('tip_adjusted', order).length, 0);
  });
});
