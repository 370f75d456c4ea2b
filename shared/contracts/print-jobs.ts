import { z } from 'zod';
import type { Operation } from './contract.ts';
import { id, instant, text, till } from './fields.ts';

const jobId = text(80).meta({ example: 'receipt-41-4-1-1' });

export const job = z
  .object({
    id: z.string(),
    kind: z.enum(['receipt', 'order_ticket', 'order_number', 'report', 'text', 'test', 'drawer']),
    order_id: id.nullable(),
    order_number: z.int().nullable(),
    till: till.nullable(),
    printer_id: id,
    printer_name: z.string(),
    copy: z.int(),
    /** How many times somebody had asked for it again; 0: by itself, or the first time. */
    reprint: z.int(),
    status: z.enum([
      'queued',
      'sending',
      'awaiting_confirm',
      'printed',
      'unconfirmed',
      'failed',
      'cancelled',
      'held',
    ]),
    /** How many times bytes went out. */
    attempts: z.int(),
    /** Why it is not on paper, in words. */
    problem: z.string().nullable(),
    /** The job at the backup printer that it was handed over to. */
    backup_job_id: z.string().nullable(),
    /** The name of the printer that should have printed it. */
    backup_from: z.string().nullable(),
    created_at: instant,
    printed_at: instant.nullable(),
  })
  .meta({ id: 'PrintJob' });

export const jobs = z.object({ jobs: z.array(job) }).meta({ id: 'PrintJobs' });
const one = { role: 'staff', kind: 'write', tag: 'Printing', output: job } as const;
const held = {
  ...one,
  description: 'Of all printers, or of one.',
  input: z.strictObject({ printer_id: id.optional() }),
  output: jobs,
  errors: [],
} as const;

/** The queue, and what staff do with what is not on paper. */
export const jobOperations = {
  list_jobs: {
    summary: 'Print jobs, newest first, at most 200',
    description: '`open`: all that are neither on paper nor given up.',
    http: 'GET /printers/jobs',
    role: 'staff',
    kind: 'read',
    tag: 'Printing',
    input: z.strictObject({
      status: job.shape.status.optional(),
      kind: job.shape.kind.optional(),
      order_id: id.optional(),
      printer_id: id.optional(),
      open: z.boolean().optional(),
    }),
    output: jobs,
    errors: [],
  },
  retry_job: {
    ...one,
    summary: 'Print a job that is held, in doubt or waiting, here or at another printer',
    description: 'It stays the same job. What may be on paper already is headed so.',
    http: 'POST /printers/jobs/:job_id/retry',
    input: z.strictObject({ job_id: jobId, printer_id: id.optional() }),
    errors: ['JOB_NOT_FOUND', 'JOB_UNDER_WAY', 'JOB_SETTLED', 'PRINTER_NOT_FOUND'],
  },
  cancel_job: {
    ...one,
    summary: 'Give up a job that is not being printed just now',
    http: 'POST /printers/jobs/:job_id/cancel',
    input: z.strictObject({ job_id: jobId }),
    errors: ['JOB_NOT_FOUND', 'JOB_UNDER_WAY', 'JOB_SETTLED'],
  },
  confirm_job: {
    ...one,
    summary: 'Somebody has seen the paper of a job that was in doubt',
    http: 'POST /printers/jobs/:job_id/confirm',
    input: z.strictObject({ job_id: jobId }),
    errors: ['JOB_NOT_FOUND', 'JOB_NOT_IN_DOUBT'],
  },
  release_held_jobs: {
    ...held,
    summary: 'Print all that was held back after an outage, oldest first',
    http: 'POST /printers/jobs/release_held',
  },
  cancel_held_jobs: {
    ...held,
    summary: 'Give up all that was held back after an outage',
    http: 'POST /printers/jobs/cancel_held',
  },
} as const satisfies Record<string, Operation>;

/** What the journal of printing tells; entries of the first days know no printer's name. */
export const jobEvents = {
  job_settled: {
    summary: 'A job is on paper, given up, or needs somebody',
    payload: job
      .pick({ id: true, kind: true, order_id: true, status: true, problem: true })
      .extend({
        printer_name: z.string().nullable().default(null),
      }),
  },
  job_asked: {
    summary: 'Somebody asked for paper, or for the drawer',
    payload: job.pick({ id: true, kind: true, order_id: true, printer_id: true, reprint: true }),
  },
  job_decided: {
    summary: 'Somebody decided about a job that was not on paper',
    payload: z.object({
      id: z.string(),
      decision: z.enum(['print', 'cancelled', 'seen']),
      printer_id: id,
      /** As it was before. */
      status: job.shape.status,
    }),
  },
  job_handed_over: {
    summary: 'A job could not be printed in time and went to the backup printer',
    payload: z.object({
      id: z.string(),
      backup_job_id: z.string(),
      from: z.string(),
      to: z.string(),
      /** The first printer may print it as well. */
      in_doubt: z.boolean(),
    }),
  },
} as const;

export type Job = z.output<typeof job>;
