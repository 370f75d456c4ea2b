import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { businessDay } from '#shared/business-day.ts';
import { type House, openHouse } from '../support/house.ts';
import { openTill, type Till, type ToldOrder } from '../support/till.ts';

let house: House;
let till: Till;
let today: string;
const named = new Map<string, number>();

/** An evening: two open orders, one of them aside; three paid, one of them refunded; one voided. */
before(async () => {
  house = await openHouse(['catalog', 'staff', 'orders']);
  till = await openTill(house);
  today = businessDay(new Date().toISOString(), 'America/New_York', '04:00');
  const keep = (name: string, { id }: ToldOrder) => named.set(name, id);
  keep('open', await till.create(['Tomato soup'], { customer_name: 'Rosa Díaz' }));
  const aside = await till.create(['Espresso'], { note: 'by the window' }, { till: 'bar' });
  keep('aside', (await till.ask('hold_order', { order_id: aside.id, held: true })).output);
  keep('paid', await till.create(['Crème brûlée'], { customer_name: 'Zoë' }));
  keep(
    'bens',
    await till.create(['Tomato soup', 'Crème brûlée'], { staff_id: 2 }, { till: 'bar' }),
  );
  keep('refunded', await till.create(['Draft lager']));
  for (const name of ['paid', 'bens', 'refunded']) await till.pay({ id: idOf(name) });
  const all = { order_id: idOf('refunded'), reason: 'flat' };
  await till.ask('refund_order', all);
  keep('voided', await till.create(['Affogato']));
  await till.ask('void_order', { order_id: idOf('voided') });
});
after(() => house.close());

const idOf = (name: string) => named.get(name) as number;
const find = async (wanted: object) => {
  const { output } = await till.ask('list_orders', wanted);
  return output.orders.map(({ id }) => [...named].find(([, known]) => known === id)?.[0]);
};

describe('orders are found', () => {
  it('newest first, a page at a time', async () => {
    const all = ['voided', 'refunded', 'bens', 'paid', 'aside', 'open'];
    assert.deepEqual(await find({}), all);
    const page = (await till.ask('list_orders', { limit: 4 })).output;
    assert.equal(page.next_cursor, idOf('paid'));
    assert.deepEqual(await find({ limit: 4, cursor: page.next_cursor }), ['aside', 'open']);
    assert.equal((await till.ask('list_orders', { limit: 6 })).output.next_cursor, undefined);
  });

  it('by status, waiter, till, number, method, total and whether they are aside', async () => {
    assert.deepEqual(await find({ status: 'open' }), ['aside', 'open']);
    assert.deepEqual(await find({ status: 'closed' }), ['bens', 'paid']);
    assert.deepEqual(await find({ status: 'refunded' }), ['refunded']);
    assert.deepEqual(await find({ status: 'voided' }), ['voided']);
    assert.deepEqual(await find({ held: true }), ['aside']);
    assert.deepEqual(await find({ staff_id: 2 }), ['bens']);
    assert.deepEqual(await find({ till: 'bar' }), ['bens', 'aside']);
    const { order_number, total } = await till.see(idOf('paid'));
    assert.deepEqual(await find({ order_number }), ['paid']);
    assert.deepEqual(await find({ total }), ['paid']);
    assert.deepEqual(await find({ payment_method: 'cash' }), ['refunded', 'bens', 'paid']);
    assert.deepEqual(await find({ payment_method: 'cash', till: 'bar', staff_id: 2 }), ['bens']);
    assert.deepEqual(await find({ payment_method: 'card' }), []);
  });

  it('by words of their items, guests and notes, with and without accents', async () => {
    assert.deepEqual(await find({ q: 'soup' }), ['bens', 'open']);
    assert.deepEqual(await find({ q: 'creme brulee' }), ['bens', 'paid']);
    assert.deepEqual(await find({ q: 'Brûlée zoe' }), ['paid']);
    assert.deepEqual(await find({ q: 'rosa' }), ['open']);
    assert.deepEqual(await find({ q: 'window' }), ['aside']);
    assert.deepEqual(await find({ q: 'sou"p OR' }), []);
    assert.deepEqual(await find({ q: '***' }), []);
  });

  it('by business days, both included; open ones by the day they were created on', async () => {
    assert.equal((await find({ start: today, end: today })).length, 6);
    assert.deepEqual(await find({ end: '2020-01-01' }), []);
    assert.deepEqual(await find({ start: '2999-01-01' }), []);
    assert.deepEqual(await find({ start: today, q: 'lager' }), ['refunded']);
  });

  it('not by what is no day, no number or no order', async () => {
    await till.refused('list_orders', { start: '2026-02-30' }, 'VALIDATION_FAILED', 'start');
    await till.refused('list_orders', { order_number: 100 }, 'VALIDATION_FAILED', 'order_number');
    await till.refused('get_order', { order_id: 99_999 }, 'ORDER_NOT_FOUND');
    await till.refused('order_history', { order_id: 99_999 }, 'ORDER_NOT_FOUND');
  });
});

describe("an order's history", () => {
  it('tells who did what, when, at which till, in words', async () => {
    const order = await till.create(['Tomato soup'], {}, { till: 'bar' });
    await till.add(order, 'Espresso', { quantity: 2, note: 'doppio' });
    const [soup] = order.items;
    await till.ask('remove_item', { order_id: order.id, order_item_id: soup?.id }, { byBen: true });
    await till.pay(order, 20, 2);
    const { output } = await till.ask('order_history', { order_id: order.id });
    assert.deepEqual(
      output.history.map(({ text }) => text),
      [
        `Ada Whitcombe created order ${order.order_number} with 1 x Tomato soup at bar`,
        'Ada Whitcombe added 2 x Espresso (“doppio”) at main',
        'Ben Okafor took off 1 x Tomato soup at main',
        'Ada Whitcombe took 7.02 and a tip of 2.00 in cash at main',
        'Ada Whitcombe sent to the kitchen: 2 x Espresso (“doppio”) at main',
        'Ada Whitcombe closed it at main',
      ],
    );
    const [, , removed] = output.history;
    assert.deepEqual(
      [removed?.staff_id, removed?.till, removed?.type],
      [2, 'main', 'item_removed'],
    );
    assert.ok(output.history.every(({ at }, i, all) => i === 0 || at >= (all[i - 1]?.at ?? '')));
  });
});

describe('the order number', () => {
  it('is told before it is taken, and begins anew when an admin says so', async () => {
    const next = async () => (await till.ask('next_number', {})).output;
    const { order_number } = await next();
    assert.equal((await till.create([])).order_number, order_number);
    const { output } = await till.ask('reset_number', { to: 50 });
    assert.equal(output.order_number, 50);
    assert.deepEqual(await next(), { order_number: 50, last_order_reset: output.last_order_reset });
    assert.equal((await till.create([])).order_number, 50);
    await till.refused('reset_number', { to: 100 }, 'VALIDATION_FAILED', 'to');
    await till.refused('reset_number', { to: 0 }, 'VALIDATION_FAILED', 'to');
  });
});
