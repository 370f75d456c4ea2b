import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { connectBus } from '#shared/bus.ts';
import { type Job, printSpooler } from '#shared/contracts/print-spooler.ts';
import { openDatabase } from '#shared/database.ts';
import { openJournal } from '#shared/journal.ts';
import { openLog } from '#shared/log.ts';
import { attempt, tellAway } from '../../services/print-spooler/attempt.ts';
import { demoPrinter } from '../../services/print-spooler/demo.ts';
import { jobId } from '../../services/print-spooler/job.ts';
import { confirms } from '../../services/print-spooler/printer.ts';
import { openQueue } from '../../services/print-spooler/queue.ts';
import { type Printer, startPrinter } from '../sandbox/printer/printer.ts';
import { type House, openHouse } from '../support/house.ts';
import { dinnerSent, STORE } from './table.ts';

const MIGRATIONS = resolve(import.meta.dirname, '../../services/print-spooler/migrations');
const TOPIC = 'pos/now/print_jobs/order_ticket-1042-3-1-1';

let house: House;
let paper: Printer;
before(async () => {
  house = await openHouse([]);
  paper = await startPrinter({ port: 0, folder: join(house.config.POS_DATA_DIR, 'paper') });
});
after(() => house.close());

/** A queue in this process, with one kitchen ticket in it. */
async function openPress() {
  const bus = connectBus('print-spooler', house.config, openLog('print-spooler', house.config));
  const database = openDatabase('print-spooler', house.config, MIGRATIONS, (error) => {
    throw error;
  });
  const journal = openJournal(printSpooler, database, bus);
  const queue = openQueue({ database, journal, bus });
  const at = new Date().toISOString();
  const key = {
    kind: 'order_ticket',
    order_id: 1042,
    order_version: 3,
    printer_id: 1,
    copy: 1,
  } as const;
  const progress = { status: 'queued', attempts: 0, problem: null, printed_at: null } as const;
  await database.transact(() => {
    queue.savePrinter({ ...demoPrinter(house.config), port: paper.port });
    const document = dinnerSent();
    queue.add(
      { ...key, ...progress, id: jobId(key), order_number: 17, created_at: at, document },
      at,
    );
  });
  const close = () => bus.close().then(() => database.close());
  return { database, queue, close };
}

describe('a printer that stays away', () => {
  it('has its jobs shown to staff, saying why, until they are on paper', async () => {
    const press = await openPress();
    const [printer] = press.queue.printers();
    assert.ok(printer);
    const job = () => press.queue.next(printer) as NonNullable<ReturnType<typeof press.queue.next>>;
    await paper.switchOff();
    const outcome = await attempt(press, job(), printer, STORE);
    assert.deepEqual(outcome, { away: 'it refuses the connection' });
    assert.deepEqual([job().status, job().attempts], ['queued', 0]);

    const shown = house.heard<Job>(TOPIC);
    await tellAway(press, printer, 'it refuses the connection');
    const problem = 'Demo printer cannot be reached: it refuses the connection.';
    assert.equal((await shown).problem, problem);

    await paper.switchOn();
    const gone = house.heard(TOPIC, (message) => message === null);
    assert.equal(await attempt(press, job(), printer, STORE), 'settled');
    await gone;
    const [printed] = press.queue.list({});
    assert.deepEqual([printed?.status, printed?.problem], ['printed', null]);
    await press.close();
    await paper.switchOff();
  });
});

describe("a printer's answer", () => {
  it('is not mistaken for a confirmation when it only says how the printer is', () => {
    const status = [0x14, 0x00, 0x00, 0x0f]; // sent unasked when a cover is opened
    assert.equal(confirms(Buffer.from(status)), false);
    assert.equal(confirms(Buffer.from([0x12])), false);
    assert.equal(confirms(Buffer.from([...status, 0x00])), true);
  });
});
