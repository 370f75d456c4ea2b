import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openAlarms } from '#shared/alarms.ts';
import { connectBus } from '#shared/bus.ts';
import { type Job, printSpooler } from '#shared/contracts/print-spooler.ts';
import { openDatabase } from '#shared/database.ts';
import { openJournal } from '#shared/journal.ts';
import { openLog } from '#shared/log.ts';
import { attempt } from '../../services/print-spooler/attempt.ts';
import { demoPrinter } from '../../services/print-spooler/demo.ts';
import type { PrintJob } from '../../services/print-spooler/job.ts';
import { openOffice } from '../../services/print-spooler/office.ts';
import { newJob, ticketPaperOf } from '../../services/print-spooler/wanted.ts';
import { type Printer, startPrinter } from '../sandbox/printer/printer.ts';
import { type House, openHouse } from '../support/house.ts';
import { dinnerSent, STORE } from './table.ts';

const MIGRATIONS = resolve(import.meta.dirname, '../../services/print-spooler/migrations');
const TOPIC = 'pos/now/print_jobs/order_ticket-1042-3-1-1';
const ALARM = 'pos/now/alarms/print-spooler/printer_1';

let house: House;
let paper: Printer;
before(async () => {
  house = await openHouse([]);
  paper = await startPrinter({ port: 0, folder: join(house.config.POS_DATA_DIR, 'paper') });
});
after(() => house.close());

/** An office in this process, whose spooler sleeps, with one kitchen ticket in it. */
async function openPress() {
  const config = { ...house.config, POS_DEMO_PRINTER_PORT: paper.port };
  const log = openLog('print-spooler', config);
  const bus = connectBus('print-spooler', config, log);
  const database = openDatabase('print-spooler', config, MIGRATIONS, (error) => {
    throw error;
  });
  const journal = openJournal(printSpooler, database, bus);
  const alarms = openAlarms(database, bus);
  const office = openOffice({ database, journal, bus, alarms, config, log });
  const now = new Date().toISOString();
  await database.transact(() => {
    office.machines.keepDemo(demoPrinter(config));
    const wanted = ticketPaperOf(office.kitchen.route(dinnerSent()));
    office.queue.add(newJob(wanted, { printer_id: 1, copy: 1, announced_at: now, now }), now);
  });
  const close = async () => {
    await office.spooler.stop();
    await bus.close();
    database.close();
  };
  return { ...office, close };
}

describe('a printer that stays away', () => {
  it('has its jobs shown to staff, saying why, until they are on paper', async () => {
    const press = await openPress();
    const printer = () => press.machines.printer(1) as NonNullable<ReturnType<typeof find>>;
    const find = press.machines.printer;
    const job = () => press.queue.next(printer()) as PrintJob;
    await paper.switchOff();
    const outcome = await attempt(press, job(), printer(), STORE);
    assert.deepEqual(outcome, { away: 'it refuses the connection' });
    assert.deepEqual([job().status, job().attempts], ['queued', 0]);

    const [shown, alarm] = [house.heard<Job>(TOPIC), house.heard<{ detail: string }>(ALARM)];
    await press.machines.note(printer(), 'away', 'it refuses the connection');
    const problem = 'Demo printer cannot be reached: it refuses the connection.';
    assert.equal((await shown).problem, problem);
    assert.equal((await alarm).detail, problem);
    assert.deepEqual([printer().status, printer().problem], ['away', problem]);

    await paper.switchOn();
    const isNull = (message: unknown) => message === null;
    const gone = [house.heard(TOPIC, isNull), house.heard(ALARM, isNull)];
    assert.equal(await attempt(press, job(), printer(), STORE), 'settled');
    await Promise.all(gone);
    const [printed] = press.queue.list({});
    assert.deepEqual([printed?.status, printed?.problem], ['printed', null]);
    assert.equal(printer().status, 'ready');
    await press.close();
    await paper.switchOff();
  });
});
