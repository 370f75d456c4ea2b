import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Ticket } from '#shared/contracts/print-spooler.ts';
import { until } from '../support/until.ts';
import { grillMakesTheFirst } from './grill.ts';
import { openRestaurant, type Restaurant } from './restaurant.ts';

let restaurant: Restaurant;
beforeEach(async () => {
  restaurant = await openRestaurant();
});
afterEach(() => restaurant.close());

const stations = async () => (await restaurant.ask('list_stations', {})).stations;
const tickets = async () => (await restaurant.ask('list_tickets', {})).tickets;
const hung = async (count: number): Promise<Ticket[]> => {
  await until(`${count} tickets hang`, async () => (await tickets()).length === count);
  return (await tickets()).toSorted((a, b) => (a.station_id < b.station_id ? -1 : 1));
};
const papers = async (kind: 'order_ticket') =>
  (await restaurant.jobs()).filter((job) => job.kind === kind).map(({ id }) => id);

describe('a kitchen', () => {
  it('has one station at first, that makes everything', async () => {
    const told = (await stations()).map(({ id, name, is_default }) => [id, name, is_default]);
    assert.deepEqual(told, [['kitchen', 'Kitchen', true]]);
  });

  it('gets stations, sorted, each with an id of its own that it keeps', async () => {
    const bar = await restaurant.ask('add_station', { name: 'Bar', category_ids: [100_001] });
    assert.deepEqual([bar.id, bar.category_ids, bar.is_default], ['bar', [100_001], false]);
    await restaurant.ask('add_station', { name: 'Pass', is_expo: true, sort_order: 0 });
    const { id, name } = await restaurant.ask('change_station', {
      station_id: 'bar',
      name: 'Big bar',
    });
    assert.deepEqual([id, name], ['bar', 'Big bar']);
    assert.deepEqual(
      (await stations()).map((one) => one.id),
      ['kitchen', 'pass', 'bar'],
    );
  });

  it('has one default station, which is made another by making one', async () => {
    await restaurant.ask('add_station', { name: 'Line' });
    const wrong = { station_id: 'kitchen', is_default: false };
    await restaurant.refused('change_station', wrong, 'VALIDATION_FAILED', 'is_default');
    const expo = { station_id: 'kitchen', is_expo: true };
    await restaurant.refused('change_station', expo, 'VALIDATION_FAILED', 'is_expo');
    await restaurant.ask('change_station', { station_id: 'line', is_default: true });
    const defaults = (await stations()).filter(({ is_default }) => is_default);
    assert.deepEqual(
      defaults.map(({ id }) => id),
      ['line'],
    );
  });

  it('refuses what cannot be, and stays as it is', async () => {
    await restaurant.refused('add_station', { name: 'Kitchen' }, 'NAME_TAKEN');
    await restaurant.refused('add_station', { name: '' }, 'VALIDATION_FAILED', 'name');
    await restaurant.refused('change_station', { station_id: 'moon' }, 'STATION_NOT_FOUND');
    await restaurant.refused('delete_station', { station_id: 'moon' }, 'STATION_NOT_FOUND');
    await restaurant.refused('delete_station', { station_id: 'kitchen' }, 'STATION_IN_USE');
    for (let n = 2; n <= 30; n++) await restaurant.ask('add_station', { name: `Station ${n}` });
    await restaurant.refused('add_station', { name: 'One more' }, 'TOO_MANY_STATIONS');
  });

  it('loses a station that nothing hangs at and no printer serves', async () => {
    const { orders, house } = restaurant;
    const grill = await grillMakesTheFirst(restaurant);
    const printed = restaurant.settled('order_ticket', 'printed');
    await orders.send(41, 17);
    const [atGrill] = await hung(2);
    await printed;
    await restaurant.refused('delete_station', { station_id: grill }, 'STATION_IN_USE');
    await restaurant.ask('bump_ticket', { ticket_id: atGrill?.id });
    await restaurant.ask('select_printer', { printer_id: 1, stations: [grill] });
    await restaurant.refused('delete_station', { station_id: grill }, 'STATION_IN_USE');
    await restaurant.ask('select_printer', { printer_id: 1, stations: [] });
    const cleared = house.heard(`pos/now/kitchen/${grill}/index`, (message) => message === null);
    await restaurant.ask('delete_station', { station_id: grill });
    await cleared;
    const { id } = await restaurant.ask('add_station', { name: 'Grill' });
    assert.equal(id, 'grill-2', 'tickets of long ago name the first one');
    await orders.send(42, 18);
    await until('all of it hangs in the kitchen', async () =>
      (await tickets()).some((one) => one.order_id === 42 && one.items.length === 3),
    );
  });
});

describe('an order that is sent', () => {
  it('hangs at each station with what that one makes, through a power cut, too', async () => {
    const { house, orders } = restaurant;
    const grill = await grillMakesTheFirst(restaurant);
    await restaurant.ask('add_station', { name: 'Pass', is_expo: true });
    await restaurant.ask('add_station', { name: 'Bar' });
    await orders.send(41, 17);
    const lines = async () =>
      (await hung(3)).map((one) => [one.station_id, one.items.map((item) => item.order_item_id)]);
    const expected = [
      [grill, [1]],
      ['kitchen', [2, 3]],
      ['pass', [2, 3, 1]],
    ];
    assert.deepEqual(await lines(), expected);
    await restaurant.cutPower();
    const index = await house.heard<{ ticket_ids: number[] }>(`pos/now/kitchen/${grill}/index`);
    assert.equal(index.ticket_ids.length, 1);
    assert.deepEqual(await lines(), expected);
  });

  it('is printed at each station’s printer, and whole where one prints for all', async () => {
    const { orders, printer } = restaurant;
    const grill = await grillMakesTheFirst(restaurant);
    const add = (name: string, ids: string[]) =>
      restaurant.addPrinter({ name, order_tickets: true, stations: ids });
    const [ofGrill, ofKitchen] = [await add('Grill', [grill]), await add('Line', ['kitchen'])];
    await restaurant.ask('add_station', { name: 'Bar' });
    const ofBar = await add('Bar', ['bar']);
    await orders.send(41, 17);
    const [whole, first, others] = [
      await printer.paper(1),
      await ofGrill.machine.paper(1),
      await ofKitchen.machine.paper(1),
    ];
    const FIRST = /2 x Juniper/;
    const SECOND = /1 x /;
    assert.match(first, FIRST);
    assert.doesNotMatch(first, SECOND);
    assert.doesNotMatch(others, FIRST);
    assert.match(others, SECOND);
    assert.ok(whole.search(SECOND) < whole.search(FIRST), 'the kitchen stands before the grill');
    await until('all is on paper', async () =>
      (await restaurant.jobs()).every(({ status }) => status === 'printed'),
    );
    assert.equal((await papers('order_ticket')).length, 3);
    assert.deepEqual(ofBar.machine.papers(), []);
  });
});
