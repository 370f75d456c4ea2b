import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type House, openHouse } from '../support/house.ts';
import { openTill, type Till, type ToldOrder } from '../support/till.ts';

let house: House;
let till: Till;

before(async () => {
  house = await openHouse(['catalog', 'staff', 'payments', 'orders']);
  till = await openTill(house);
});
after(() => house.close());

const [SOUP, WINGS, FISH] = ['Tomato soup', 'Chicken wings', 'Fish & chips']; // 7.00 11.50 18.50
const TEN_PERCENT = 'Neighbors 10%';
const byBen = { byBen: true };
const line = (order: ToldOrder, name: string) => {
  const found = order.items.find((one) => one.name === name);
  assert.ok(found, `${name} is not on the order`);
  return found;
};
const of = (order: ToldOrder, name: string) => ({
  order_id: order.id,
  order_item_id: line(order, name).id,
});
const send = (order: { id: number }) => till.ask('send_order', { order_id: order.id });
const sums = (order: ToldOrder) => [order.subtotal, order.discount_total, order.tax, order.total];

describe('an order', () => {
  it('is put aside and taken back, and its guest sees nothing meanwhile', async () => {
    const cart = (state: string) =>
      house.heard<{ data: { state: string } }>(
        'pos/now/cart/aside',
        (m) => m?.data.state === state,
      );
    const seen = cart('cart');
    const order = await till.create([SOUP], {}, { till: 'aside' });
    await seen;
    const idle = cart('idle');
    const { output } = await till.ask('hold_order', { order_id: order.id, held: true });
    await idle;
    assert.equal(output.held, true);
    const again = cart('cart');
    await till.ask('hold_order', { order_id: order.id, held: false });
    await again;
  });

  it('changes its guest, its note, its type and its waiter', async () => {
    const order = await till.create([SOUP], { customer_name: 'Rosa', note: 'window' });
    const facts = { type: 'dine_in', customer_name: 'Rosalía 🌹', note: null, staff_id: 2 };
    const { output } = await till.ask('change_order', { order_id: order.id, ...facts });
    const { type, customer_name, note, staff_id } = output;
    assert.deepEqual({ type, customer_name, note, staff_id }, facts);
    const nobody = { order_id: order.id, staff_id: 99 };
    await till.refused('change_order', nobody, 'UNKNOWN_STAFF', 'staff_id');
  });

  it('is changed only as the caller has seen it, where the caller says what it saw', async () => {
    const order = await till.create([SOUP]);
    await till.add(order, WINGS, { expected_version: order.version });
    const stale = { order_id: order.id, item_id: till.idOf(FISH), quantity: 1 };
    const seen = { ...stale, expected_version: order.version };
    const { info } = await till.refused('add_item', seen, 'VERSION_CONFLICT');
    assert.deepEqual(info.current, await till.see(order.id));
  });

  it('that was closed or voided takes no change at all', async () => {
    const [closed, voided] = [await till.create([SOUP]), await till.create([SOUP])];
    await till.pay(closed, 10);
    await till.ask('void_order', { order_id: voided.id });
    for (const order of [closed, voided]) {
      const order_id = order.id;
      const discount_id = till.idOf(TEN_PERCENT);
      for (const [name, input] of [
        ['add_item', { order_id, item_id: till.idOf(SOUP), quantity: 1 }],
        ['change_item', { ...of(order, SOUP), quantity: 2 }],
        ['remove_item', of(order, SOUP)],
        ['add_discount', { order_id, discount_id }],
        ['remove_discount', { order_id, discount_id }],
        ['hold_order', { order_id, held: true }],
        ['change_order', { order_id, note: 'x' }],
        ['send_order', { order_id }],
        ['void_order', { order_id }],
        ['comp_order', { order_id, reason: 'x' }],
        ['split_order', { order_id, items: [{ order_item_id: line(order, SOUP).id }] }],
        ['add_payment', { order_id, method: 'cash', cash_tendered: 10 }],
        ['close_order', { order_id, method: 'cash', cash_tendered: 10 }],
      ] as const) {
        await till.refused(name, input, 'ORDER_CLOSED');
      }
    }
  });
});

describe('the kitchen', () => {
  it('hears what is new, once, and what was changed after it', async () => {
    const order = await till.create([SOUP, WINGS]);
    const sent = (await send(order)).output;
    assert.ok(sent.sent_at);
    assert.deepEqual(
      sent.items.map(({ status }) => status),
      ['sent', 'sent'],
    );
    assert.equal((await send(order)).output.version, sent.version, 'nothing new, nothing sent');
    await till.ask('change_item', { ...of(order, SOUP), quantity: 2 });
    await till.add(order, FISH);
    await send(order);
    await till.pay(order);
    assert.deepEqual(till.kitchenHeard(order), [
      [`added 1 x ${SOUP}`, `added 1 x ${WINGS}`],
      [`changed 2 (was 1) x ${SOUP}`, `added 1 x ${FISH}`],
    ]);
  });

  it('hears at the close what nobody sent', async () => {
    const order = await till.create([SOUP]);
    await till.pay(order);
    assert.deepEqual(till.kitchenHeard(order), [[`added 1 x ${SOUP}`]]);
  });

  it('keeps what it has: a sent line is not taken off and not made less', async () => {
    const order = await till.create([SOUP, WINGS]);
    await till.ask('change_item', { ...of(order, SOUP), quantity: 2 });
    await send(order);
    await till.refused('remove_item', of(order, SOUP), 'LINE_SENT');
    await till.refused('change_item', { ...of(order, SOUP), quantity: 1 }, 'LINE_SENT');
  });
});

describe('what is voided', () => {
  it('needs nothing while the kitchen has not heard of it', async () => {
    const order = await till.create([SOUP, WINGS]);
    const soup = { order_id: order.id, order_item_ids: [line(order, SOUP).id] };
    const { output } = await till.ask('void_order', soup, byBen);
    assert.deepEqual(
      output.items.map(({ name }) => name),
      [WINGS],
    );
    assert.deepEqual(till.kitchenHeard(order), []);
  });

  it('needs an admin, a reason and whether it was made, once it was sent', async () => {
    const order = await till.create([SOUP, WINGS]);
    await send(order);
    const soup = { order_id: order.id, order_item_ids: [line(order, SOUP).id] };
    const said = { ...soup, reason: 'hair in it', made: true };
    await till.refused('void_order', said, 'FORBIDDEN', undefined, byBen);
    await till.refused('void_order', { ...soup, made: true }, 'VALIDATION_FAILED', 'reason');
    await till.refused('void_order', { ...soup, reason: 'x' }, 'VALIDATION_FAILED', 'made');
    const { output } = await till.ask('void_order', said);
    const { status, quantity, voided_quantity, total_price } = line(output, SOUP);
    assert.deepEqual([status, quantity, voided_quantity, total_price], ['voided', 0, 1, 0]);
    assert.equal(output.subtotal, 11.5);
    await till.refused('change_item', { ...of(order, SOUP), quantity: 1 }, 'LINE_NOT_FOUND');
    await till.pay(order);
    assert.deepEqual(till.kitchenHeard(order).slice(1), [[`cancelled 1 x ${SOUP}`]]);
  });

  it('is a whole order: it costs nothing and is paid by nobody', async () => {
    const order = await till.create([SOUP]);
    await send(order);
    const said = { order_id: order.id, reason: 'they left', made: false };
    const { output } = await till.ask('void_order', said);
    assert.deepEqual([output.status, output.total, output.balance_due], ['voided', 0, 0]);
    assert.ok(output.voided_at);
    assert.deepEqual(till.kitchenHeard(order).at(-1), [`cancelled 1 x ${SOUP}`]);
  });

  it('is not an order that is partly paid', async () => {
    const order = await till.create([SOUP]);
    const part = { order_id: order.id, method: 'cash', amount: 1, cash_tendered: 1 };
    await till.ask('add_payment', part);
    await till.refused('void_order', { order_id: order.id }, 'ORDER_HAS_PAYMENTS');
  });
});

describe('what is given free', () => {
  it('is in the sales and off again as a discount, for a reason', async () => {
    const order = await till.create([SOUP, WINGS]);
    const soup = { order_id: order.id, order_item_ids: [line(order, SOUP).id], reason: 'cold' };
    const { output } = await till.ask('comp_order', soup);
    const { discount, total_price, discounts } = line(output, SOUP);
    assert.deepEqual([total_price, discount, discounts[0]?.name], [7, 7, 'On the house']);
    assert.deepEqual(sums(output), [18.5, 7, 0.92, 12.42]);
    const again = (await till.ask('comp_order', soup)).output;
    assert.equal(again.discount_total, 7, 'only once');
  });

  it('is a whole order, which then closes without any cash', async () => {
    const order = await till.create([SOUP, WINGS]);
    const { output } = await till.ask('comp_order', { order_id: order.id, reason: 'sorry' });
    assert.equal(output.total, 0);
    assert.equal((await till.pay(order, 0)).status, 'closed');
  });
});
