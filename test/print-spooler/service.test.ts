import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { printSpooler, type Ticket } from '#shared/contracts/print-spooler.ts';
import { openOrders } from './orders-stand-in.ts';
import { openRestaurant, type Restaurant } from './restaurant.ts';

const INDEX = 'pos/now/kitchen/kitchen/index';
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

let restaurant: Restaurant;
beforeEach(async () => {
  restaurant = await openRestaurant();
});
afterEach(() => restaurant.close());

const outcomes = async () =>
  (await restaurant.jobs()).map(({ id, status, attempts }) => [id, status, attempts]);

describe('an order that is sent', () => {
  it('hangs on the kitchen screen until it is bumped, and comes out as paper', async () => {
    const { house, orders, printer } = restaurant;
    const shown = house.heard<Ticket>('pos/now/kitchen/kitchen/1');
    const indexed = house.heard<{ ticket_ids: number[] }>(INDEX, (m) => m.ticket_ids.length > 0);
    const printed = restaurant.settled('order_ticket', 'printed');
    await orders.send(41, 17);
    assert.equal((await shown).order_number, 17);
    assert.deepEqual((await indexed).ticket_ids, [1]);
    assert.match(await printer.paper(1), /^ +17 +\| 4x4 bold\n +DINE IN/);
    await printed;
    assert.deepEqual(await outcomes(), [['order_ticket-41-3-1-1', 'printed', 1]]);

    const cleared = house.heard('pos/now/kitchen/kitchen/1', (message) => message === null);
    const empty = house.heard<{ ticket_ids: number[] }>(INDEX, (m) => m.ticket_ids.length === 0);
    const bump = () => house.asker.ask(printSpooler, 'bump_ticket', { ticket_id: 1 });
    assert.equal((await bump()).status, 'bumped');
    await Promise.all([cleared, empty]);
    await assert.rejects(bump(), { code: 'TICKET_BUMPED' });
    assert.deepEqual((await restaurant.ask('list_tickets', {})).tickets, []);
  });

  it('cannot be bumped under a number that the kitchen never had', async () => {
    const bump = restaurant.house.asker.ask(printSpooler, 'bump_ticket', { ticket_id: 99 });
    await assert.rejects(bump, { code: 'TICKET_NOT_FOUND' });
  });

  it('still hangs there after a power cut, and what was left behind does not', async () => {
    const { house, orders } = restaurant;
    const opened = house.heard('pos/print-spooler/did/ticket_opened');
    await orders.send(41, 17);
    await opened;
    const ghost = house.heard('pos/now/kitchen/kitchen/999', (message) => message === null);
    await restaurant.cutPower(() => {
      house.bus.publish('pos/now/kitchen/kitchen/999', '{"id":999}', true);
      house.bus.publish('pos/now/kitchen/kitchen/1', '', true);
    });
    await ghost;
    const shown = await house.heard<Ticket>('pos/now/kitchen/kitchen/1', (ticket) => !!ticket);
    assert.equal(shown.order_number, 17);
  });
});

describe('an order that is closed', () => {
  it('gives the guest a receipt with the name of the house', async () => {
    const printed = restaurant.settled('receipt', 'printed');
    await restaurant.orders.close(41, 17);
    const paper = await restaurant.printer.paper(1);
    assert.match(paper, /Juniper & Rye/);
    assert.match(paper, /Order 17/);
    assert.match(paper, /Total +\$77\.41/);
    await printed;
    assert.deepEqual(await outcomes(), [['receipt-41-4-1-1', 'printed', 1]]);
  });
});

describe('a power cut while the printer is printing', () => {
  it('makes the kitchen ticket come again, with a warning on top', async () => {
    const { orders, printer } = restaurant;
    printer.keepSilent(true);
    await orders.send(41, 17);
    assert.doesNotMatch(await printer.paper(1), /DUPLICATE/);
    await restaurant.cutPower(() => printer.keepSilent(false));
    assert.match(await printer.paper(2), /^ POSSIBLE DUPLICATE – ATTEMPT 2 +\| 1x2 bold inverted/);
  });

  it('leaves it to staff whether the receipt is there', async () => {
    const { house, orders, printer } = restaurant;
    printer.keepSilent(true);
    await orders.close(41, 17);
    await printer.paper(1);
    const asked = house.heard<{ status: string; problem: string }>(
      'pos/now/print_jobs/receipt-41-4-1-1',
    );
    await restaurant.cutPower(() => printer.keepSilent(false));
    const { status, problem } = await asked;
    assert.equal(status, 'unconfirmed');
    assert.match(problem, /^It may be on paper at Demo printer, or not/);
    await orders.send(42, 18);
    assert.match(await printer.paper(2), /^ +18 /); // and not the receipt
  });
});

describe('a printer', () => {
  it('that was off at first prints everything later, in order', async () => {
    const { house, orders, printer } = restaurant;
    await printer.switchOff();
    const last = house.heard<{ ticket_ids: number[] }>(INDEX, (m) => m.ticket_ids.length === 2);
    await orders.send(41, 17);
    await orders.close(41, 17);
    await orders.send(42, 18);
    await last;
    assert.deepEqual(await outcomes(), [
      ['order_ticket-42-3-1-1', 'queued', 0],
      ['receipt-41-4-1-1', 'queued', 0],
      ['order_ticket-41-3-1-1', 'queued', 0],
    ]);
    await printer.switchOn();
    assert.match(await printer.paper(1), /^ +17 /);
    assert.match(await printer.paper(2), /Order 17/);
    assert.match(await printer.paper(3), /^ +18 /);
  });

  it('that loses its power in the middle of a ticket prints it again', async () => {
    const { orders, printer } = restaurant;
    const printed = restaurant.settled('order_ticket', 'printed');
    printer.dieAfter(100);
    await orders.send(41, 17);
    assert.match(await printer.paper(1), /POSSIBLE DUPLICATE – ATTEMPT 2/);
    await printed;
    assert.deepEqual(await outcomes(), [['order_ticket-41-3-1-1', 'printed', 2]]);
  });

  it('that loses its power in the middle of a receipt leaves it to staff', async () => {
    const { orders, printer } = restaurant;
    const stopped = restaurant.settled('receipt', 'unconfirmed');
    printer.dieAfter(100);
    await orders.close(41, 17);
    await stopped;
    assert.deepEqual(await outcomes(), [['receipt-41-4-1-1', 'unconfirmed', 1]]);
    assert.deepEqual(printer.papers(), []);
  });
});

describe('what was announced before', () => {
  it('is neither printed nor hung up twice when the whole history is heard again', async () => {
    const { house, orders, printer } = restaurant;
    await orders.send(41, 17);
    await orders.close(41, 17);
    await printer.paper(2);
    await orders.end();
    const restored = openOrders(house, 'orders-restored');
    await restored.send(41, 17);
    await restored.close(41, 17);
    await restored.send(42, 18);
    assert.match(await printer.paper(3), /^ +18 /);
    assert.equal((await restaurant.jobs()).length, 3);
    const { tickets } = await restaurant.ask('list_tickets', {});
    assert.deepEqual(
      tickets.map(({ order_number }) => order_number),
      [17, 18],
    );
    await restored.end();
  });

  it('waits for staff after 15 minutes, and is history after a day', async () => {
    const { house, orders, printer } = restaurant;
    const held = house.heard<{ status: string }>('pos/now/print_jobs/order_ticket-42-3-1-1');
    await house.kill('print-spooler');
    await orders.send(41, 17, minutesAgo(25 * 60));
    await house.start('print-spooler');
    await orders.send(42, 18, minutesAgo(16));
    await orders.send(43, 19, minutesAgo(6));
    assert.equal((await held).status, 'held');
    assert.match(await printer.paper(1), /^ LATE – ordered .+\n\n +19 /);
    const { tickets } = await restaurant.ask('list_tickets', {});
    assert.deepEqual(
      tickets.map(({ order_number }) => order_number),
      [18, 19],
    );
    assert.equal(printer.papers().length, 1);
  });

  it('waits for staff when it comes just now, from before the clock was set', async () => {
    const { house, orders } = restaurant;
    const held = house.heard<{ status: string }>('pos/now/print_jobs/order_ticket-41-3-1-1');
    await orders.send(41, 17, '1970-01-01T00:00:20.000Z');
    assert.equal((await held).status, 'held');
    const { tickets } = await restaurant.ask('list_tickets', {});
    assert.equal(tickets[0]?.order_number, 17);
  });
});
