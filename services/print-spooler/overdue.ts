import type { printSpooler } from '#shared/contracts/print-spooler.ts';
import type { Database } from '#shared/database.ts';
import type { Journal } from '#shared/journal.ts';
import type { PrintJob } from './job.ts';
import type { Machines } from './machines.ts';
import type { openPrintSettings } from './printer-store.ts';
import { OURSELVES, type Queue } from './queue.ts';

interface House {
  database: Database;
  journal: Journal<typeof printSpooler>;
  queue: Queue;
  machines: Machines;
  printSettings: ReturnType<typeof openPrintSettings>;
}

/**
 * Gives up what nobody waits for any more, and hands over to the backup printer what its own one
 * did not bring to paper in time. True: there is something new to print.
 */
export async function settleOverdue(house: House, now: string): Promise<boolean> {
  const { database, queue, printSettings } = house;
  const since = new Date(Date.parse(now) - printSettings.read().backup_after_s * 1_000);
  const isDue = () => queue.expired(now).length + queue.overdue(since.toISOString()).length > 0;
  if (!isDue()) return false;
  return database.transact(() => {
    for (const job of queue.expired(now)) {
      const reason = job.problem ?? `${job.printer_name} was busy.`;
      const what = job.kind === 'drawer' ? 'The drawer was not opened' : 'It was not printed';
      queue.happen(job, { what: 'failed', why: `${what} in time: ${reason}` }, now);
    }
    const late = queue.overdue(since.toISOString());
    return late.filter((job) => handOver(house, job, now)).length > 0;
  });
}

/** Both jobs name each other; what may come out of both printers is headed so at the second. */
function handOver({ journal, queue, machines }: House, job: PrintJob, now: string): boolean {
  const backup_id = machines.printer(job.printer_id)?.backup_printer_id;
  const backup = backup_id ? machines.printer(backup_id) : undefined;
  if (!backup) return false;
  // a first try under way there counts as one that may be on paper
  const inDoubt = job.status === 'awaiting_confirm' || job.attempts > 0;
  const taken = queue.add(
    {
      ...job,
      id: undefined,
      printer_id: backup.id,
      copy: queue.lastCopy({ ...job, printer_id: backup.id }) + 1,
      status: 'queued',
      problem: null,
      backup_from: job.printer_name,
      asked_key: null,
      created_at: now,
      queued_at: now,
    },
    now,
  );
  if (!taken) return false;
  queue.happen(job, { what: 'handed over', to: backup.name, as: taken.id }, now);
  journal.announce(
    'job_handed_over',
    {
      id: job.id,
      backup_job_id: taken.id,
      from: job.printer_name,
      to: backup.name,
      in_doubt: inDoubt,
    },
    OURSELVES,
    now,
  );
  return true;
}
