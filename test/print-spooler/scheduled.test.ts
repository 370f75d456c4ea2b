import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Ticket } from '#shared/contracts/print-spooler.ts';
import { openBooks } from '../support/books.ts';
import { until } from '../support/until.ts';
import { dish, inMinutes, order41, sends } from './kitchen-orders.ts';
import { openRestaurant, type Restaurant } from './restaurant.ts';

let restaurant: Restaurant;
beforeEach(async () => {
  restaurant = await openRestaurant();
});
afterEach(() => restaurant.close());

const tickets = async () => (await restaurant.ask('list_tickets', {})).tickets;
const hung = async (): Promise<Ticket> => {
  await until('a ticket hangs', async () => (await tickets()).length > 0);
  const [ticket, ...others] = await tickets();
  assert.deepEqual(others, []);
  return ticket as Ticket;
};
const papers = async () => (await restaurant.jobs()).filter(({ kind }) => kind === 'order_ticket');
/** Everything that orders announced so far has been heard. */
const heard = () =>
  until('the spooler heard of it', () => {
    const { behind, rows } = openBooks(restaurant.house.config.POS_DATA_DIR);
    const begun = rows('print-spooler', "SELECT * FROM cursor WHERE source = 'orders'").length > 0;
    return begun && behind().length === 0;
  });
const nothingHangs = async () => {
  await heard();
  assert.deepEqual([await tickets(), await papers()], [[], []]);
};
/** It is time for whatever is wanted within so many minutes. */
const beginBefore = (preparation_min: number) =>
  restaurant.ask('save_kitchen_settings', { preparation_min });
/** An order that is wanted a little later than the others hangs, and nothing before it. */
async function laterOneHangs(): Promise<void> {
  const of = { order_id: 42, order_number: 18, scheduled_for: inMinutes(61) };
  await restaurant.orders.sends(sends(1, [dish(9)], of));
  await heard();
  await beginBefore(62);
  assert.equal((await hung()).order_id, 42);
}
const lines = ({ items }: Ticket) => items.map(({ name, quantity }) => `${quantity} x ${name}`);

describe('an order for later', () => {
  it('waits, hangs when it is time, and is as young then as if it were sent now', async () => {
    const scheduled_for = inMinutes(60);
    const sent_at = inMinutes(-10);
    await restaurant.orders.sends(sends(3, [dish(1)], { scheduled_for, sent_at }), sent_at);
    await nothingHangs();
    await beginBefore(61);
    const ticket = await hung();
    assert.equal(ticket.scheduled_for, scheduled_for);
    assert.ok(Date.parse(ticket.sent_at) > Date.parse(sent_at) + 9 * 60_000);
    const paper = await restaurant.printer.paper(1);
    assert.match(paper, /FOR (\d{4}-\d\d-\d\d )?\d\d:\d\d/);
    assert.doesNotMatch(paper, /LATE/);
    await until('the printer has said so', async () => (await papers())[0]?.status === 'printed');
    assert.equal((await papers()).length, 1);
  });

  it('hangs at once when the kitchen has to begin already', async () => {
    await restaurant.orders.sends(sends(3, [dish(1)], { scheduled_for: inMinutes(15) }));
    await hung();
    await restaurant.printer.paper(1);
  });

  it('waits over a restart, and hangs once', async () => {
    await restaurant.orders.sends(sends(3, [dish(1)], { scheduled_for: inMinutes(60) }));
    await nothingHangs();
    await restaurant.cutPower();
    assert.deepEqual(await tickets(), []);
    await beginBefore(61);
    await hung();
    await restaurant.cutPower();
    await hung();
    assert.equal((await papers()).length, 1);
  });

  it('hangs with all that was sent of it since', async () => {
    const scheduled_for = inMinutes(60);
    const more = { scheduled_for };
    await restaurant.orders.sends(sends(3, [dish(1), dish(2), dish(3)], more));
    const news = [dish(1, 'changed', { quantity: 4 }), dish(2, 'cancelled'), dish(4)];
    await restaurant.orders.sends(sends(5, news, { ...more, note: 'hurry' }));
    await nothingHangs();
    await beginBefore(61);
    const ticket = await hung();
    assert.deepEqual(lines(ticket), ['4 x Dish 1', '1 x Dish 3', '1 x Dish 4']);
    assert.equal(ticket.note, 'hurry');
    assert.deepEqual([...new Set(ticket.items.map(({ change }) => change))], ['none']);
    assert.doesNotMatch(await restaurant.printer.paper(1), /CHANGE|CANCEL|ADD/);
  });

  it('that is heard of twice hangs once, as it was', async () => {
    const more = { scheduled_for: inMinutes(60) };
    await restaurant.orders.sends(sends(3, [dish(1)], more));
    await restaurant.orders.sends(sends(4, [dish(2)], more));
    await heard();
    await beginBefore(61);
    const before = await hung();
    await restaurant.orders.sends(sends(4, [dish(2)], more));
    await heard();
    assert.deepEqual((await hung()).items, before.items);
  });

  it('that is not wanted any more never hangs', async () => {
    const more = { scheduled_for: inMinutes(60) };
    await restaurant.orders.sends(sends(3, [dish(1), dish(2)], more));
    await restaurant.orders.sends(sends(4, [dish(1, 'cancelled'), dish(2, 'cancelled')], more));
    await heard();
    await laterOneHangs();
  });

  it('of which a line went to another order and is voided there leaves it out', async () => {
    const more = { scheduled_for: inMinutes(60) };
    await restaurant.orders.sends(sends(3, [dish(1), dish(2)], more));
    const gone = { ...more, order_id: 42, order_number: 18 };
    await restaurant.orders.sends(sends(2, [dish(2, 'cancelled')], gone));
    await nothingHangs();
    await beginBefore(61);
    assert.deepEqual(lines(await hung()), ['1 x Dish 1']);
  });

  it('goes on as any other order once it hangs', async () => {
    const more = { scheduled_for: inMinutes(60) };
    await restaurant.orders.sends(sends(3, [dish(1)], more));
    await heard();
    await beginBefore(61);
    await hung();
    await restaurant.orders.sends(sends(4, [dish(1, 'cancelled'), dish(2)], more));
    await until('both lines hang', async () => (await hung()).items.length === 2);
    const changes = (await hung()).items.map(({ change }) => change);
    assert.deepEqual(changes, ['cancelled', 'added']);
  });

  it('moves when it is wanted at another time, and hangs at once when wanted now', async () => {
    await restaurant.orders.sends(sends(3, [dish(1)], { scheduled_for: inMinutes(60) }));
    const scheduled_for = inMinutes(180);
    await restaurant.orders.changes({ version: 4, scheduled_for, customer_name: 'Rosa' });
    await heard();
    await beginBefore(61);
    await restaurant.orders.changes({ version: 5, scheduled_for, note: 'window' });
    await nothingHangs();
    await restaurant.orders.changes({ version: 6, scheduled_for: null, note: 'now' });
    const { note, scheduled_for: wanted, customer_name } = await hung();
    assert.deepEqual([note, wanted, customer_name], ['now', null, 'Zoë']);
  });

  it('is not put off again once the kitchen has begun with it', async () => {
    await restaurant.orders.sends(sends(3, [dish(1)]));
    await hung();
    const more = { scheduled_for: inMinutes(120) };
    await restaurant.orders.sends(sends(5, [dish(1, 'cancelled'), dish(2)], more));
    await until('both lines hang', async () => (await hung()).items.length === 2);
  });

  it('hangs when somebody sends it by hand, and not a second time', async () => {
    await restaurant.orders.sends(sends(3, [dish(1)], { scheduled_for: inMinutes(60) }));
    await heard();
    restaurant.orders.knows(order41([1]));
    await restaurant.ask('send_kitchen_order', { order_id: 41 });
    await hung();
    const { id } = await hung();
    await restaurant.ask('bump_ticket', { ticket_id: id });
    await laterOneHangs();
  });
});
