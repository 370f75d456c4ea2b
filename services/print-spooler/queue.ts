import type { Bus } from '#shared/bus.ts';
import { printSpooler } from '#shared/contracts/print-spooler.ts';
import type { Database } from '#shared/database.ts';
import type { Journal } from '#shared/journal.ts';
import { isSettled, needsSomebody, type PrintJob } from './job.ts';
import { type Jobs, type NewJob, openJobs } from './store.ts';

/** The print jobs in the file; whoever changes one through here has it announced and shown. */
export interface Queue extends Pick<Jobs, 'printers' | 'savePrinter' | 'next' | 'at' | 'list'> {
  /** Inside a work. A job that exists already is left as it is. */
  add: (wanted: NewJob, at: string) => void;
  /** Inside a work: `after` is the job as it is from now on. */
  change: (before: PrintJob, after: PrintJob, at: string) => void;
}

interface House {
  database: Database;
  journal: Journal<typeof printSpooler>;
  bus: Bus;
}

const ACTOR = { service: printSpooler.service };

/** Shows at once the jobs that need somebody; what else stands in their topics is cleared. */
export function openQueue({ database, journal, bus }: House): Queue {
  const jobs = openJobs(database.connection);

  function show(job: PrintJob): void {
    const needed = needsSomebody(job);
    bus.show(printSpooler.shows.print_job, { job_id: job.id }, needed ? job : null);
  }
  function announceSettled(job: PrintJob, at: string): void {
    if (isSettled(job)) journal.announce('job_settled', job, ACTOR, at);
  }

  for (const job of jobs.unsettled()) if (needsSomebody(job)) show(job);
  bus.ownShows([printSpooler.shows.print_job]);

  return {
    ...jobs,
    add(wanted, at) {
      const job = jobs.add(wanted);
      if (!job) return;
      announceSettled(job, at);
      if (needsSomebody(job)) database.afterCommit(() => show(job));
    },
    change(before, after, at) {
      jobs.change(after);
      announceSettled(after, at);
      if (needsSomebody(before) || needsSomebody(after)) database.afterCommit(() => show(after));
    },
  };
}
