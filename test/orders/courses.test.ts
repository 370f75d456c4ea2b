import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type House, openHouse } from '../support/house.ts';
import { openTill, type Till, type ToldOrder } from '../support/till.ts';

let house: House;
let till: Till;

before(async () => {
  house = await openHouse(['catalog', 'staff', 'orders']);
  till = await openTill(house);
});
after(() => house.close());

const [SOUP, WINGS, FISH, LAGER] = ['Tomato soup', 'Chicken wings', 'Fish & chips', 'Draft lager'];
const courses = (order: ToldOrder) => order.items.map(({ course }) => course);
const send = async ({ id }: { id: number }, course?: number) =>
  (await till.ask('send_order', { order_id: id, course })).output;
const of = (order: ToldOrder, place: number) => ({
  order_id: order.id,
  order_item_id: order.items[place]?.id as number,
});

/** Soup first, fish after it, wings for the end, and a beer whenever. */
async function dinner(): Promise<ToldOrder> {
  const menu: [string, number | undefined][] = [
    [SOUP, 1],
    [FISH, 2],
    [WINGS, 3],
    [LAGER, undefined],
  ];
  const items = menu.map(([name, course]) => ({ item_id: till.idOf(name), quantity: 1, course }));
  return (await till.ask('create_order', { items })).output;
}

describe('the courses of an order', () => {
  it('are those that each line was ordered for; none where nobody said', async () => {
    const order = await dinner();
    assert.deepEqual(courses(order), [1, 2, 3, null]);
    const added = await till.add(order, SOUP, { course: 3 });
    assert.equal(added.items.at(-1)?.course, 3);
    const changed = await till.ask('change_item', { ...of(order, 0), course: 2 });
    assert.equal(changed.output.items[0]?.course, 2);
    const cleared = await till.ask('change_item', { ...of(order, 0), course: null });
    assert.equal(cleared.output.items[0]?.course, null);
    const kept = await till.ask('change_item', { ...of(order, 1), quantity: 2 });
    assert.equal(kept.output.items[1]?.course, 2);
    assert.deepEqual(courses(await till.see(order.id)), [null, 2, 3, null, 3]);
  });

  it('are 1 to 9', async () => {
    const order = await till.create([]);
    const line = { order_id: order.id, item_id: till.idOf(SOUP), quantity: 1 };
    for (const course of [0, 10, 1.5]) {
      await till.refused('add_item', { ...line, course }, 'VALIDATION_FAILED', 'course');
    }
    const none = { order_id: order.id, course: 0 };
    await till.refused('send_order', none, 'VALIDATION_FAILED', 'course');
  });

  it('are fired one after the other: the kitchen hears each when its turn comes', async () => {
    const order = await dinner();
    const first = await send(order, 1);
    assert.deepEqual(
      first.items.map(({ status }) => status),
      ['sent', 'unsent', 'unsent', 'sent'],
    );
    assert.equal((await send(order, 1)).version, first.version, 'nothing more of it, nothing sent');
    await send(order, 2);
    await send(order);
    assert.deepEqual(till.kitchenHeard(order), [
      ['added 1 x Tomato soup', 'added 1 x Draft lager'],
      ['added 1 x Fish & chips'],
      ['added 1 x Chicken wings'],
    ]);
  });

  it('that nobody fired are fired when the order is paid', async () => {
    const order = await dinner();
    await send(order, 1);
    await till.pay(order);
    const last = till.kitchenHeard(order).at(-1);
    assert.deepEqual(last, ['added 1 x Fish & chips', 'added 1 x Chicken wings']);
  });

  it('hold nothing back that the kitchen has already: it hears what became of it', async () => {
    const order = await dinner();
    await send(order);
    await till.ask('change_item', { ...of(order, 2), quantity: 4 });
    await send(order, 1);
    assert.deepEqual(till.kitchenHeard(order).at(-1), ['changed 4 (was 1) x Chicken wings']);
  });

  it('are no news by themselves for a kitchen that has the line', async () => {
    const order = await dinner();
    await send(order);
    const { output } = await till.ask('change_item', { ...of(order, 0), course: 3 });
    const again = await send(order);
    assert.equal(again.version, output.version);
    assert.equal(till.kitchenHeard(order).length, 1);
  });

  it('stay with their lines when an order is split, and when two are merged', async () => {
    const order = await till.add(await dinner(), FISH, { course: 2, quantity: 3 });
    const [soup, , , , fish] = order.items.map(({ id }) => id);
    const items = [{ order_item_id: soup }, { order_item_id: fish, quantity: 2 }];
    const { output } = await till.ask('split_order', { order_id: order.id, items });
    assert.deepEqual(courses(output.split_order), [1, 2]);
    assert.deepEqual(courses(output), [2, 3, null, 2]);
    const from_order_id = output.split_order.id;
    const merged = await till.ask('merge_orders', { order_id: order.id, from_order_id });
    assert.deepEqual(courses(merged.output), [1, 2, 3, null, 2, 2]);
  });

  it('are told to the kitchen, and stand in the history', async () => {
    const order = await dinner();
    await send(order);
    const { output } = await till.ask('order_history', { order_id: order.id });
    const told = output.history.find(({ type }) => type === 'order_sent');
    assert.ok(told);
    const { items } = told.data as { items: { course: number | null }[] };
    assert.deepEqual(
      items.map(({ course }) => course),
      [1, 2, 3, null],
    );
    assert.match(told.text, /1 x Fish & chips \(course 2\)/);
  });
});
