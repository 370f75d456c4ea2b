import type { Job } from '#shared/contracts/print-spooler.ts';
import type { PrintDocument } from './document.ts';

/** A drawer has nothing to lay out. */
type JobDocument = PrintDocument | { kind: 'drawer'; document: null };

/** A job with what it puts on paper: laid out anew at each attempt. */
export type PrintJob = Omit<Job, 'kind'> & {
  order_version: number | null;
  /** When the first one of a reprint was printed or made. */
  reprint_of: string | null;
  /** Names the question that it came from. */
  asked_key: string | null;
  /** Since when it waits. */
  queued_at: string;
  /** Given up when nothing has left by then. */
  expires_at: string | null;
} & JobDocument;

/** A job before its first write; its printer's name is the printer's to know. */
export type NewJob = Omit<PrintJob, 'printer_name' | 'id' | 'document' | 'kind'> &
  Pick<PrintJob, 'kind' | 'document'> & {
    /** Its name where it is of no order; else it is named by what it is of. */
    id?: string;
  };

type Progress = Pick<
  PrintJob,
  'kind' | 'status' | 'attempts' | 'problem' | 'backup_job_id' | 'queued_at'
>;

/** A printer that never confirms would print for ever; five tickets on the rail say enough. */
const MOST_ATTEMPTS = 5;
/** What can befall a job between the queue and the paper. */
export type Happening =
  | { what: 'begun' } // the printer is there and well; nothing has left yet
  | { what: 'unsent' } // it was gone again before the first byte
  | { what: 'sent' } // the last byte has left
  | { what: 'confirmed'; at: string } // the printer says it is on paper
  | { what: 'unheard' } // it cannot say so, and has taken everything
  | { what: 'lost'; why: string } // after the first byte: nobody can know
  | { what: 'failed'; why: string } // it will never be on paper like this
  | { what: 'held'; why: string } // it waited too long
  | { what: 'released'; at: string } // staff want it on paper
  | { what: 'handed over'; to: string; as: string } // the backup printer has it
  | { what: 'cancelled' }
  | { what: 'seen'; at: string }; // staff have the paper in their hands

const WAITING: Job['status'][] = ['queued', 'held', 'unconfirmed', 'failed'];
const FROM: Record<Happening['what'], Job['status'][]> = {
  begun: ['queued'],
  unsent: ['sending'],
  sent: ['sending'],
  confirmed: ['awaiting_confirm'],
  unheard: ['awaiting_confirm'],
  lost: ['sending', 'awaiting_confirm'],
  failed: ['queued', 'sending'],
  held: ['queued'],
  released: WAITING,
  'handed over': ['queued', 'awaiting_confirm'],
  cancelled: WAITING,
  seen: ['unconfirmed'],
};

/** Whether this can happen to a job as it is. */
export function can({ status }: Pick<Job, 'status'>, what: Happening['what']): boolean {
  return FROM[what].includes(status);
}

/**
 * The job after what happened. Lost: a kitchen's ticket is sent again, because a missing dish is
 * worse than a doubled ticket; anything else stops, because staff can see whether it is there.
 */
export function progress<J extends Progress>(job: J, happening: Happening): J {
  if (!can(job, happening.what)) {
    throw new Error(`A ${job.status} job cannot be ${happening.what}.`);
  }
  switch (happening.what) {
    case 'begun':
      return { ...job, status: 'sending', attempts: job.attempts + 1 };
    case 'unsent':
      return { ...job, status: 'queued', attempts: job.attempts - 1 };
    case 'sent':
      return { ...job, status: 'awaiting_confirm' };
    case 'confirmed':
    case 'seen':
      return { ...job, status: 'printed', problem: null, printed_at: happening.at };
    case 'unheard':
      return { ...job, status: 'unconfirmed', problem: null };
    case 'lost':
      return lost(job, happening.why);
    case 'failed':
      return { ...job, status: 'failed', problem: happening.why };
    case 'held':
      return { ...job, status: 'held', problem: happening.why };
    case 'released':
      return { ...job, status: 'queued', problem: null, queued_at: happening.at };
    case 'handed over':
      return handedOver(job, happening);
    case 'cancelled':
      return { ...job, status: 'cancelled' };
  }
}

/** What the backup printer has already is not printed a second time by itself. */
function lost<J extends Progress>(job: J, why: string): J {
  if (job.backup_job_id) return { ...job, status: 'cancelled', problem: why };
  const again = job.kind === 'order_ticket' && job.attempts < MOST_ATTEMPTS;
  return { ...job, status: again ? 'queued' : 'unconfirmed', problem: why };
}

/** What lies in the first printer's memory cannot be called back: it waits on, and both know. */
function handedOver<J extends Progress>(job: J, { to, as }: { to: string; as: string }): J {
  if (job.status === 'queued') {
    return { ...job, status: 'cancelled', problem: `It went to ${to}.`, backup_job_id: as };
  }
  return { ...job, problem: `${job.problem} It went to ${to} as well.`, backup_job_id: as };
}

/** Done, or waiting for a person: the spooler does nothing more with it. */
export function isSettled({ status }: Pick<Job, 'status'>): boolean {
  return !['queued', 'sending', 'awaiting_confirm'].includes(status);
}

/** Somebody has to look: at the paper, or at the printer that keeps it waiting. */
export function needsSomebody({ status, problem }: Pick<Job, 'status' | 'problem'>): boolean {
  if (status === 'held' || status === 'failed') return true;
  // a printer that can confirm nothing leaves all it prints unconfirmed, and nobody is called
  return ['queued', 'awaiting_confirm', 'unconfirmed'].includes(status) && problem !== null;
}
