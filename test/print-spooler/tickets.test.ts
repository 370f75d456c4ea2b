import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Ticket } from '#shared/contracts/print-spooler.ts';
import { until } from '../support/until.ts';
import { grillMakesTheFirst } from './grill.ts';
import { at, lookIntoKitchen } from './kitchen.ts';
import { ADA, openRestaurant, type Restaurant } from './restaurant.ts';

type Index = { ticket_ids: number[]; station_name: string; all_day: object[] };

let restaurant: Restaurant;
beforeEach(async () => {
  restaurant = await openRestaurant();
});
afterEach(() => restaurant.close());

const { tickets, ids, hung, told } = lookIntoKitchen(() => restaurant);

describe('a ticket', () => {
  it('is begun and ready once, however often that is said, and shown as it is', async () => {
    const { house, orders } = restaurant;
    await orders.send(41, 17);
    const [ticket] = await hung(1);
    const { id: ticket_id } = ticket as Ticket;
    const shown = house.heard<Ticket>(
      `pos/now/kitchen/kitchen/1`,
      (now) => now?.status === 'ready',
    );
    assert.equal((await restaurant.ask('start_ticket', { ticket_id })).status, 'in_progress');
    await restaurant.ask('start_ticket', { ticket_id });
    const made = await restaurant.ask('ready_ticket', { ticket_id });
    assert.deepEqual(await restaurant.ask('ready_ticket', { ticket_id }), made);
    assert.equal((await shown).ready_at, made.ready_at);
    assert.deepEqual(told(), ['ticket_started', 'ticket_ready']);
  });

  it('goes line by line, and comes back with its last line where that was a mistake', async () => {
    await restaurant.orders.send(41, 17);
    await hung(1);
    const bump = (order_item_id: number, bumped = true) =>
      restaurant.ask('bump_item', { ticket_id: 1, order_item_id, bumped });
    await bump(3);
    await bump(3);
    await bump(3, false);
    await bump(1);
    const { all_day } = await restaurant.ask('list_tickets', {});
    assert.deepEqual(
      all_day.map(({ quantity }) => quantity),
      [1, 1],
    );
    const before = await bump(2);
    assert.equal((await bump(3)).status, 'bumped');
    const back = await restaurant.ask('recall_ticket', { ticket_id: 1, undo: true });
    assert.deepEqual(back, before);
    const items = Array.from({ length: 5 }, () => 'item_bumped');
    const end = ['ticket_bumped', 'ticket_recalled'];
    assert.deepEqual(told(), ['ticket_started', ...items, ...end]);
  });

  it('refuses what cannot be done with it, and stays as it is', async () => {
    await restaurant.orders.send(41, 17);
    await hung(1);
    await until('all is on paper', async () => (await restaurant.jobs())[0]?.status === 'printed');
    const ticket_id = 1;
    const item = { ticket_id, order_item_id: 1 };
    await restaurant.refused('recall_ticket', { ticket_id }, 'TICKET_NOT_BUMPED');
    await restaurant.refused('bump_item', { ...item, order_item_id: 99 }, 'LINE_NOT_FOUND');
    await restaurant.ask('bump_ticket', { ticket_id });
    for (const name of ['start_ticket', 'ready_ticket', 'bump_ticket', 'rush_ticket'] as const) {
      await restaurant.refused(name, { ticket_id }, 'TICKET_BUMPED');
      await restaurant.refused(name, { ticket_id: 99 }, 'TICKET_NOT_FOUND');
    }
    await restaurant.refused('bump_item', item, 'TICKET_BUMPED');
    await restaurant.refused('recall_ticket', { ticket_id: 99 }, 'TICKET_NOT_FOUND');
    const nobody = restaurant.ask('recall_ticket', { ticket_id }, {});
    await assert.rejects(nobody, { code: 'FORBIDDEN' });
    await assert.rejects(restaurant.ask('list_tickets', {}, {}), { code: 'FORBIDDEN' });
  });

  it('is bumped once where the power goes before the answer is heard', async () => {
    await restaurant.orders.send(41, 17);
    await hung(1);
    const bump = () => restaurant.ask('bump_ticket', { ticket_id: 1 }, ADA, 'finger-1');
    const first = await bump();
    await restaurant.cutPower();
    assert.deepEqual(await bump(), first);
    assert.deepEqual(told(), ['ticket_bumped']);
    const recall = () => restaurant.ask('recall_ticket', { ticket_id: 1 }, ADA, 'finger-2');
    const back = await recall();
    await restaurant.cutPower();
    assert.deepEqual(await recall(), back);
    assert.deepEqual([await ids(), told()], [[1], ['ticket_bumped', 'ticket_recalled']]);
  });
});

describe('a ticket that is recalled', () => {
  it('comes back at every station that had it, where it hung before', async () => {
    const { house, orders } = restaurant;
    const grill = await grillMakesTheFirst(restaurant);
    await restaurant.ask('add_station', { name: 'Pass', is_expo: true });
    await orders.send(41, 17);
    await orders.send(42, 18);
    const all = (await hung(6)).filter(({ order_id }) => order_id === 41);
    const [atGrill, atKitchen, atPass] = [grill, 'kitchen', 'pass'].map((one) => at(all, one).id);
    const before = await ids();
    await restaurant.ask('bump_item', { ticket_id: atPass, order_item_id: 1 });
    const passed = at(await tickets({ station: 'pass' }), 'pass');
    for (const ticket_id of [atGrill, atKitchen])
      await restaurant.ask('bump_ticket', { ticket_id });
    assert.deepEqual((await ids({ status: 'bumped' })).slice(0, 2), [atKitchen, atGrill]);
    await restaurant.cutPower();

    const shown = house.heard<Index>(`pos/now/kitchen/${grill}/index`, ({ ticket_ids }) =>
      ticket_ids.includes(atGrill as number),
    );
    const back = await restaurant.ask('recall_ticket', { ticket_id: atKitchen });
    assert.deepEqual([back.status, back.recalled, back.id], ['in_progress', true, atKitchen]);
    assert.deepEqual(await ids(), before, 'in front of 18, as if nothing had been');
    const { ticket_ids, station_name } = await shown;
    assert.deepEqual([ticket_ids[0], ticket_ids.length, station_name], [atGrill, 2, 'Grill']);
    const hanging = at(await tickets({ station: 'pass' }), 'pass');
    assert.deepEqual(hanging, passed, 'what was still due stays as it was');
    assert.equal(told().filter((type) => type === 'ticket_recalled').length, 2);
  });

  it('comes back alone where a finger had slipped', async () => {
    const grill = await grillMakesTheFirst(restaurant);
    await restaurant.orders.send(41, 17);
    const all = await hung(2);
    const ticket_id = at(all, grill).id;
    const made = await restaurant.ask('ready_ticket', { ticket_id });
    for (const { id } of all) await restaurant.ask('bump_ticket', { ticket_id: id });
    assert.deepEqual(await restaurant.ask('recall_ticket', { ticket_id, undo: true }), made);
    assert.deepEqual(await ids(), [ticket_id]);
  });

  it('comes back only where there is a station still', async () => {
    const grill = await grillMakesTheFirst(restaurant);
    await restaurant.orders.send(41, 17);
    const all = await hung(2);
    for (const { id } of all) await restaurant.ask('bump_ticket', { ticket_id: id });
    await until('all is on paper', async () => (await restaurant.jobs())[0]?.status === 'printed');
    await restaurant.ask('delete_station', { station_id: grill });
    const gone = { ticket_id: at(all, grill).id };
    await restaurant.refused('recall_ticket', gone, 'TICKET_NOT_FOUND');
    const kept = at(all, 'kitchen').id;
    assert.deepEqual(await ids({ status: 'bumped' }), [kept]);
    await restaurant.ask('recall_ticket', { ticket_id: kept });
    assert.deepEqual(await ids(), [kept]);
  });
});
