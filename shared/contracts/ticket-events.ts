import { z } from 'zod';
import type { Event } from './contract.ts';
import { id, instant } from './fields.ts';
import { ticket, ticketItem } from './tickets.ts';

/** Journals know tickets from before these had a life: they are read with what held then. */
const toldTicket = ticket.extend({
  recalled: z.boolean().default(false),
  rush: z.boolean().default(false),
  scheduled_for: instant.nullable().default(null),
  delivered_at: instant.nullable().default(null),
  started_at: instant.nullable().default(null),
  ready_at: instant.nullable().default(null),
  original_position: z.int().default(0),
  items: z.array(
    ticketItem.extend({
      course: z.int().nullable().default(null),
      change: ticketItem.shape.change.default('none'),
      bumped: z.boolean().default(false),
    }),
  ),
});

export const ticketEvents = {
  ticket_opened: { summary: 'A station has a new ticket', payload: toldTicket },
  ticket_changed: {
    summary: 'What is to be made of a due ticket is another than before',
    payload: ticket.pick({ items: true, note: true }).extend({ ticket_id: id }),
  },
  ticket_delivered: {
    summary: 'A screen or printer of its station has a ticket',
    payload: z.object({ ticket_id: id, delivered_at: instant, by: z.enum(['screen', 'printer']) }),
  },
  ticket_started: {
    summary: 'Somebody has begun with a ticket',
    payload: z.object({ ticket_id: id, started_at: instant }),
  },
  ticket_ready: {
    summary: 'All of a ticket is made',
    payload: z.object({ ticket_id: id, ready_at: instant }),
  },
  ticket_bumped: {
    summary: 'A ticket is done, or, by the service itself, has hung for more than a day',
    payload: z.object({ ticket_id: id, bumped_at: instant }),
  },
  ticket_recalled: {
    summary: 'A ticket that was bumped is due again',
    payload: ticket.pick({ order_number: true, sent_at: true, status: true }).extend({
      ticket_id: id,
      undo: z.boolean(),
    }),
  },
  ticket_rushed: {
    summary: 'A ticket goes before others, or does not any more',
    payload: z.object({ ticket_id: id, rush: z.boolean() }),
  },
  item_bumped: {
    summary: 'A line of a ticket is done, or is not after all',
    payload: z.object({ ticket_id: id, order_item_id: id, bumped: z.boolean() }),
  },
} as const satisfies Record<string, Event>;
