import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { BEN, openRestaurant, type Restaurant } from './restaurant.ts';

const RECEIPT = 'receipt-41-4-1-1';
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

let restaurant: Restaurant;
beforeEach(async () => {
  restaurant = await openRestaurant({ name: ['EPSON', 'TM-m30III'] });
});
afterEach(() => restaurant.close());

/** A receipt of which nobody knows whether it is on paper. */
async function inDoubt(): Promise<void> {
  restaurant.printer.dieAfter(100);
  await restaurant.orders.close(41, 17);
  await restaurant.becomes(RECEIPT, 'unconfirmed', /may be on paper/);
}

describe('a receipt in doubt', () => {
  it('is printed again on a waiter’s word, headed as what it may be', async () => {
    await inDoubt();
    const decided = restaurant.house.heard<{ actor: object; body: object }>(
      'pos/print-spooler/did/job_decided',
    );
    await restaurant.ask('retry_job', { job_id: RECEIPT }, BEN);
    assert.match(await restaurant.printer.paper(1), /POSSIBLE DUPLICATE – ATTEMPT 2/);
    const { attempts } = await restaurant.becomes(RECEIPT, 'printed');
    assert.equal(attempts, 2);
    const { actor, body } = await decided;
    assert.deepEqual(actor, { staff_id: 2, till: 'main' });
    const told = { id: RECEIPT, decision: 'print', printer_id: 1, status: 'unconfirmed' };
    assert.deepEqual(body, told);
    assert.equal((await restaurant.jobs()).length, 1); // the same job
  });

  it('is settled by who has the paper in the hand', async () => {
    await inDoubt();
    const gone = restaurant.house.heard(`pos/now/print_jobs/${RECEIPT}`, (m) => m === null);
    const job = await restaurant.ask('confirm_job', { job_id: RECEIPT }, BEN);
    assert.deepEqual([job.status, job.problem], ['printed', null]);
    await gone;
    await restaurant.refused('confirm_job', { job_id: RECEIPT }, 'JOB_NOT_IN_DOUBT');
    await restaurant.refused('retry_job', { job_id: RECEIPT }, 'JOB_SETTLED');
    await restaurant.refused('cancel_job', { job_id: RECEIPT }, 'JOB_SETTLED');
    assert.deepEqual(restaurant.printer.papers(), []);
  });

  it('is printed at another printer, and stays one job', async () => {
    const { machine, id } = await restaurant.addPrinter({ name: 'Bar' });
    await inDoubt();
    const job = await restaurant.ask('retry_job', { job_id: RECEIPT, printer_id: id }, BEN);
    assert.deepEqual([job.printer_name, job.printer_id], ['Bar', id]);
    assert.match(await machine.paper(1), /POSSIBLE DUPLICATE – ATTEMPT 2/);
    await restaurant.becomes(RECEIPT, 'printed');
    assert.equal((await restaurant.jobs()).length, 1);
    await restaurant.refused('retry_job', { job_id: 'receipt-1-1-1-1' }, 'JOB_NOT_FOUND');
  });
});

describe('a job that is being printed just now', () => {
  it('is neither given up nor sent a second time', async () => {
    restaurant.printer.slowDown(60_000);
    await restaurant.orders.close(41, 17);
    await restaurant.becomes(RECEIPT, 'awaiting_confirm');
    await restaurant.refused('cancel_job', { job_id: RECEIPT }, 'JOB_UNDER_WAY');
    await restaurant.refused('retry_job', { job_id: RECEIPT }, 'JOB_UNDER_WAY');
  });
});

describe('the backlog of a long outage', () => {
  const held = async () => {
    await restaurant.orders.send(41, 17, minutesAgo(20));
    await restaurant.orders.send(42, 18, minutesAgo(19));
    await restaurant.orders.send(43, 19, minutesAgo(18));
    await restaurant.becomes('order_ticket-43-3-1-1', 'held', /more than 15 minutes/);
  };

  it('waits for staff, who let it go one by one or all at once, oldest first', async () => {
    await held();
    assert.deepEqual(restaurant.printer.papers(), []);
    await restaurant.ask('retry_job', { job_id: 'order_ticket-42-3-1-1' }, BEN);
    assert.match(await restaurant.printer.paper(1), /LATE – ordered[^]+ 18 /);
    const { jobs } = await restaurant.ask('release_held_jobs', { printer_id: 1 }, BEN);
    assert.deepEqual(
      jobs.map(({ id }) => id),
      ['order_ticket-41-3-1-1', 'order_ticket-43-3-1-1'],
    );
    assert.match(await restaurant.printer.paper(2), /LATE[^]+ 17 /);
    assert.match(await restaurant.printer.paper(3), /LATE[^]+ 19 /);
  });

  it('is given up by one word, and nothing of it comes out', async () => {
    await held();
    const { jobs } = await restaurant.ask('cancel_held_jobs', {}, BEN);
    assert.deepEqual(
      jobs.map(({ status }) => status),
      ['cancelled', 'cancelled', 'cancelled'],
    );
    await restaurant.orders.send(44, 20);
    assert.match(await restaurant.printer.paper(1), /^ +20 /);
    await restaurant.becomes('order_ticket-44-3-1-1', 'printed');
    assert.deepEqual((await restaurant.ask('list_jobs', { open: true })).jobs, []);
  });
});

describe('the list of jobs', () => {
  it('is narrowed by what is asked for', async () => {
    await restaurant.orders.send(41, 17);
    await restaurant.orders.close(42, 18);
    await restaurant.becomes('receipt-42-4-1-1', 'printed');
    const ids = async (wanted: object) =>
      (await restaurant.ask('list_jobs', wanted)).jobs.map(({ id }) => id);
    assert.deepEqual(await ids({ kind: 'receipt' }), ['receipt-42-4-1-1']);
    assert.deepEqual(await ids({ order_id: 41 }), ['order_ticket-41-3-1-1']);
    assert.deepEqual(await ids({ status: 'printed', printer_id: 1 }), [
      'receipt-42-4-1-1',
      'order_ticket-41-3-1-1',
    ]);
    assert.deepEqual(await ids({ printer_id: 2 }), []);
    await restaurant.refused('list_jobs', { status: 'lost' }, 'VALIDATION_FAILED', 'status');
  });
});
