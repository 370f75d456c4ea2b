import type { Settings } from '#shared/contracts/catalog.ts';
import type { Database } from '#shared/database.ts';
import { bytesOf } from './bytes.ts';
import type { ConfirmsBy } from './dialect.ts';
import { freshness } from './age.ts';
import type { Happening, PrintJob } from './job.ts';
import type { Machines } from './machines.ts';
import type { PrinterLine } from './printer.ts';
import type { Address, Printer } from './printer-setup.ts';
import type { Queue } from './queue.ts';

export interface Press {
  database: Database;
  queue: Queue;
  machines: Machines;
}

/** `again`: the job is back in the queue; `gone`: somebody has taken it meanwhile. */
export type Outcome = 'settled' | 'again' | 'gone' | 'blocked' | { away: string };

const STOPPED = 'the print server stopped while it was being printed';

/**
 * Brings a job to paper, each step in the file before the next. `away`, `blocked`: nothing was
 * sent, and the job waits for its printer.
 */
export async function attempt(
  press: Press,
  job: PrintJob,
  printer: Printer,
  store: Settings,
): Promise<Outcome> {
  const bytes = await layOut(press, job, printer, store);
  if (!bytes) return 'settled';
  const opened = await press.machines.open(printer);
  if ('away' in opened) return opened;
  if ('blocked' in opened) {
    await press.machines.note(printer, opened.blocked);
    return 'blocked';
  }
  const { line, by } = opened;
  try {
    if (await holdLate(press, job)) return 'settled';
    const begun = await begin(press, job, printer);
    if (!begun) return 'gone';
    if (line.problem) {
      await record(press, begun, { what: 'unsent' });
      return { away: line.problem };
    }
    return await send(press, begun, printer, { line, by, bytes });
  } finally {
    await line.close();
  }
}

/** A document that cannot be laid out fails alone, and does not stand in the way of others. */
async function layOut(press: Press, job: PrintJob, printer: Printer, store: Settings) {
  try {
    return bytesOf(job, printer, store, new Date().toISOString());
  } catch (error) {
    const why = `It cannot be laid out: ${(error as Error).message}`;
    await record(press, job, { what: 'failed', why });
    return undefined;
  }
}

/** After a long outage a flood of old tickets would hide the new ones: staff decide. */
async function holdLate(press: Press, job: PrintJob): Promise<boolean> {
  if (freshness(job.queued_at, new Date().toISOString()) === 'fresh') return false;
  const why = `It waited more than 15 minutes for ${job.printer_name}.`;
  await record(press, job, { what: 'held', why });
  return true;
}

/** Undefined: it was handed over, moved or given up while the printer was being reached. */
async function begin(press: Press, { id }: PrintJob, printer: Printer) {
  const { database, queue } = press;
  return database.transact(() => {
    const job = queue.find(id);
    const now = new Date().toISOString();
    if (job?.status !== 'queued' || job.printer_id !== printer.id) return undefined;
    if (job.expires_at && job.expires_at <= now) return undefined;
    return queue.happen(job, { what: 'begun' }, now);
  });
}

async function send(
  press: Press,
  begun: PrintJob,
  printer: Printer,
  { line, by, bytes }: { line: PrinterLine; by: ConfirmsBy; bytes: Buffer },
): Promise<Outcome> {
  let job = begun;
  try {
    await line.send(bytes, by);
    job = await record(press, job, { what: 'sent' });
    if (by === 'nothing') {
      await record(press, job, { what: 'unheard' });
      return 'settled';
    }
    let wasBlocked = false;
    await line.confirmed(async (sensors) => {
      const how = await press.machines.heard(printer, sensors);
      if (how === 'blocked') await explainWait(press, job, printer);
      wasBlocked ||= how === 'blocked';
      return how;
    });
    if (wasBlocked) await press.machines.note(printer, 'ready');
  } catch (error) {
    const why = unknowable(job, (error as Error).message);
    const lost = await record(press, job, { what: 'lost', why });
    return lost.status === 'queued' ? 'again' : 'settled';
  }
  await record(press, job, { what: 'confirmed', at: new Date().toISOString() });
  return 'settled';
}

/** The printer has it in its memory, and most print it when they are well again. */
async function explainWait({ database, queue, machines }: Press, { id }: PrintJob, on: Printer) {
  const problem = `${machines.printer(on.id)?.problem ?? ''} It goes on when that is mended.`;
  await database.transact(() => {
    const job = queue.find(id);
    if (job?.status === 'awaiting_confirm' && !job.backup_job_id) queue.explain(job, problem);
  });
}

/** Settles what an earlier life left behind, and what could not be written down in this one. */
export async function resolveInterrupted(
  press: Press,
  address: Address,
  underWay: ReadonlySet<string>,
): Promise<void> {
  for (const job of press.queue.begun(address)) {
    if (underWay.has(job.id)) continue;
    await record(press, job, { what: 'lost', why: unknowable(job, STOPPED) });
  }
}

/** What happened, to the job as it is in the file: a backup may have been noted on it meanwhile. */
async function record({ database, queue }: Press, { id }: PrintJob, happening: Happening) {
  return database.transact(() => {
    const at = new Date().toISOString();
    return queue.happen(queue.find(id) as PrintJob, happening, at);
  });
}

function unknowable({ kind, printer_name }: PrintJob, why: string): string {
  if (kind === 'drawer') return `The drawer at ${printer_name} may have opened, or not: ${why}.`;
  return `It may be on paper at ${printer_name}, or not: ${why}.`;
}
