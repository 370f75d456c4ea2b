import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { type House, openHouse } from '../support/house.ts';
import { listen, openTill, type Till, type ToldOrder } from '../support/till.ts';

let house: House;
let till: Till;

before(async () => {
  house = await openHouse(['catalog', 'staff', 'orders']);
  till = await openTill(house);
});
after(() => house.close());

const [SOUP, WINGS, FISH, LAGER] = ['Tomato soup', 'Chicken wings', 'Fish & chips', 'Draft lager'];
const cents = (amount: number) => Math.round(amount * 100);
const idsOf = (order: ToldOrder) => order.items.map(({ id }) => id);
const split = async (order: ToldOrder, items: object[]) =>
  (await till.ask('split_order', { order_id: order.id, items })).output;

describe('an order that is split', () => {
  it('gives lines to a new order, which has the next number', async () => {
    const order = await till.create([SOUP, WINGS, FISH], { customer_name: 'Rosa' });
    const [soup, wings, fish] = idsOf(order);
    const { split_order, ...stays } = await split(order, [{ order_item_id: wings }]);
    assert.deepEqual([idsOf(stays), idsOf(split_order)], [[soup, fish], [wings]]);
    assert.deepEqual([stays.subtotal, split_order.subtotal], [25.5, 11.5]);
    assert.equal(split_order.order_number, (order.order_number % 99) + 1);
    assert.equal(split_order.customer_name, 'Rosa');
    assert.deepEqual(await till.see(split_order.id), split_order);
  });

  it('gives units of a line, with the modifiers', async () => {
    const modifiers = ['Medium rare', 'Fries'].map((name) => ({ mod_id: till.idOf(name) }));
    const order = await till.add(await till.create([]), 'Juniper burger', {
      quantity: 3,
      modifiers,
    });
    const [burger] = idsOf(order);
    const { split_order, ...stays } = await split(order, [{ order_item_id: burger, quantity: 2 }]);
    const units = (one: ToldOrder) => one.items.map(({ quantity }) => quantity);
    assert.deepEqual([units(stays), units(split_order)], [[1], [2]]);
    const mods = split_order.items[0]?.modifiers.map((mod) => mod.mod_name);
    assert.deepEqual(mods, ['Medium rare', 'Fries']);
    assert.notEqual(split_order.items[0]?.id, burger);
    assert.equal(stays.items[0]?.id, burger);
  });

  it('is announced as it is: each line where it went, the new order at its till', async () => {
    const order = await till.add(await till.create([SOUP], {}, { till: 'bar' }), WINGS, {
      quantity: 3,
    });
    await till.ask('send_order', { order_id: order.id });
    const shown = house.heard<{ id: number; version: number }>(
      'pos/now/orders/+',
      (now) => now !== null && now.id > order.id,
    );
    const ears = listen(house);
    const [soup, wings] = idsOf(order);
    const items = [{ order_item_id: soup }, { order_item_id: wings, quantity: 1 }];
    const { split_order } = await split(order, items);
    const told = (await ears.until('order_split')).body as { items: object[] };
    const [first, second] = idsOf(split_order);
    assert.deepEqual(told.items, [
      { order_item_id: soup, new_order_item_id: first, quantity: 1 },
      { order_item_id: wings, new_order_item_id: second, quantity: 1 },
    ]);
    assert.notEqual(second, wings);
    const created = (await ears.until('order_created')).body as { version: number; till: string };
    assert.deepEqual([created.version, created.till], [split_order.version, 'bar']);
    assert.equal((await shown).version, split_order.version);
    assert.ok(split_order.sent_at);
  });

  it('tells the kitchen nothing, also not when either is closed', async () => {
    const order = await till.add(await till.create([SOUP]), WINGS, { quantity: 2 });
    const [soup, wings] = idsOf(order);
    await till.ask('send_order', { order_id: order.id });
    const { split_order } = await split(order, [
      { order_item_id: soup },
      { order_item_id: wings, quantity: 1 },
    ]);
    await till.pay(order);
    await till.pay(split_order);
    assert.equal(till.kitchenHeard(order).length, 1);
    assert.deepEqual(till.kitchenHeard(split_order), []);
  });

  it('has all of it made, also what a line grew by before a part of it went', async () => {
    const order = await till.create([SOUP]);
    const [soup] = idsOf(order);
    await till.ask('send_order', { order_id: order.id });
    await till.ask('change_item', { order_id: order.id, order_item_id: soup, quantity: 3 });
    await split(order, [{ order_item_id: soup, quantity: 1 }]);
    await till.ask('send_order', { order_id: order.id });
    assert.deepEqual(till.kitchenHeard(order), [
      ['added 1 x Tomato soup'],
      ['added 2 x Tomato soup'],
    ]);
  });

  it('tells of a line that grows how many of it were told before', async () => {
    const order = await till.add(await till.create([]), SOUP, { quantity: 5 });
    const [soup] = idsOf(order);
    await till.ask('send_order', { order_id: order.id });
    await split(order, [{ order_item_id: soup, quantity: 2 }]);
    await till.ask('change_item', { order_id: order.id, order_item_id: soup, quantity: 4 });
    await till.ask('send_order', { order_id: order.id });
    assert.deepEqual(till.kitchenHeard(order).at(-1), ['changed 4 (was 3) x Tomato soup']);
  });

  it('keeps something, and gives no more than it has, each line once', async () => {
    const order = await till.create([SOUP, WINGS]);
    const [soup, wings] = idsOf(order);
    const refuse = (items: object[], code: string, field?: string) =>
      till.refused('split_order', { order_id: order.id, items }, code, field);
    await refuse([{ order_item_id: soup }, { order_item_id: wings }], 'NOTHING_LEFT');
    const twice = [{ order_item_id: soup }, { order_item_id: soup }];
    await refuse(twice, 'VALIDATION_FAILED', 'items.1.order_item_id');
    const more = [{ order_item_id: soup, quantity: 2 }];
    await refuse(more, 'VALIDATION_FAILED', 'items.0.quantity');
    await refuse([{ order_item_id: 99_999 }], 'LINE_NOT_FOUND');
  });

  it('adds up: subtotals and discounts to the cent, each tax within a cent', async () => {
    const names = [SOUP, WINGS, FISH, LAGER];
    const some = fc.record({
      lines: fc.array(
        fc.record({
          name: fc.constantFrom(...names),
          quantity: fc.integer({ min: 1, max: 5 }),
          moves: fc.integer({ min: 0, max: 5 }),
          discounted: fc.boolean(),
        }),
        { minLength: 2, maxLength: 6 },
      ),
      discounts: fc.subarray(['Neighbors 10%', '$5 off']),
    });
    await fc.assert(
      fc.asyncProperty(some, async ({ lines, discounts }) => {
        const discount_ids = discounts.map((name) => till.idOf(name));
        let order = await till.create([], { discount_ids });
        for (const { name, quantity, discounted } of lines) {
          const discount_id = discounted ? till.idOf('Neighbors 10%') : undefined;
          order = await till.add(order, name, { quantity, discount_id });
        }
        const items = lines.flatMap(({ moves, quantity }, i) => {
          const units = Math.min(moves, quantity);
          return units ? [{ order_item_id: order.items[i]?.id, quantity: units }] : [];
        });
        const units = lines.reduce((all, { quantity }) => all + quantity, 0);
        const moving = items.reduce((all, { quantity }) => all + quantity, 0);
        if (moving === 0 || moving === units) return;
        const { split_order, ...stays } = await split(order, items);
        const both = [stays, split_order];
        const sum = (of: (one: ToldOrder) => number) =>
          both.reduce((all, one) => all + cents(of(one)), 0);
        assert.equal(
          sum((one) => one.subtotal),
          cents(order.subtotal),
        );
        assert.equal(
          sum((one) => one.discount_total),
          cents(order.discount_total),
        );
        for (const { tax_id, tax } of order.taxes) {
          const parts = sum((one) => one.taxes.find((t) => t.tax_id === tax_id)?.tax ?? 0);
          assert.ok(Math.abs(parts - cents(tax)) <= 1, `tax ${tax_id}: ${parts} of ${cents(tax)}`);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('gives a percentage on what is added afterwards too', async () => {
    const discount_ids = [till.idOf('Neighbors 10%')];
    const order = await till.create([SOUP, WINGS], { discount_ids });
    const [soup] = idsOf(order);
    const { split_order } = await split(order, [{ order_item_id: soup }]);
    assert.equal(split_order.discount_total, 0.7);
    assert.equal((await till.add(split_order, FISH)).discount_total, 2.55);
  });
});

describe('orders that are merged', () => {
  it('are one, with all lines and discounts; the other is voided, empty', async () => {
    const into = await till.create([SOUP]);
    const discount_ids = [till.idOf('Neighbors 10%')];
    const from = await till.create([WINGS], { discount_ids });
    await till.ask('send_order', { order_id: from.id });
    const both = { order_id: into.id, from_order_id: from.id };
    const { output } = await till.ask('merge_orders', both);
    assert.deepEqual(idsOf(output), [...idsOf(into), ...idsOf(from)]);
    assert.deepEqual([output.subtotal, output.discount_total], [18.5, 1.85]);
    const { status, items, total, discounts } = await till.see(from.id);
    assert.deepEqual([status, items, total, discounts], ['voided', [], 0, []]);
    await till.pay(into);
    assert.deepEqual(till.kitchenHeard(into), [[`added 1 x ${SOUP}`]]);
  });

  it('are two open and unpaid ones', async () => {
    const [into, closed, paid] = [
      await till.create([SOUP]),
      await till.create([SOUP]),
      await till.create([SOUP]),
    ];
    await till.pay(closed);
    const part = { order_id: paid.id, method: 'cash', amount: 1, cash_tendered: 1 };
    await till.ask('add_payment', part);
    const merge = (from_order_id: number) => ({ order_id: into.id, from_order_id });
    await till.refused('merge_orders', merge(closed.id), 'ORDER_CLOSED');
    await till.refused('merge_orders', merge(paid.id), 'ORDER_HAS_PAYMENTS');
    await till.refused('merge_orders', merge(into.id), 'VALIDATION_FAILED', 'from_order_id');
    await till.refused('merge_orders', merge(99_999), 'ORDER_NOT_FOUND');
  });
});
