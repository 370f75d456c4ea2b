import { z } from 'zod';
import { contract } from './contract.ts';
import { id, instant } from './fields.ts';
import { orderType } from './order.ts';

const station = z
  .string()
  .regex(/^[a-z0-9-]{1,32}$/)
  .meta({ example: 'kitchen' });

export const ticketItem = z
  .object({
    order_item_id: id,
    name: z.string(),
    quantity: z.int(),
    modifiers: z.array(z.object({ mod_name: z.string(), quantity: z.int() })),
    note: z.string().nullable(),
  })
  .meta({ id: 'TicketItem' });

export const ticket = z
  .object({
    id,
    order_id: id,
    order_number: z.int(),
    station_id: station,
    type: orderType,
    status: z.enum(['new', 'bumped']),
    customer_name: z.string().nullable(),
    note: z.string().nullable(),
    sent_at: instant,
    bumped_at: instant.nullable(),
    items: z.array(ticketItem),
  })
  .meta({ id: 'KitchenTicket' });

export const job = z
  .object({
    id: z.string(),
    kind: z.enum(['receipt', 'order_ticket']),
    order_id: id,
    order_number: z.int(),
    printer_id: id,
    printer_name: z.string(),
    status: z.enum(['queued', 'sending', 'awaiting_confirm', 'printed', 'unconfirmed', 'held']),
    /** How many times bytes went out. */
    attempts: z.int(),
    /** Why it is not on paper, in words. */
    problem: z.string().nullable(),
    created_at: instant,
    printed_at: instant.nullable(),
  })
  .meta({ id: 'PrintJob' });

export const printSpooler = contract({
  service: 'print-spooler',
  summary: 'Kitchen tickets, receipts, and the printers that put them on paper',
  operations: {
    list_tickets: {
      summary: 'Kitchen tickets that are due, oldest first',
      http: 'GET /kitchen/tickets',
      role: 'staff',
      kind: 'read',
      tag: 'Kitchen',
      input: z.strictObject({ station: station.optional() }),
      output: z.object({ tickets: z.array(ticket) }).meta({ id: 'KitchenTickets' }),
      errors: [],
    },
    bump_ticket: {
      summary: 'A ticket is done: take it off the screen',
      http: 'POST /kitchen/tickets/:ticket_id/bump',
      role: 'staff',
      kind: 'write',
      tag: 'Kitchen',
      input: z.strictObject({ ticket_id: id }),
      output: ticket,
      errors: ['TICKET_NOT_FOUND', 'TICKET_BUMPED'],
    },
    list_jobs: {
      summary: 'Print jobs, newest first, at most 200',
      http: 'GET /printers/jobs',
      role: 'staff',
      kind: 'read',
      tag: 'Printing',
      input: z.strictObject({ status: job.shape.status.optional(), order_id: id.optional() }),
      output: z.object({ jobs: z.array(job) }).meta({ id: 'PrintJobs' }),
      errors: [],
    },
  },
  events: {
    ticket_opened: { summary: 'A station has a new ticket', payload: ticket },
    ticket_bumped: {
      summary: 'A ticket is done',
      payload: z.object({ ticket_id: id, bumped_at: instant }),
    },
    job_settled: {
      summary: 'A job is on paper, or needs somebody',
      payload: job.pick({ id: true, kind: true, order_id: true, status: true, problem: true }),
    },
  },
  shows: {
    ticket_index: {
      summary: "The ids of a station's due tickets, oldest first",
      topic: 'pos/now/kitchen/:station/index',
      role: 'staff',
      payload: z.object({ station_id: station, ticket_ids: z.array(id) }).meta({
        id: 'TicketIndex',
      }),
    },
    ticket: {
      summary: 'A ticket that is due; gone when it is bumped',
      topic: 'pos/now/kitchen/:station/:ticket_id',
      role: 'staff',
      payload: ticket,
    },
    print_job: {
      summary: 'A job that needs somebody; gone when it is settled',
      topic: 'pos/now/print_jobs/:job_id',
      role: 'staff',
      payload: job,
    },
  },
});

export type Ticket = z.output<typeof ticket>;
export type Job = z.output<typeof job>;
