import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Entry } from '#shared/contracts/service.ts';
import { type House, openHouse } from '../support/house.ts';
import { openTill, type Till, type ToldOrder } from '../support/till.ts';
import { until } from '../support/until.ts';

let house: House;
let till: Till;

before(async () => {
  house = await openHouse(['catalog', 'staff', 'payments', 'orders']);
  till = await openTill(house);
});
after(() => house.close());

const [SOUP, WINGS] = ['Tomato soup', 'Chicken wings']; // 7.56 and 12.42 with their tax
const pay = async (order: { id: number }, amount: number | undefined, more: object = {}) =>
  (
    await till.ask('add_payment', {
      order_id: order.id,
      method: 'cash',
      amount,
      cash_tendered: 100,
      ...more,
    })
  ).output;
const state = ({ status, amount_paid, balance_due }: ToldOrder) => [
  status,
  amount_paid,
  balance_due,
];

describe('guests who share an order', () => {
  it('pay a part each, with tips; the last one closes it', async () => {
    const order = await till.create([SOUP, WINGS]);
    const one = await pay(order, 5, { cash_tendered: 10, tip: 1 });
    assert.deepEqual([...state(one), one.change_due, one.tip], ['open', 5, 14.98, 4, 1]);
    const two = await pay(order, undefined, { cash_tendered: 20, tip: 2 });
    assert.deepEqual([...state(two), two.change_due], ['closed', 19.98, 0, 3.02]);
    assert.deepEqual([two.tip, two.grand_total, two.payment_method], [3, 22.98, 'cash']);
    assert.ok(two.business_day);
  });

  it('pay at once, in order, with the change of all', async () => {
    const order = await till.create([SOUP, WINGS]);
    const payments = [
      { method: 'cash', amount: 10, cash_tendered: 20 },
      { method: 'cash', cash_tendered: 10 },
    ];
    const shown = house.heard<{ data: { state: string; change_due: number } }>(
      'pos/now/cart/main',
      ({ data }) => data.state === 'complete' && data.change_due !== 3.02,
    );
    const { output } = await till.ask('close_order', { order_id: order.id, payments });
    assert.equal((await shown).data.change_due, 10.02);
    assert.deepEqual(
      [output.status, output.change_due, output.payments.length],
      ['closed', 10.02, 2],
    );
  });

  it('pay not more than is due, and not with less than they name', async () => {
    const order = await till.create([SOUP]);
    const input = { order_id: order.id, method: 'cash', amount: 7.57, cash_tendered: 10 };
    const { info } = await till.refused('add_payment', input, 'AMOUNT_EXCEEDS_BALANCE', 'amount');
    assert.equal(info.balance_due, 7.56);
    const less = { ...input, amount: 5, cash_tendered: 4.99 };
    await till.refused('add_payment', less, 'TENDER_TOO_SMALL', 'cash_tendered');
    const both = { order_id: order.id, method: 'cash', payments: [{ method: 'cash' }] };
    await till.refused('close_order', both, 'VALIDATION_FAILED', 'payments');
    await till.refused('close_order', { order_id: order.id }, 'VALIDATION_FAILED', 'method');
  });

  it('leave the order as it is once money is on it: nothing below what was paid', async () => {
    const order = await till.create([SOUP, WINGS]);
    await pay(order, 15);
    const [soup, wings] = order.items;
    const line = { order_id: order.id, order_item_id: wings?.id };
    await till.refused('remove_item', line, 'ORDER_HAS_PAYMENTS');
    const ten = { order_id: order.id, discount_id: till.idOf('$5 off') };
    await till.refused('add_discount', ten, 'ORDER_HAS_PAYMENTS');
    const split = { order_id: order.id, items: [{ order_item_id: soup?.id }] };
    await till.refused('split_order', split, 'ORDER_HAS_PAYMENTS');
    await till.refused('comp_order', { order_id: order.id, reason: 'x' }, 'ORDER_HAS_PAYMENTS');
    assert.equal((await till.add(order, SOUP)).balance_due, 12.54);
  });

  it('get a payment back while the order is open, and not after it', async () => {
    const order = await till.create([SOUP]);
    const [payment] = (await pay(order, 5)).payments;
    const { output } = await till.ask('give_back_payment', { payment_id: payment?.id });
    assert.deepEqual(state(output), ['open', 0, 7.56]);
    assert.equal(output.payments[0]?.status, 'given_back');
    await till.refused('give_back_payment', { payment_id: payment?.id }, 'PAYMENT_NOT_FOUND');
    const closed = await pay(order, undefined);
    const late = { payment_id: closed.payments.at(-1)?.id };
    await till.refused('give_back_payment', late, 'ORDER_CLOSED');
    await till.refused('give_back_payment', { payment_id: 99_999 }, 'PAYMENT_NOT_FOUND');
  });

  it('pay in cash while every other service is down', async () => {
    const order = await till.create([SOUP]);
    for (const service of ['catalog', 'staff', 'payments']) await house.kill(service);
    assert.equal((await pay(order, undefined)).status, 'closed');
    for (const service of ['catalog', 'staff', 'payments']) await house.start(service);
  });
});

describe('a card', () => {
  const card = (order: { id: number }) => ({
    order_id: order.id,
    method: 'card',
    source_id: 'cnon:card-nonce-ok',
  });

  it('that nobody can take leaves the order free, and is told of', async () => {
    const order = await till.create([SOUP]);
    await assert.rejects(till.ask('add_payment', card(order)), { code: 'CARD_NOT_CONFIGURED' });
    const now = await till.see(order.id);
    assert.deepEqual([...state(now), now.payments[0]?.status], ['open', 0, 7.56, 'failed']);
    assert.equal((await pay(now, undefined)).status, 'closed');
  });

  it('locks the order with its amount fixed, until somebody knows what became of it', async () => {
    const order = await till.create([SOUP]);
    await house.kill('payments');
    const failed = house.heard<Entry>('pos/orders/did/tender_failed');
    const asked = till.ask('add_payment', card(order), { key: 'tap' });
    asked.catch(() => undefined);
    await until('it is begun', async () => (await till.see(order.id)).payments.length === 1);
    for (const [name, input] of [
      ['add_item', { order_id: order.id, item_id: till.idOf(SOUP), quantity: 1 }],
      ['add_payment', { order_id: order.id, method: 'cash', cash_tendered: 10 }],
      ['add_payment', card(order)],
      ['void_order', { order_id: order.id }],
    ] as const) {
      await till.refused(name, input, 'PAYMENT_PENDING');
    }
    await house.kill('orders'); // it goes on from its file, by itself
    await house.start('orders');
    await house.start('payments');
    assert.equal((await failed).type, 'tender_failed');
    const { payments } = await till.see(order.id);
    assert.deepEqual(
      payments.map(({ status }) => status),
      ['failed'],
    );
  });
});

describe('a paid order', () => {
  it('is refunded in part and then in full, in cash, with its reason', async () => {
    const order = await till.create([SOUP, WINGS]);
    const paid = await till.pay(order, 20);
    const [soup] = paid.items;
    const line = { items: [{ order_item_id: soup?.id, quantity: 1 }], reason: 'cold soup' };
    const { output: part } = await till.ask('refund_order', { order_id: order.id, ...line });
    assert.deepEqual([part.status, part.amount_refunded], ['partially_refunded', 7.56]);
    const [refund] = part.refunds;
    assert.deepEqual([refund?.net, refund?.tax, refund?.reason], [7, 0.56, 'cold soup']);
    assert.equal(part.items[0]?.refunded_quantity, 1);
    const all = { order_id: order.id, reason: 'all of it' };
    const { output: whole } = await till.ask('refund_order', all);
    assert.deepEqual([whole.status, whole.amount_refunded], ['refunded', 19.98]);
    assert.ok(whole.refunded_at);
    await till.refused('refund_order', all, 'ORDER_NOT_PAID');
  });

  it('is not refunded before it is paid', async () => {
    const order = await till.create([SOUP]);
    await till.refused('refund_order', { order_id: order.id, reason: 'x' }, 'ORDER_NOT_PAID');
    await till.refused('refund_order', { order_id: 99_999, reason: 'x' }, 'ORDER_NOT_FOUND');
  });

  it('is refunded once, however often the same refund is asked for', async () => {
    const order = await till.create([SOUP]);
    await till.pay(order);
    const wanted = { order_id: order.id, amount: 1, reason: 'late' };
    const [one, two] = await Promise.all(
      [1, 2].map(() => till.ask('refund_order', wanted, { key: 'one refund' })),
    );
    assert.deepEqual(one?.output, two?.output);
    assert.equal((await till.see(order.id)).amount_refunded, 1);
  });
});
