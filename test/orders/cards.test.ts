import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type House, openHouse } from '../support/house.ts';
import { openTill, type Till } from '../support/till.ts';
import { until } from '../support/until.ts';
import { openPaymentsStandIn, type PaymentsStandIn } from './payments-stand-in.ts';

let house: House;
let till: Till;
let square: PaymentsStandIn;

before(async () => {
  house = await openHouse(['catalog', 'staff', 'orders']);
  till = await openTill(house);
  square = openPaymentsStandIn(house);
});
after(async () => {
  await square.end();
  await house.close();
});

const SOUP = 'Tomato soup'; // 7.56 with its tax
const card = (order: { id: number }, more: object = {}) => ({
  order_id: order.id,
  method: 'card',
  source_id: 'cnon:ok',
  ...more,
});
const taken = async (order: { id: number }) =>
  (await till.see(order.id)).payments.map(({ status }) => status);

describe('a card that pays', { timeout: 300_000 }, () => {
  it('closes the order with what payments says of it', async () => {
    square.say('approved');
    const order = await till.create([SOUP]);
    const { output } = await till.ask('close_order', card(order, { tip: 1 }));
    const [payment] = output.payments;
    assert.deepEqual([output.status, output.payment_method, output.tip], ['closed', 'card', 1]);
    assert.deepEqual(
      [payment?.status, payment?.last4, payment?.amount],
      ['completed', '1111', 7.56],
    );
    const asked = square.charges.at(-1);
    assert.deepEqual([asked?.amount, asked?.tip, asked?.source_id], [756, 100, 'cnon:ok']);
    const again = { order_id: order.id, method: 'card', payment_id: payment?.square_payment_id };
    assert.equal((await till.ask('close_order', again)).output.status, 'closed');
    assert.equal((await taken(order)).length, 1);
  });

  it('may pay a part, and cash the rest, in one go', async () => {
    square.say('approved');
    const order = await till.create([SOUP]);
    const payments = [
      { method: 'cash', amount: 2.56, cash_tendered: 5 },
      { method: 'card', source_id: 'cnon:ok' },
    ];
    const { output } = await till.ask('close_order', { order_id: order.id, payments });
    const { status, payment_method, change_due } = output;
    assert.deepEqual([status, payment_method, change_due], ['closed', 'mixed', 2.44]);
  });

  it('counts once, though the answer and the event both tell of it', async () => {
    square.say('approved');
    const order = await till.create([SOUP]);
    await till.ask('add_payment', card(order, { amount: 5 }));
    await square.announce(square.charges.at(-1)!, 'approved');
    await square.announce(square.charges.at(-1)!, 'declined');
    const marker = await till.create([SOUP]); // what orders hears after both
    square.say('never');
    const asked = till.ask('add_payment', card(marker));
    asked.catch(() => undefined);
    await until('it is asked', () => square.charges.at(-1)?.order_id === marker.id);
    await square.announce(square.charges.at(-1)!, 'approved');
    await until(
      'the event has closed it',
      async () => (await till.see(marker.id)).status === 'closed',
    );
    const { amount_paid, balance_due } = await till.see(order.id);
    assert.deepEqual([amount_paid, balance_due], [5, 2.56]);
    assert.deepEqual(await taken(order), ['completed']);
  });

  it('is asked for under one key by two connections, and charged once', async () => {
    square.say('approved');
    const order = await till.create([SOUP]);
    const asks = square.charges.length;
    const both = [1, 2].map(() => till.ask('close_order', card(order), { key: 'tapped twice' }));
    const [one, two] = await Promise.all(both);
    assert.deepEqual(one?.output, two?.output);
    assert.equal(square.charges.length, asks + 1);
  });
});

describe('a card that does not pay', { timeout: 300_000 }, () => {
  it('leaves the order open and free, with the reason', async () => {
    square.say('declined');
    const order = await till.create([SOUP]);
    await assert.rejects(till.ask('add_payment', card(order)), (error: Error) => {
      assert.deepEqual(
        [error.message, (error as unknown as { info: object }).info],
        ['The card was declined.', { order_id: order.id, square_code: 'INSUFFICIENT_FUNDS' }],
      );
      return true;
    });
    assert.deepEqual(await taken(order), ['failed']);
    assert.equal((await till.pay(order, 10)).status, 'closed');
  });

  it('stops a row of payments, and those before it stand', async () => {
    square.say('declined');
    const order = await till.create([SOUP]);
    const payments = [
      { method: 'cash', amount: 2.56, cash_tendered: 5 },
      { method: 'card', source_id: 'cnon:no' },
      { method: 'cash', cash_tendered: 10 },
    ];
    const asked = till.ask('close_order', { order_id: order.id, payments });
    await assert.rejects(asked, { code: 'CARD_DECLINED' });
    const { status, balance_due } = await till.see(order.id);
    assert.deepEqual(
      [status, balance_due, await taken(order)],
      ['open', 5, ['completed', 'failed']],
    );
  });
});

describe('a card of which nobody knows', { timeout: 300_000 }, () => {
  it('locks the order until payments has found out', async () => {
    square.say('unknown');
    const order = await till.create([SOUP]);
    await assert.rejects(till.ask('add_payment', card(order)), { code: 'PAYMENT_UNKNOWN' });
    const cash = { order_id: order.id, method: 'cash', cash_tendered: 10 };
    const soup = { order_id: order.id, item_id: till.idOf(SOUP), quantity: 1 };
    for (const [name, input] of [
      ['add_payment', card(order)],
      ['add_payment', cash],
      ['close_order', cash],
      ['add_item', soup],
      ['void_order', { order_id: order.id }],
    ] as const) {
      await till.refused(name, input, 'PAYMENT_UNKNOWN');
    }
    await square.announce(square.charges.at(-1)!, 'approved');
    await until('it is closed', async () => (await till.see(order.id)).status === 'closed');
    assert.deepEqual(await taken(order), ['completed']);
  });

  for (const code of ['OUTCOME_UNKNOWN', 'STORAGE_UNAVAILABLE', 'PAYMENT_UNKNOWN'] as const) {
    it(`because payments says ${code}, or nothing, is not charged again either`, async () => {
      square.say(code);
      const order = await till.create([SOUP]);
      await assert.rejects(till.ask('add_payment', card(order)), { code: 'PAYMENT_UNKNOWN' });
      const asks = square.charges.length;
      await till.refused('add_payment', card(order), 'PAYMENT_UNKNOWN');
      assert.deepEqual([square.charges.length, await taken(order)], [asks, ['pending']]);
      assert.ok((await till.see(order.id)).pending_attempt_id);
    });
  }

  it('is asked about again after a restart of orders, under the same key', async () => {
    square.say('never');
    const order = await till.create([SOUP]);
    const asked = till.ask('close_order', card(order), { key: 'cut off' });
    asked.catch(() => undefined);
    const asks = () => square.charges.filter(({ order_id }) => order_id === order.id);
    await until('it is asked', () => asks().length === 1);
    await house.kill('orders');
    await house.start('orders');
    await square.announce(asks()[0]!, 'approved');
    await until('it is closed', async () => (await till.see(order.id)).status === 'closed');
    assert.equal(asks().length, 1, 'payments joined the question to the first one');
    assert.deepEqual(await taken(order), ['completed']);
  });
});
