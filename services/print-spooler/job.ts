import type { Order } from '#shared/contracts/order.ts';
import type { Job } from '#shared/contracts/print-spooler.ts';
import type { SentOrder } from './ticket.ts';

type Document =
  | { kind: 'receipt'; document: Order }
  | { kind: 'order_ticket'; document: SentOrder };

/** What names a job: the same again is the same job, however often it is asked for. */
export interface JobKey {
  kind: Job['kind'];
  order_id: number;
  order_version: number;
  printer_id: number;
  copy: number;
}

/** A job with what it puts on paper: laid out anew at each attempt. */
export type PrintJob = Omit<Job, 'kind'> & JobKey & Document;

/** Nobody stands at the printer for it any more; staff are asked first. */
const HELD_AFTER_MS = 15 * 60_000;
/** The day is over: what was announced before is history, and nobody's work. */
const HISTORY_AFTER_MS = 24 * 3600_000;
/** A printer that never confirms would print for ever; five tickets on the rail say enough. */
const MOST_ATTEMPTS = 5;
const TOO_OLD = 'It was ordered more than 15 minutes before it could be printed.';

export function jobId({ kind, order_id, order_version, printer_id, copy }: JobKey): string {
  return [kind, order_id, order_version, printer_id, copy].join('-');
}

/** Whether what was announced then is still to be acted on: by itself, by staff, or not at all. */
export function freshness(announced_at: string, now: string): 'fresh' | 'stale' | 'history' {
  const age_ms = Date.parse(now) - Date.parse(announced_at);
  if (age_ms > HISTORY_AFTER_MS) return 'history';
  return age_ms > HELD_AFTER_MS ? 'stale' : 'fresh';
}

/** How a new job begins: waiting for its printer or, when it is stale, for staff. */
export function enqueued(announced_at: string, now: string): Pick<Job, 'status' | 'problem'> {
  const fresh = freshness(announced_at, now) === 'fresh';
  return fresh ? { status: 'queued', problem: null } : { status: 'held', problem: TOO_OLD };
}

/** What can befall a job between the queue and the paper. */
export type Happening =
  | { what: 'begun' } // the printer is there; nothing has left yet
  | { what: 'unsent' } // it was gone again before the first byte
  | { what: 'sent' } // the last byte has left
  | { what: 'confirmed'; at: string } // the printer says it is on paper
  | { what: 'lost'; why: string }; // after the first byte: nobody can know

const FROM: Record<Happening['what'], Job['status'][]> = {
  begun: ['queued'],
  unsent: ['sending'],
  sent: ['sending'],
  confirmed: ['awaiting_confirm'],
  lost: ['sending', 'awaiting_confirm'],
};

/**
 * The job after what happened. Lost: a kitchen's ticket is sent again, because a missing dish is
 * worse than a doubled ticket; a receipt stops, because staff can see whether it is there.
 */
export function progress<J extends Pick<Job, 'kind' | 'status' | 'attempts' | 'problem'>>(
  job: J,
  happening: Happening,
): J {
  if (!FROM[happening.what].includes(job.status)) {
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
      return { ...job, status: 'printed', problem: null, printed_at: happening.at };
    case 'lost': {
      const again = job.kind === 'order_ticket' && job.attempts < MOST_ATTEMPTS;
      return { ...job, status: again ? 'queued' : 'unconfirmed', problem: happening.why };
    }
  }
}

/** Done, or waiting for a person: the spooler does nothing more with it. */
export function isSettled({ status }: Pick<Job, 'status'>): boolean {
  return status === 'printed' || status === 'unconfirmed' || status === 'held';
}

/** Somebody has to look: at the paper, or at the printer that keeps it waiting. */
export function needsSomebody({ status, problem }: Pick<Job, 'status' | 'problem'>): boolean {
  if (status === 'unconfirmed' || status === 'held') return true;
  return status === 'queued' && problem !== null;
}
