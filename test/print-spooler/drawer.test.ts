import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { drawerEvents } from '#shared/contracts/drawer.ts';
import { cents } from '#shared/contracts/money.ts';
import { payments } from '#shared/contracts/payments.ts';
import { openAnnouncer } from './announcer.ts';
import { BEN, openRestaurant, type Restaurant } from './restaurant.ts';

let restaurant: Restaurant;
before(async () => {
  restaurant = await openRestaurant();
});
after(() => restaurant.close());

describe('the cash drawer', () => {
  it('opens for cash, once for each payment, and not for a card', async () => {
    const { orders, printer } = restaurant;
    await orders.pay(1, 41, 'card');
    await orders.pay(2, 41, 'cash');
    await printer.kicked(1);
    await restaurant.becomes('drawer-payment-2-1-1', 'printed');
    assert.equal((await restaurant.jobs()).length, 1);
    assert.deepEqual(printer.papers(), []);
  });

  it('opens when somebody asks, which is told with who it was', async () => {
    const asked = restaurant.house.heard<{ actor: object; body: object }>(
      'pos/print-spooler/did/job_asked',
    );
    const kicks = restaurant.printer.kicks();
    const { jobs } = await restaurant.ask('open_drawer', {}, BEN);
    await restaurant.printer.kicked(kicks + 1);
    assert.deepEqual((await asked).actor, { staff_id: 2, till: 'main' });
    await restaurant.becomes(jobs[0]?.id as string, 'printed');
  });

  it('opens when cash is put in by hand', async () => {
    const contract = { ...payments, operations: {}, events: drawerEvents };
    const drawer = openAnnouncer(restaurant.house, contract, {});
    const kicks = restaurant.printer.kicks();
    await drawer.announce('drawer_moved', {
      id: 7,
      session_id: 1,
      kind: 'no_sale',
      amount: cents(0),
      till: 'main',
      staff_id: 2,
      cash_tendered: null,
      change_due: null,
      reason: null,
      order_id: null,
      payment_id: null,
      refund_id: null,
      at: new Date().toISOString(),
    });
    await restaurant.printer.kicked(kicks + 1);
    await drawer.end();
  });

  it('of a till without one opens no other', async () => {
    await restaurant.refused('open_drawer', { printer_id: 9 }, 'PRINTER_NOT_FOUND');
    await restaurant.ask('select_printer', { printer_id: 1, tills: ['main'] });
    await restaurant.refused('open_drawer', { till: 'two' }, 'NO_PRINTER');
  });

  it('is not opened by what was announced before, and never tried a second time', async () => {
    const { orders, printer } = restaurant;
    const kicks = printer.kicks();
    await orders.pay(3, 41, 'cash', new Date(Date.now() - 11_000).toISOString());
    printer.dieAfter(0);
    printer.dieAfter(12); // in the middle of the pulse
    await orders.pay(4, 41, 'cash');
    const job = await restaurant.becomes('drawer-payment-4-1-1', 'unconfirmed');
    assert.match(String(job.problem), /^The drawer at Demo printer may have opened, or not/);
    assert.equal(job.attempts, 1);
    await orders.pay(5, 41, 'cash');
    await printer.kicked(kicks + 1);
    assert.ok(!(await restaurant.jobs()).some(({ id }) => id.startsWith('drawer-payment-3')));
  });

  it('that cannot be opened is given up after ten seconds, and staff hear why', async () => {
    const { orders, printer } = restaurant;
    const kicks = printer.kicks();
    printer.setCover('open');
    await orders.pay(6, 41, 'cash');
    const job = await restaurant.becomes('drawer-payment-6-1-1', 'failed');
    assert.match(String(job.problem), /not opened in time: Demo printer has its cover open/);
    printer.setCover('shut');
    await orders.pay(7, 41, 'cash');
    await restaurant.becomes('drawer-payment-7-1-1', 'printed');
    assert.equal(printer.kicks(), kicks + 1);
    const again = await restaurant.ask('retry_job', { job_id: job.id });
    assert.equal(again.status, 'queued');
    await printer.kicked(kicks + 2);
  });
});
