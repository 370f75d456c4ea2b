import type { Settings } from '#shared/contracts/catalog.ts';
import type { Database } from '#shared/database.ts';
import { encode } from './escpos.ts';
import { type Happening, type PrintJob, progress } from './job.ts';
import type { Paper } from './layout.ts';
import { connectPrinter, type PrinterLine } from './printer.ts';
import type { Queue } from './queue.ts';
import { receipt } from './receipt.ts';
import type { Address, Printer } from './store.ts';
import { orderTicket } from './ticket.ts';

export interface Press {
  database: Database;
  queue: Queue;
}

const STOPPED = 'the print server stopped while it was being printed';

/**
 * Brings a job to paper, each step in the file before the next. `away`: the printer could not be
 * reached and nothing was sent; `again`: the job is back in the queue; else it is settled.
 */
export async function attempt(
  press: Press,
  job: PrintJob,
  printer: Printer,
  store: Settings,
): Promise<'settled' | 'again' | { away: string }> {
  const line = await connectPrinter(printer).catch((error: Error) => error);
  if (line instanceof Error) return { away: line.message };
  try {
    const begun = await record(press, job, { what: 'begun' });
    if (line.problem) {
      await record(press, begun, { what: 'unsent' });
      return { away: line.problem };
    }
    return await send(press, begun, line, encode(compose(begun, printer, store)));
  } finally {
    await line.close();
  }
}

async function send(press: Press, begun: PrintJob, line: PrinterLine, bytes: Buffer) {
  let job = begun;
  try {
    await line.send(bytes);
    job = await record(press, job, { what: 'sent' });
    await line.confirmed();
  } catch (error) {
    const why = unknowable(job, (error as Error).message);
    const lost = await record(press, job, { what: 'lost', why });
    return lost.status === 'queued' ? 'again' : 'settled';
  }
  await record(press, job, { what: 'confirmed', at: new Date().toISOString() });
  return 'settled';
}

/** Settles what an earlier life left behind, and what could not be written down in this one. */
export async function resolveInterrupted(press: Press, address: Address): Promise<void> {
  for (const status of ['sending', 'awaiting_confirm'] as const) {
    for (const job of press.queue.at(status, address)) {
      await record(press, job, { what: 'lost', why: unknowable(job, STOPPED) });
    }
  }
}

/** Every job that waits at this address says why, so that somebody looks after the printer. */
export async function tellAway({ database, queue }: Press, address: Address, why: string) {
  const at = new Date().toISOString();
  await database.transact(() => {
    for (const job of queue.at('queued', address)) {
      const problem = `${job.printer_name} cannot be reached: ${why}.`;
      if (job.problem !== problem) queue.change(job, { ...job, problem }, at);
    }
  });
}

async function record({ database, queue }: Press, job: PrintJob, happening: Happening) {
  const after = progress(job, happening);
  const at = new Date().toISOString();
  await database.transact(() => queue.change(job, after, at));
  return after;
}

function compose(job: PrintJob, { columns }: Printer, store: Settings): Paper {
  if (job.kind === 'receipt') return receipt(job.document, store, columns);
  const now = new Date().toISOString();
  const { timezone } = store;
  return orderTicket(job.document, { columns, timezone, now, attempt: job.attempts });
}

function unknowable({ printer_name }: PrintJob, why: string): string {
  return `It may be on paper at ${printer_name}, or not: ${why}.`;
}
