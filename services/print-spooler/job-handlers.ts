import type { Call } from '#shared/answer.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import type { printSpooler } from '#shared/contracts/print-spooler.ts';
import { PosError } from '#shared/errors.ts';
import type { Office } from './desk.ts';
import { expiry } from './age.ts';
import { can, type Happening, type PrintJob } from './job.ts';

type JobHandlers = Pick<
  Handlers<typeof printSpooler, Call>,
  | 'list_jobs'
  | 'retry_job'
  | 'cancel_job'
  | 'confirm_job'
  | 'release_held_jobs'
  | 'cancel_held_jobs'
>;

export function jobHandlers(office: Office): JobHandlers {
  const { database, journal, queue, machines, spooler } = office;

  function find(job_id: string, what: Happening['what']): PrintJob {
    const job = queue.find(job_id);
    if (!job) throw new PosError('JOB_NOT_FOUND', { job_id });
    if (can(job, what)) return job;
    const underWay = job.status === 'sending' || job.status === 'awaiting_confirm';
    throw new PosError(underWay ? 'JOB_UNDER_WAY' : 'JOB_SETTLED', { job_id });
  }
  type Decision = 'print' | 'cancelled' | 'seen';
  function decide(before: PrintJob, after: PrintJob, decision: Decision, call: Call): PrintJob {
    const { id, status } = before;
    const told = { id, decision, printer_id: after.printer_id, status };
    journal.announce('job_decided', told, call.actor, call.at);
    return after;
  }
  function release(job: PrintJob, call: Call, printer_id = job.printer_id): PrintJob {
    const { at } = call;
    const moved = printer_id !== job.printer_id;
    const elsewhere = moved && {
      printer_id,
      copy: job.order_id === null ? 1 : queue.lastCopy({ ...job, printer_id }, job.id) + 1,
    };
    const more = { ...elsewhere, expires_at: expiry(job.kind, at) };
    database.afterCommit(spooler.wake);
    return decide(job, queue.happen(job, { what: 'released', at }, at, more), 'print', call);
  }
  function cancel(job: PrintJob, call: Call): PrintJob {
    return decide(job, queue.happen(job, { what: 'cancelled' }, call.at), 'cancelled', call);
  }

  return {
    list_jobs: (wanted) => ({ jobs: queue.list(wanted) }),
    retry_job({ job_id, printer_id }, call) {
      const job = find(job_id, 'released');
      if (printer_id !== undefined && !machines.printer(printer_id)) {
        throw new PosError('PRINTER_NOT_FOUND', { printer_id });
      }
      return release(job, call, printer_id);
    },
    cancel_job: ({ job_id }, call) => cancel(find(job_id, 'cancelled'), call),
    confirm_job({ job_id }, call) {
      const job = queue.find(job_id);
      if (!job) throw new PosError('JOB_NOT_FOUND', { job_id });
      if (!can(job, 'seen')) throw new PosError('JOB_NOT_IN_DOUBT', { job_id });
      const { at } = call;
      return decide(job, queue.happen(job, { what: 'seen', at }, at), 'seen', call);
    },
    release_held_jobs: ({ printer_id }, call) => ({
      jobs: queue.held(printer_id).map((job) => release(job, call)),
    }),
    cancel_held_jobs: ({ printer_id }, call) => ({
      jobs: queue.held(printer_id).map((job) => cancel(job, call)),
    }),
  };
}
