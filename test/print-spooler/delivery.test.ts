import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Ticket } from '#shared/contracts/print-spooler.ts';
import { openBooks } from '../support/books.ts';
import { until } from '../support/until.ts';
import { dish, sends } from './kitchen-orders.ts';
import { ADA, openRestaurant, type Restaurant } from './restaurant.ts';

const TM = { name: ['EPSON', 'TM-m30III'] as [string, string] };

let restaurant: Restaurant;
beforeEach(async () => {
  restaurant = await openRestaurant(TM);
  await restaurant.ask('save_kitchen_settings', { deliver_within_s: 5 });
});
afterEach(() => restaurant.close());

const tickets = async () => (await restaurant.ask('list_tickets', {})).tickets;
const ticketAt = async (station_id: string): Promise<Ticket> => {
  let found: Ticket | undefined;
  await until(`a ticket hangs at ${station_id}`, async () => {
    found = (await tickets()).find((one) => one.station_id === station_id);
    return found !== undefined;
  });
  return found as Ticket;
};
const delivered = (station_id: string) =>
  until(`what hangs at ${station_id} is delivered`, async () => {
    return (await ticketAt(station_id)).delivered_at !== null;
  });
const send = (version = 3) => restaurant.orders.sends(sends(version, [dish(version)]));
/** What the alarm of a station says; undefined: there is none. */
function alarm(station_id: string): string | undefined {
  const { rows } = openBooks(restaurant.house.config.POS_DATA_DIR);
  const of = `SELECT detail FROM alarm WHERE name = 'undelivered_${station_id}'`;
  return rows<{ detail: string }>('print-spooler', of)[0]?.detail;
}
const says = (station_id: string, words: RegExp) =>
  until(`the alarm says ${words}`, () => words.test(alarm(station_id) ?? ''));
const silent = (station_id: string) =>
  until('the alarm is over', () => alarm(station_id) === undefined);
const papers = async () => (await restaurant.jobs()).filter(({ kind }) => kind === 'order_ticket');

describe('a ticket that is on paper at its station', () => {
  it('is there, and not at the stations that its printer does not serve', async () => {
    await restaurant.ask('add_station', { name: 'Pass', is_expo: true });
    await restaurant.ask('change_printer', { printer_id: 1, stations: ['kitchen'] });
    const told = restaurant.house.heard<{ body: { by: string } }>(
      'pos/print-spooler/did/ticket_delivered',
    );
    await send();
    await delivered('kitchen');
    assert.equal((await told).body.by, 'printer');
    assert.equal((await ticketAt('pass')).delivered_at, null);
  });

  it('is there as well when it came out at the backup printer of its printer', async () => {
    const bar = await restaurant.addPrinter({ name: 'Bar', stations: [] }, TM);
    const setup = { printer_id: 1, backup_printer_id: bar.id, stations: ['kitchen'] };
    await restaurant.ask('change_printer', setup);
    await restaurant.ask('set_print_settings', { backup_after_s: 5 });
    await restaurant.printer.switchOff();
    await send();
    await bar.machine.paper(1);
    await delivered('kitchen');
  });
});

describe('a ticket that nobody has received in time', () => {
  it('goes to its station’s backup printer, and the tills hear of it until then', async () => {
    const bar = await restaurant.addPrinter({ name: 'Bar' }, TM);
    const station = { station_id: 'kitchen', backup_printer_id: bar.id };
    await restaurant.ask('change_station', station);
    await Promise.all([restaurant.printer.switchOff(), bar.machine.switchOff()]);
    await send();
    const words = /^Kitchen has not received a ticket, of number 17 at \d\d:\d\d; .* at Bar\.$/;
    await says('kitchen', words);
    await bar.machine.switchOn();
    const paper = await bar.machine.paper(1);
    assert.match(paper, /BACKUP FROM Kitchen/);
    assert.match(paper, /NOT RECEIVED THERE IN TIME/);
    assert.match(paper, /1 x Dish 3/);
    await delivered('kitchen');
    await silent('kitchen');
  });

  it('is printed there once, whatever restarts', async () => {
    const bar = await restaurant.addPrinter({ name: 'Bar' }, TM);
    await restaurant.ask('change_station', { station_id: 'kitchen', backup_printer_id: bar.id });
    await Promise.all([restaurant.printer.switchOff(), bar.machine.switchOff()]);
    await send();
    await says('kitchen', /Bar/);
    const before = (await papers()).map(({ id }) => id);
    await restaurant.cutPower();
    await restaurant.ask('save_kitchen_settings', { deliver_within_s: 6 });
    await bar.machine.switchOn();
    await bar.machine.paper(1);
    await delivered('kitchen');
    assert.deepEqual(
      (await papers()).map(({ id }) => id),
      before,
    );
    assert.equal(bar.machine.papers().length, 1);
  });

  it('is told of as one alarm a station, which is over when all are there or begun', async () => {
    await restaurant.printer.switchOff();
    await send(3);
    const first = await ticketAt('kitchen');
    await restaurant.ask('add_station', { name: 'Pass', is_expo: true });
    await restaurant.orders.sends(sends(1, [dish(9)], { order_id: 42, order_number: 18 }));
    const words =
      /^Kitchen has not received 2 tickets, the oldest of number 17 at .* nobody has them\.$/;
    await says('kitchen', words);
    await says('pass', /^Pass has not received a ticket, of number 18 at .* nobody has it\.$/);
    const ids = (await tickets()).map(({ id }) => id);
    await restaurant.ask('start_ticket', { ticket_id: first.id });
    await says('kitchen', /^Kitchen has not received a ticket, of number 18/);
    assert.notEqual((await tickets()).find(({ id }) => id === first.id)?.delivered_at, null);
    await restaurant.ask('tickets_delivered', { ticket_ids: ids });
    await Promise.all([silent('kitchen'), silent('pass')]);
    const at = (await tickets()).map(({ delivered_at }) => delivered_at);
    await restaurant.ask('tickets_delivered', { ticket_ids: [...ids, 999] });
    assert.deepEqual(
      (await tickets()).map(({ delivered_at }) => delivered_at),
      at,
    );
  });

  it('alarms nobody where no screen or printer was to show it', async () => {
    await restaurant.ask('add_station', { name: 'Pass', is_expo: true });
    await restaurant.ask('change_printer', { printer_id: 1, stations: ['pass'] });
    await restaurant.printer.switchOff();
    await send();
    await says('pass', /nobody has it/);
    assert.equal(alarm('kitchen'), undefined);
    const unproven = { printer_id: 1, stations: [], confirmation: 'none' };
    await restaurant.ask('change_printer', unproven);
    const screen = { kind: 'kitchen', name: 'Grill' };
    const caller = { address: '192.168.1.7' };
    const { screen_id } = await restaurant.ask('register_screen', screen, caller);
    await restaurant.ask('approve_screen', { screen_id, stations: ['kitchen'] }, ADA);
    await restaurant.orders.sends(sends(1, [dish(9)], { order_id: 42, order_number: 18 }));
    await says('kitchen', /^Kitchen has not received a ticket, of number 18/);
    assert.match(alarm('pass') ?? '', /^Pass has not received a ticket, of number 17/);
  });
});

describe('a station', () => {
  it('has a backup printer that is there, and none when that is taken away', async () => {
    const backup = (backup_printer_id: number) => ({ station_id: 'kitchen', backup_printer_id });
    await restaurant.refused('change_station', backup(99), 'PRINTER_NOT_FOUND');
    const bar = await restaurant.addPrinter({ name: 'Bar' }, TM);
    const saved = await restaurant.ask('change_station', backup(bar.id));
    assert.equal(saved.backup_printer_id, bar.id);
    await restaurant.ask('delete_printer', { printer_id: bar.id });
    const { stations } = await restaurant.ask('list_stations', {});
    assert.deepEqual(
      stations.map(({ backup_printer_id }) => backup_printer_id),
      [null],
    );
  });
});
