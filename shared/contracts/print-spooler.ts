import { z } from 'zod';
import { contract } from './contract.ts';
import { id, instant } from './fields.ts';
import { orderType } from './order.ts';
import { job, jobEvents, jobOperations } from './print-jobs.ts';
import { printerOperations, stationId } from './printers.ts';
import { screenEvents, screenOperations, screenShows } from './screens.ts';
import { stationEvents, stationOperations } from './stations.ts';
import { printingEvents, printingOperations } from './printing.ts';

export const ticketItem = z
  .object({
    order_item_id: id,
    name: z.string(),
    quantity: z.int(),
    modifiers: z.array(z.object({ mod_name: z.string(), quantity: z.int() })),
    note: z.string().nullable(),
    /** Against what the kitchen was told of this order before. */
    change: z.enum(['none', 'added', 'changed', 'cancelled']),
  })
  .meta({ id: 'TicketItem' });

export const ticket = z
  .object({
    id,
    order_id: id,
    order_number: z.int(),
    station_id: stationId,
    type: orderType,
    status: z.enum(['new', 'bumped']),
    customer_name: z.string().nullable(),
    note: z.string().nullable(),
    sent_at: instant,
    bumped_at: instant.nullable(),
    items: z.array(ticketItem),
  })
  .meta({ id: 'KitchenTicket' });

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
      input: z.strictObject({ station: stationId.optional() }),
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
    ...stationOperations,
    ...screenOperations,
    ...printerOperations,
    ...printingOperations,
    ...jobOperations,
  },
  events: {
    ticket_opened: { summary: 'A station has a new ticket', payload: ticket },
    ticket_bumped: {
      summary: 'A ticket is done',
      payload: z.object({ ticket_id: id, bumped_at: instant }),
    },
    ...stationEvents,
    ...screenEvents,
    ...jobEvents,
    ...printingEvents,
  },
  shows: {
    ticket_index: {
      summary: "The ids of a station's due tickets, oldest first",
      topic: 'pos/now/kitchen/:station/index',
      role: 'staff',
      screens: ['kitchen'],
      payload: z.object({ station_id: stationId, ticket_ids: z.array(id) }).meta({
        id: 'TicketIndex',
      }),
    },
    ticket: {
      summary: 'A ticket that is due; gone when it is bumped',
      topic: 'pos/now/kitchen/:station/:ticket_id',
      role: 'staff',
      screens: ['kitchen'],
      payload: ticket,
    },
    print_job: {
      summary: 'A job that needs somebody; gone when it is settled',
      topic: 'pos/now/print_jobs/:job_id',
      role: 'staff',
      payload: job,
    },
    ...screenShows,
  },
});

export type Ticket = z.output<typeof ticket>;
export type { Job } from './print-jobs.ts';
