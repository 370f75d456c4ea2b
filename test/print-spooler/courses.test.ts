import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Ticket } from '#shared/contracts/print-spooler.ts';
import { until } from '../support/until.ts';
import { dish, order41, sends } from './kitchen-orders.ts';
import { openRestaurant, type Restaurant } from './restaurant.ts';

let restaurant: Restaurant;
before(async () => {
  restaurant = await openRestaurant();
  await restaurant.ask('add_station', { name: 'Pass', is_expo: true });
});
after(() => restaurant.close());

const due = async (order_id: number): Promise<Ticket[]> =>
  (await restaurant.ask('list_tickets', {})).tickets.filter((one) => one.order_id === order_id);
const hung = async (order_id: number, lines: number, stations = 2): Promise<Ticket[]> => {
  await until(`${lines} lines of order ${order_id} hang`, async () => {
    const tickets = await due(order_id);
    return tickets.length === stations && tickets.every(({ items }) => items.length === lines);
  });
  return due(order_id);
};
const papersOf = async (order_id: number) =>
  (await restaurant.jobs()).filter(
    (job) => job.kind === 'order_ticket' && job.order_id === order_id,
  );
const settings = (said: object) => restaurant.ask('save_kitchen_settings', said);
const bumpAll = async (order_id: number) => {
  for (const { id } of await due(order_id)) await restaurant.ask('bump_ticket', { ticket_id: id });
};
const line = (id: number, course: number) => dish(id, 'added', { course });

describe('a course that is fired', () => {
  it('stands with its lines on the tickets and on the paper', async () => {
    const papers = restaurant.printer.papers().length;
    await restaurant.orders.sends(sends(3, [line(1, 1), dish(2), line(3, 2)]));
    const [ticket] = await hung(41, 3);
    assert.deepEqual(
      ticket?.items.map(({ course }) => course),
      [1, null, 2],
    );
    assert.match(await restaurant.printer.paper(papers + 1), /COURSE 1[^]*Dish 1[^]*COURSE 2/);
    await bumpAll(41);
  });
});

describe('a kitchen in which nothing hangs by itself', () => {
  const of = { order_id: 43, order_number: 19 };

  for (const off of [{ enabled: false }, { auto: false }]) {
    it(`prints as before, and hangs nothing: ${JSON.stringify(off)}`, async () => {
      await settings(off);
      const order_id = off.auto === false ? 44 : 45;
      const papers = restaurant.printer.papers().length;
      await restaurant.orders.sends(sends(3, [dish(10 + order_id)], { order_id }));
      assert.doesNotMatch(await restaurant.printer.paper(papers + 1), /ADD-ON/);
      await restaurant.orders.sends(sends(4, [dish(90 + order_id)], { order_id }));
      assert.match(await restaurant.printer.paper(papers + 2), /ADD-ON/);
      assert.deepEqual(await due(order_id), []);
      assert.equal((await papersOf(order_id)).length, 2);
      await settings({ enabled: true, auto: true });
    });
  }

  it('hangs what is sent by hand, all of it, and keeps that true', async () => {
    await settings({ auto: false });
    restaurant.orders.knows(order41([61, 62], { id: 43, order_number: 19 }));
    const { tickets } = await restaurant.ask('send_kitchen_order', { order_id: 43 });
    assert.deepEqual(
      tickets.map(({ station_id, items }) => [station_id, items.map(({ change }) => change)]),
      [
        ['kitchen', ['none', 'none']],
        ['pass', ['none', 'none']],
      ],
    );
    assert.equal(tickets[0]?.original_position, tickets[1]?.original_position);
    assert.equal((await papersOf(43)).length, 0);
    await restaurant.orders.sends(sends(6, [dish(61, 'cancelled'), dish(63)], of));
    const [ticket] = await hung(43, 3);
    const changes = ticket?.items.map(({ change }) => change);
    assert.deepEqual(changes, ['cancelled', 'none', 'added']);
    await settings({ auto: true });
  });
});

describe('an order that is sent by hand', () => {
  it('stays as it hangs at a station where it is due, and hangs at the others again', async () => {
    await restaurant.orders.sends(sends(3, [dish(1)], { order_id: 46, order_number: 22 }));
    const [first, atPass] = await hung(46, 1);
    await restaurant.ask('bump_ticket', { ticket_id: atPass?.id });
    restaurant.orders.knows(order41([1, 2], { id: 46, order_number: 22 }));
    const { tickets } = await restaurant.ask('send_kitchen_order', { order_id: 46 });
    assert.equal(tickets[0]?.id, first?.id);
    assert.deepEqual(
      tickets.map(({ items }) => items.length),
      [1, 2],
    );
    assert.deepEqual((await due(46)).length, 2);
  });

  it('hangs at the stations that are named, and nowhere else', async () => {
    restaurant.orders.knows(order41([1], { id: 47, order_number: 23 }));
    const input = { order_id: 47, station_ids: ['pass'] };
    const { tickets } = await restaurant.ask('send_kitchen_order', input);
    assert.deepEqual(
      tickets.map(({ station_id }) => station_id),
      ['pass'],
    );
    assert.equal((await due(47)).length, 1);
  });

  it('hangs once, however often the same question comes', async () => {
    restaurant.orders.knows(order41([1], { id: 48, order_number: 24 }));
    const ask = () => restaurant.ask('send_kitchen_order', { order_id: 48 }, undefined, 'a-key-48');
    const [one, other] = await Promise.all([ask(), ask()]);
    assert.deepEqual(one, other);
    assert.equal((await due(48)).length, 2);
  });

  it('is refused where nothing can hang: no order, no lines, no station, no screens', async () => {
    restaurant.orders.knows(order41([], { id: 49, order_number: 25 }));
    const refused = (input: object, code: string) =>
      restaurant.refused('send_kitchen_order', input, code);
    await refused({ order_id: 999 }, 'ORDER_NOT_FOUND');
    await refused({ order_id: 49 }, 'ORDER_EMPTY');
    await refused({ order_id: 48, station_ids: ['moon'] }, 'STATION_NOT_FOUND');
    await settings({ enabled: false });
    await refused({ order_id: 48 }, 'SCREENS_OFF');
    await settings({ enabled: true });
  });
});
