import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { ownAddress, openRestaurant, type Restaurant } from './restaurant.ts';

const TICKET = 'order_ticket-41-3-1-1';
const TM = { name: ['EPSON', 'TM-m30III'] as [string, string] };

let restaurant: Restaurant;
beforeEach(async () => {
  restaurant = await openRestaurant(TM);
});
afterEach(() => restaurant.close());

describe('a printer without paper', () => {
  it('keeps its queue waiting, says so in words, and goes on by itself', async () => {
    const { printer, orders, house } = restaurant;
    printer.setPaper('out');
    const alarm = house.heard<{ detail: string }>('pos/now/alarms/print-spooler/printer_1');
    await orders.send(41, 17);
    const job = await restaurant.becomes(TICKET, 'queued', /Demo printer is out of paper\./);
    assert.equal(job.attempts, 0);
    assert.equal((await alarm).detail, 'Demo printer is out of paper.');
    await orders.send(42, 18);
    await restaurant.becomes('order_ticket-42-3-1-1', 'queued', /out of paper/);
    assert.deepEqual(printer.papers(), []);

    const cleared = house.heard('pos/now/alarms/print-spooler/printer_1', (m) => m === null);
    printer.setPaper('in');
    assert.match(await printer.paper(1), /^ +17 /);
    assert.match(await printer.paper(2), /^ +18 /);
    await cleared;
    const { problem, attempts } = await restaurant.becomes(TICKET, 'printed');
    assert.deepEqual([problem, attempts], [null, 1]);
  });

  it('in the middle of a receipt is waited for, longer than any confirmation takes', async () => {
    const { printer, orders } = restaurant;
    const receipt = 'receipt-41-4-1-1';
    printer.slowDown(300);
    await orders.send(41, 17);
    await orders.close(41, 17);
    await restaurant.becomes(receipt, 'awaiting_confirm');
    printer.setPaper('out');
    const told = /Demo printer is out of paper\. It goes on when that is mended\./;
    const job = await restaurant.becomes(receipt, 'awaiting_confirm', told);
    assert.equal(job.attempts, 1);
    await orders.pay(9, 41, 'cash'); // and a drawer is given up after ten seconds
    await restaurant.becomes('drawer-payment-9-1-1', 'failed', /Demo printer/);
    await restaurant.becomes(receipt, 'awaiting_confirm', told);
    printer.slowDown(0);
    printer.setPaper('in');
    await restaurant.becomes(receipt, 'printed');
    assert.equal(printer.papers().filter((text) => text.includes('Receipt')).length, 1);
  });
});

describe('a printer with its cover open', () => {
  it('is not spoken over: nothing is sent until it is shut', async () => {
    const { printer, orders } = restaurant;
    printer.setCover('open');
    await orders.close(41, 17);
    await restaurant.becomes('receipt-41-4-1-1', 'queued', /has its cover open/);
    printer.setCover('shut');
    await restaurant.becomes('receipt-41-4-1-1', 'printed');
  });
});

describe('a printer that is served by somebody else', () => {
  it('is tried again, and nobody is called for it', async () => {
    const { printer, orders } = restaurant;
    const { connect } = await import('node:net');
    const other = connect(printer.port, printer.host);
    await new Promise((connected) => other.once('connect', connected));
    await orders.send(41, 17);
    const { problem, attempts } = await restaurant.becomes(TICKET, 'queued');
    assert.deepEqual([problem, attempts], [null, 0]);
    other.destroy();
    await restaurant.becomes(TICKET, 'printed');
  });
});

describe('a printer of another make', () => {
  async function prints(name: string, maker: object, setup: object = {}) {
    const { machine, id } = await restaurant.addPrinter({ name, ...setup }, maker);
    const { job_id } = await restaurant.ask('test_printer', { printer_id: id });
    await machine.paper(1);
    const find = async () => (await restaurant.printers()).find((one) => one.id === id);
    return { job_id, machine, find };
  }

  it('confirms by its status where it knows no names for jobs, without printing it', async () => {
    const { job_id, find, machine } = await prints('Clone', { name: ['BIXOLON', 'SRP-350'] });
    await restaurant.becomes(job_id, 'printed');
    assert.equal((await find())?.confirms_by, 'status');
    assert.doesNotMatch(machine.papers().join(), /\(H/);
  });

  it('confirms by counting, as a Star', async () => {
    const { job_id, find, machine } = await prints(
      'Star',
      { language: 'star' },
      { language: 'star' },
    );
    await restaurant.becomes(job_id, 'printed');
    assert.equal((await find())?.confirms_by, 'etb');
    machine.setPaper('out');
    await restaurant.ask('list_printers', { refresh: true });
    assert.equal((await find())?.problem, 'Star is out of paper.');
  });

  it('that can say nothing leaves its jobs unconfirmed, and calls nobody', async () => {
    const { job_id } = await prints('Mute', { speaks: false }, { confirmation: 'none' });
    const { problem, attempts } = await restaurant.becomes(job_id, 'unconfirmed');
    assert.deepEqual([problem, attempts], [null, 1]);
    const { jobs } = await restaurant.ask('list_jobs', { open: true });
    assert.deepEqual(jobs, []);
  });
});

describe('a printer that moves to another address', () => {
  it('is asked anew what it is, and gets what waits for it', async () => {
    const { printer, orders } = restaurant;
    await printer.switchOff();
    await orders.send(41, 17);
    await restaurant.becomes(TICKET, 'queued');
    const host = ownAddress();
    const { startPrinter } = await import('../sandbox/printer/printer.ts');
    const folder = `${restaurant.house.config.POS_DATA_DIR}/moved`;
    const moved = await startPrinter({ ...TM, host, port: 9100, folder });
    const { status } = await restaurant.ask('change_printer', { printer_id: 1, host, port: 9100 });
    assert.equal(status, 'unknown');
    assert.match(await moved.paper(1), /^ +17 /);
    await restaurant.becomes(TICKET, 'printed');
    await moved.switchOff();
  });
});
