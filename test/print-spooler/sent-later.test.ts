import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Ticket } from '#shared/contracts/print-spooler.ts';
import { until } from '../support/until.ts';
import { grillMakesTheFirst } from './grill.ts';
import { at, line, lookIntoKitchen } from './kitchen.ts';
import { openOrders } from './orders-stand-in.ts';
import { openRestaurant, type Restaurant } from './restaurant.ts';
import { dinnerSent } from './table.ts';

let restaurant: Restaurant;
beforeEach(async () => {
  restaurant = await openRestaurant();
});
afterEach(() => restaurant.close());

const { tickets, ids, hung, told } = lookIntoKitchen(() => restaurant);

describe('what is sent later', () => {
  const send = (version: number, items: object[], note: string | null = null) =>
    restaurant.orders.send(41, 17, undefined, { version, items, note });

  it('changes the ticket that is due, and opens one where that is bumped', async () => {
    const { house, orders } = restaurant;
    await orders.send(41, 17);
    await hung(1);
    const changed = house.heard<{ body: Ticket }>('pos/print-spooler/did/ticket_changed');
    const shown = house.heard<Ticket>('pos/now/kitchen/kitchen/1', (now) => now.items.length === 4);
    await send(4, [line(1, 'cancelled'), line(4, 'added')], 'No nuts');
    const { items, note } = (await changed).body;
    const changes = items.map(({ change }) => change);
    assert.deepEqual([changes, note], [['cancelled', 'none', 'none', 'added'], 'No nuts']);
    assert.deepEqual((await shown).items, items);
    assert.deepEqual(await ids(), [1]);
    await restaurant.ask('bump_ticket', { ticket_id: 1 });
    await send(5, [line(4, 'cancelled')]);
    const [next] = await hung(1);
    assert.deepEqual([next?.id, next?.items.map(({ change }) => change)], [2, ['cancelled']]);
  });

  it('is heard once, though the power goes and all of history is told again', async () => {
    const { house, orders } = restaurant;
    await orders.send(41, 17);
    await hung(1);
    await send(4, [line(1, 'changed', { quantity: 7 }), line(4, 'added')]);
    await until('it is heard', async () => (await tickets())[0]?.items.length === 4);
    await restaurant.ask('bump_item', { ticket_id: 1, order_item_id: 1 });
    await restaurant.ask('bump_item', { ticket_id: 1, order_item_id: 4 });
    await restaurant.cutPower();
    const before = await tickets();
    await orders.end();
    const restored = openOrders(house, 'orders-restored');
    const again = { version: 4, items: [line(1, 'changed', { quantity: 7 }), line(4, 'added')] };
    try {
      await restored.send(41, 17);
      await restored.send(41, 17, undefined, again);
      await restored.send(42, 18);
      const after = await hung(2);
      assert.deepEqual(after.slice(0, 1), before);
      assert.equal(told().filter((type) => type === 'ticket_changed').length, 1);
    } finally {
      await restored.end(); // while there is a broker
    }
  });

  it('is not put on the ticket of another order, that had its id before a restore', async () => {
    await restaurant.orders.send(41, 17);
    await restaurant.orders.send(41, 23, undefined, { version: 4, items: [line(1, 'added')] });
    const numbers = (await hung(2)).map(({ order_number, items }) => [order_number, items.length]);
    assert.deepEqual(numbers, [
      [17, 3],
      [23, 1],
    ]);
  });

  it('hangs where it was sent, at a station that has nothing of the order yet', async () => {
    const grill = await grillMakesTheFirst(restaurant);
    await restaurant.orders.send(41, 17, undefined, { items: dinnerSent().items.slice(1) });
    await restaurant.orders.send(42, 18);
    await hung(3);
    await send(4, [line(5, 'added')]);
    const all = await hung(4);
    const last = all.at(-1) as Ticket;
    assert.deepEqual(
      [last.station_id, last.order_id, last.original_position],
      [grill, 41, last.id],
    );
    const { original_position } = at(all, grill);
    assert.ok(original_position < last.original_position, '18 hangs before it');
  });
});

describe('a rush', () => {
  it('puts an order first at every station, and what is sent of it meanwhile', async () => {
    const { orders } = restaurant;
    const grill = await grillMakesTheFirst(restaurant);
    await orders.send(41, 17);
    await orders.send(42, 18, undefined, { items: dinnerSent().items.slice(1) });
    const all = await hung(3);
    const last = all.at(-1) as Ticket;
    assert.equal(last.order_id, 42);
    const { rush } = await restaurant.ask('rush_ticket', { ticket_id: last.id });
    assert.deepEqual([rush, (await ids())[0]], [true, last.id]);
    await restaurant.ask('rush_ticket', { ticket_id: last.id });
    assert.deepEqual(told(), ['ticket_rushed'], 'said twice, told once');
    await orders.send(42, 18, undefined, { version: 4, items: [line(9, 'added')] });
    const [, next] = await hung(4);
    assert.deepEqual([next?.order_id, next?.station_id, next?.rush], [42, grill, true]);
    await restaurant.ask('rush_ticket', { ticket_id: next?.id, rush: false });
    const calm = await tickets();
    assert.deepEqual(
      calm.map((one) => one.rush),
      [false, false, false, false],
    );
    assert.deepEqual(
      calm.map(({ order_id }) => order_id),
      [41, 41, 42, 42],
    );
  });
});
