import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { printSpooler } from '#shared/contracts/print-spooler.ts';
import { startPrinter } from '../sandbox/printer/printer.ts';
import { ADA, openRestaurant, ownAddress, type Restaurant } from './restaurant.ts';

let restaurant: Restaurant;
before(async () => {
  restaurant = await openRestaurant();
});
after(() => restaurant.close());

describe('a printer of the house', () => {
  it('prints nothing before an admin says what', async () => {
    const { machine, id } = await restaurant.addPrinter({ name: 'Bar', columns: 42 });
    const bar = (await restaurant.printers()).find((one) => one.id === id);
    assert.deepEqual(
      [bar?.receipts, bar?.order_tickets, bar?.order_numbers, bar?.drawer, bar?.columns],
      [false, false, false, false, 42],
    );
    await restaurant.orders.send(51, 21);
    await restaurant.becomes('order_ticket-51-3-1-1', 'printed');
    assert.deepEqual(machine.papers(), []);

    const selected = await restaurant.ask('select_printer', {
      printer_id: id,
      order_tickets: true,
    });
    assert.deepEqual([selected.order_tickets, selected.receipts], [true, false]);
    await restaurant.orders.send(52, 22);
    assert.match(await machine.paper(1), /^ +22 /);
  });

  it('keeps what is not said when it is changed, and tells who changed it', async () => {
    const { id } = await restaurant.addPrinter({ name: 'Counter', receipts: true });
    const heard = restaurant.house.heard<{ actor: object; body: { name: string } }>(
      'pos/print-spooler/did/printer_saved',
      ({ body }) => body.name === 'Front counter',
    );
    const changed = await restaurant.ask('change_printer', {
      printer_id: id,
      name: 'Front counter',
      receipts: false,
      tills: ['front'],
    });
    assert.deepEqual(
      [changed.name, changed.receipts, changed.tills, changed.port],
      ['Front counter', false, ['front'], 9100],
    );
    assert.deepEqual((await heard).actor, { staff_id: 1, till: 'main' });
  });

  it('serves the receipts of its own tills only', async () => {
    const { machine, id } = await restaurant.addPrinter({ name: 'Till two' });
    await restaurant.ask('select_printer', { printer_id: id, receipts: true, tills: ['two'] });
    await restaurant.orders.close(53, 23); // at the till main
    await restaurant.becomes('receipt-53-4-1-1', 'printed');
    assert.deepEqual(machine.papers(), []);
    await restaurant.ask('delete_printer', { printer_id: id });
  });

  it('prints a test page, and says who it is and how it confirms', async () => {
    const { machine, id } = await restaurant.addPrinter(
      { name: 'Grill' },
      { name: ['EPSON', 'TM-m30III'] },
    );
    const { job_id } = await restaurant.ask('test_printer', { printer_id: id });
    assert.match(await machine.paper(1), /Test page[^]*Grill/);
    await restaurant.becomes(job_id, 'printed');
    const grill = (await restaurant.printers()).find((one) => one.id === id);
    assert.deepEqual(
      [grill?.model_name, grill?.confirms_by, grill?.status, grill?.waiting],
      ['EPSON TM-m30III', 'process_id', 'ready', 0],
    );
  });

  it('is asked how it is when somebody wants to know', async () => {
    const { machine, id } = await restaurant.addPrinter({ name: 'Dessert' });
    const status = async (refresh: boolean) => {
      const { printers } = await restaurant.ask('list_printers', { refresh });
      const found = printers.find((one) => one.id === id);
      return [found?.status, found?.problem];
    };
    assert.deepEqual(await status(false), ['unknown', null]);
    machine.setPaper('low');
    assert.deepEqual(await status(true), ['paper_low', 'Dessert is nearly out of paper.']);
    machine.setCover('open');
    assert.deepEqual(await status(true), ['cover_open', 'Dessert has its cover open.']);
    await machine.switchOff();
    const away = 'Dessert cannot be reached: it refuses the connection.';
    assert.deepEqual(await status(true), ['away', away]);
  });

  it('is found by who looks for printers', async () => {
    const { printers } = await restaurant.ask('discover_printers', {});
    const demo = printers.find(({ printer_id }) => printer_id === 1);
    assert.deepEqual([demo?.name, demo?.host], ['Demo printer', '127.0.0.1']);
  });

  it('is not taken away while something waits for it', async () => {
    const { machine, id } = await restaurant.addPrinter({ name: 'Patio' });
    await machine.switchOff();
    const { job_id } = await restaurant.ask('test_printer', { printer_id: id });
    await restaurant.refused('delete_printer', { printer_id: id }, 'PRINTER_HAS_JOBS');
    await restaurant.ask('cancel_job', { job_id });
    await restaurant.ask('delete_printer', { printer_id: id });
    assert.ok(!(await restaurant.printers()).some((one) => one.id === id));
    await restaurant.refused('test_printer', { printer_id: id }, 'PRINTER_NOT_FOUND');
    await restaurant.addPrinter({ name: 'Patio' }); // the name is free again
  });
});

describe('what is no printer of ours', () => {
  const add = (more: object) => ({ name: 'X', host: ownAddress(), port: 9100, ...more });

  it('is refused by its address, and nobody connects there', async () => {
    const other = await startPrinter({
      port: 0,
      host: ownAddress(),
      folder: `${restaurant.house.config.POS_DATA_DIR}/other`,
    });
    const refusals = [
      { host: '8.8.8.8' },
      { host: '169.254.169.254' },
      { port: 22 },
      { port: restaurant.house.config.POS_PORT },
      { host: other.host, port: other.port },
    ];
    for (const wrong of refusals) {
      const field = 'port' in wrong ? 'port' : 'host';
      const code = 'PRINTER_ADDRESS_REFUSED';
      await restaurant.refused('add_printer', add(wrong), code, field);
      await restaurant.refused('change_printer', { printer_id: 1, ...wrong }, code, field);
    }
    await other.switchOff();
  });

  it('is refused by its field where it is no address at all', async () => {
    for (const host of ['localhost', 'printer.local', '192.168.1', '::1', 'http://10.0.0.1/']) {
      await restaurant.refused('add_printer', add({ host }), 'VALIDATION_FAILED', 'host');
    }
    await restaurant.refused('add_printer', add({ port: 0 }), 'VALIDATION_FAILED', 'port');
    await restaurant.refused('add_printer', add({ ip: '1' }), 'VALIDATION_FAILED', 'ip');
  });

  it('is not connected to when its address was put into the file behind our back', async () => {
    const { machine, id } = await restaurant.addPrinter({ name: 'Moved' });
    await restaurant.house.kill('print-spooler');
    const { default: SQLite } = await import('better-sqlite3');
    const file = new SQLite(`${restaurant.house.config.POS_DATA_DIR}/print-spooler.db`);
    file.prepare('UPDATE printer SET port = 9111 WHERE id = ?').run(id);
    file.close();
    await restaurant.house.start('print-spooler');
    await restaurant.ask('list_printers', { refresh: true });
    const moved = (await restaurant.printers()).find((one) => one.id === id);
    assert.match(String(moved?.problem), /not on the restaurant's own network/);
    assert.deepEqual(machine.papers(), []);
  });

  it('has neither the name nor the address of another one', async () => {
    const { host, port } = (await restaurant.printers())[0] ?? { host: '', port: 0 };
    await restaurant.refused('add_printer', add({ host, port }), 'PRINTER_KNOWN');
    await restaurant.refused('add_printer', add({ name: 'Demo printer' }), 'NAME_TAKEN');
  });

  it('has no station, backup or number that nobody knows', async () => {
    await restaurant.refused('add_printer', add({ stations: ['moon'] }), 'UNKNOWN_STATION');
    await restaurant.refused(
      'select_printer',
      { printer_id: 1, stations: ['moon'] },
      'UNKNOWN_STATION',
    );
    await restaurant.refused('add_printer', add({ backup_printer_id: 99 }), 'PRINTER_NOT_FOUND');
    await restaurant.refused(
      'change_printer',
      { printer_id: 1, backup_printer_id: 1 },
      'PRINTER_NOT_FOUND',
    );
    await restaurant.refused('select_printer', { printer_id: 99 }, 'PRINTER_NOT_FOUND');
  });
});

describe('printers', () => {
  it('are an admin’s to add, to change and to take away', () => {
    const { operations } = printSpooler;
    const admins = ['add_printer', 'change_printer', 'delete_printer', 'select_printer'] as const;
    for (const name of admins) assert.equal(operations[name].role, 'admin', name);
    assert.equal(operations.set_print_settings.role, 'admin');
    assert.ok(ADA.isAdmin);
  });
});
