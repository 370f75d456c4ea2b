import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { openRestaurant, type Restaurant } from './restaurant.ts';

const TM = { name: ['EPSON', 'TM-m30III'] as [string, string] };
const TICKET = 'order_ticket-41-3-1-1';
const AT_BACKUP = 'order_ticket-41-3-2-1';

let restaurant: Restaurant;
let backup: Awaited<ReturnType<Restaurant['addPrinter']>>;
beforeEach(async () => {
  restaurant = await openRestaurant(TM);
  backup = await restaurant.addPrinter({ name: 'Bar' }, TM);
  await restaurant.ask('change_printer', { printer_id: 1, backup_printer_id: backup.id });
  await restaurant.ask('set_print_settings', { backup_after_s: 5 });
});
afterEach(() => restaurant.close());

describe('a backup printer', () => {
  it('prints what its own one did not in time, headed so, and both jobs say it', async () => {
    const { printer, orders, house } = restaurant;
    const told = house.heard<{ body: object }>('pos/print-spooler/did/job_handed_over');
    await printer.switchOff();
    await orders.send(41, 17);
    const paper = await backup.machine.paper(1);
    assert.match(paper, /BACKUP FROM Demo printer/);
    assert.doesNotMatch(paper, /DUPLICATE/);
    const job = await restaurant.job(TICKET);
    assert.deepEqual(
      [job.status, job.problem, job.backup_job_id, job.attempts],
      ['cancelled', 'It went to Bar.', AT_BACKUP, 0],
    );
    assert.equal((await restaurant.becomes(AT_BACKUP, 'printed')).backup_from, 'Demo printer');
    const names = { from: 'Demo printer', to: 'Bar' };
    const ids = { id: TICKET, backup_job_id: AT_BACKUP };
    assert.deepEqual((await told).body, { ...ids, ...names, in_doubt: false });
    await printer.switchOn();
    await orders.send(42, 18);
    assert.match(await printer.paper(1), /^ +18 /); // and not the first
  });

  it('says that it may be a second copy when the first printer has the ticket in it', async () => {
    const { printer, orders } = restaurant;
    printer.slowDown(1_000);
    await orders.send(40, 16);
    await orders.send(41, 17);
    await restaurant.becomes(TICKET, 'awaiting_confirm');
    printer.setPaper('out');
    const paper = await backup.machine.paper(1);
    assert.match(paper, /POSSIBLE DUPLICATE – ATTEMPT 2/);
    assert.match(paper, /BACKUP FROM Demo printer/);
    const { status, problem } = await restaurant.job(TICKET);
    assert.equal(status, 'awaiting_confirm');
    assert.match(String(problem), /out of paper.* It went to Bar as well\./);
    printer.setPaper('in');
    await restaurant.becomes(TICKET, 'printed');
  });

  it('does not get what it cannot help with: reports, texts, tests and drawers', async () => {
    const { printer, orders } = restaurant;
    await printer.switchOff();
    const { jobs } = await restaurant.ask('print_receipt', { text: 'till roll' });
    await orders.send(41, 17);
    await backup.machine.paper(1);
    assert.equal((await restaurant.job(jobs[0]?.id as string)).status, 'queued');
    assert.equal(backup.machine.papers().length, 1);
  });
});
