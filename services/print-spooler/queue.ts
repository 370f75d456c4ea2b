import type { Bus } from '#shared/bus.ts';
import { printSpooler } from '#shared/contracts/print-spooler.ts';
import type { Actor } from '#shared/contracts/service.ts';
import type { Database } from '#shared/database.ts';
import type { Journal } from '#shared/journal.ts';
import {
  type Happening,
  isSettled,
  needsSomebody,
  type NewJob,
  type PrintJob,
  progress,
} from './job.ts';
import { type Jobs, openJobs } from './job-store.ts';

/** The print jobs in the file; whoever changes one through here has it announced and shown. */
export interface Queue extends Omit<Jobs, 'add' | 'change'> {
  /** In a transaction. Undefined when there is such a job already: it is left as it is. */
  add: (wanted: NewJob, at: string) => PrintJob | undefined;
  /** In a transaction: what happened to a job as it is in the file; `more` is set besides. */
  happen: (job: PrintJob, what: Happening, at: string, more?: Partial<PrintJob>) => PrintJob;
  /** From now on this is told, inside the work, of each job that is on paper. */
  whenPrinted: (hear: (job: PrintJob, at: string) => void) => void;
  /** In a transaction: why it waits. */
  explain: (job: PrintJob, problem: string | null) => void;
}

interface House {
  database: Database;
  journal: Journal<typeof printSpooler>;
  bus: Bus;
}

export const OURSELVES: Actor = { service: printSpooler.service };

/** Shows at once the jobs that need somebody; what else stands in their topics is cleared. */
export function openQueue({ database, journal, bus }: House): Queue {
  const jobs = openJobs(database.connection);

  function show(job: PrintJob): void {
    const needed = needsSomebody(job);
    bus.show(printSpooler.shows.print_job, { job_id: job.id }, needed ? job : null);
  }
  function announceSettled(job: PrintJob, at: string): void {
    if (isSettled(job)) journal.announce('job_settled', job, OURSELVES, at);
  }
  function change(before: PrintJob, after: PrintJob): void {
    jobs.change(after);
    if (needsSomebody(before) || needsSomebody(after)) database.afterCommit(() => show(after));
  }

  const ears: ((job: PrintJob, at: string) => void)[] = [];

  for (const job of jobs.open()) if (needsSomebody(job)) show(job);
  bus.ownShows([printSpooler.shows.print_job]);

  return {
    ...jobs,
    add(wanted, at) {
      const job = jobs.add(wanted);
      if (!job) return undefined;
      announceSettled(job, at);
      if (needsSomebody(job)) database.afterCommit(() => show(job));
      return job;
    },
    happen(job, what, at, more) {
      const progressed = { ...progress(job, what), ...more } as PrintJob;
      change(job, progressed);
      // another printer has another name
      const after = more?.printer_id ? (jobs.find(job.id) as PrintJob) : progressed;
      announceSettled(after, at);
      if (after.status === 'printed') for (const hear of ears) hear(after, at);
      return after;
    },
    whenPrinted: (hear) => void ears.push(hear),
    explain(job, problem) {
      if (job.problem !== problem) change(job, { ...job, problem });
    },
  };
}
