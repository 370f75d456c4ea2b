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
const [TEN_PERCENT, FIVE_OFF] = ['Neighbors 10%', '$5 off'];
const line = (order: ToldOrder, name: string) => {
  const found = order.items.find((one) => one.name === name);
  assert.ok(found, `${name} is not on the order`);
  return found;
};
const of = (order: ToldOrder, name: string) => ({
  order_id: order.id,
  order_item_id: line(order, name).id,
});
const sums = (order: ToldOrder) => [order.subtotal, order.discount_total, order.tax, order.total];

describe('a line', () => {
  it('is set to another number of units, with another note', async () => {
    const order = await till.create([SOUP]);
    const change = { ...of(order, SOUP), quantity: 3, note: 'hot, please' };
    const { output } = await till.ask('change_item', change);
    const { quantity, note, total_price } = line(output, SOUP);
    assert.deepEqual([quantity, note, total_price], [3, 'hot, please', 21]);
    assert.equal(output.version, order.version + 1);
    const cleared = await till.ask('change_item', { ...of(order, SOUP), note: null });
    assert.equal(line(cleared.output, SOUP).note, null);
  });

  it('gets other modifiers, in bounds, and keeps the price of those that stay', async () => {
    const mods = (...names: string[]) => names.map((name) => ({ mod_id: till.idOf(name) }));
    const wanted = { modifiers: mods('Medium rare', 'Fries', 'Cheddar') };
    const order = await till.add(await till.create([]), 'Juniper burger', wanted);
    const burger = of(order, 'Juniper burger');
    const fewer = { ...burger, modifiers: mods('Medium rare') };
    await till.refused('change_item', fewer, 'INVALID_MODIFIERS', 'modifiers');
    const other = { ...burger, modifiers: mods('Rare', 'Sweet potato fries') };
    const { output } = await till.ask('change_item', other);
    const { modifiers, mods_price, id } = line(output, 'Juniper burger');
    assert.deepEqual(
      modifiers.map((mod) => mod.mod_name),
      ['Rare', 'Sweet potato fries'],
    );
    assert.deepEqual([mods_price, id], [1.5, burger.order_item_id]);
  });

  it('has discounts of its own: percent before flat, however they were tapped', async () => {
    const order = await till.create([SOUP, WINGS]);
    const ids = [till.idOf(FIVE_OFF), till.idOf(TEN_PERCENT)];
    const { output } = await till.ask('change_item', { ...of(order, SOUP), discount_ids: ids });
    const { discounts, discount } = line(output, SOUP);
    assert.deepEqual(
      discounts.map((one) => one.amount_applied),
      [5, 0.7],
    );
    assert.deepEqual([discount, output.discount_total], [5.7, 5.7]);
    const less = { ...of(order, SOUP), discount_ids: [till.idOf(TEN_PERCENT)] };
    const now = await till.ask('change_item', less);
    assert.deepEqual([line(now.output, SOUP).discount, line(now.output, WINGS).discount], [0.7, 0]);
  });

  it('comes with a discount, where one is named as it is added', async () => {
    const more = { discount_id: till.idOf(TEN_PERCENT) };
    const order = await till.add(await till.create([SOUP]), FISH, more);
    assert.deepEqual([line(order, FISH).discount, line(order, SOUP).discount], [1.85, 0]);
  });

  it('is not voided, changed or taken off where it is not', async () => {
    const [one, other] = [await till.create([SOUP]), await till.create([WINGS])];
    const wrong = { order_id: one.id, order_item_id: line(other, WINGS).id };
    for (const name of ['change_item', 'remove_item'] as const) {
      await till.refused(name, wrong, 'LINE_NOT_FOUND');
    }
    const lines = { order_id: one.id, order_item_ids: [line(other, WINGS).id] };
    await till.refused('void_order', lines, 'LINE_NOT_FOUND');
  });
});

describe("an order's discounts", () => {
  it('are taken and taken back one by one, each once', async () => {
    const order = await till.create([SOUP, WINGS]);
    const [ten, five] = [TEN_PERCENT, FIVE_OFF].map((name) => {
      return { order_id: order.id, discount_id: till.idOf(name) };
    }) as [object, object];
    await till.ask('add_discount', five);
    const both = (await till.ask('add_discount', ten)).output;
    assert.deepEqual(sums(both), [18.5, 6.85, 0.93, 12.58]);
    await till.refused('add_discount', ten, 'DISCOUNT_ALREADY_TAKEN', 'discount_id');
    const one = (await till.ask('remove_discount', five)).output;
    assert.deepEqual(sums(one), [18.5, 1.85, 1.33, 17.98]);
    await till.refused('remove_discount', five, 'DISCOUNT_NOT_TAKEN');
  });

  it('come with the order, several at once', async () => {
    const discount_ids = [till.idOf(FIVE_OFF), till.idOf(TEN_PERCENT)];
    assert.equal((await till.create([SOUP, WINGS], { discount_ids })).discount_total, 6.85);
    const twice = { items: [], discount_ids: [discount_ids[0], discount_ids[0]] };
    await till.refused('create_order', twice, 'DISCOUNT_ALREADY_TAKEN', 'discount_ids.1');
  });
});
