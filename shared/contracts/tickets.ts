import { z } from 'zod';
import type { Operation, Show } from './contract.ts';
import { id, instant } from './fields.ts';
import { orderType } from './order.ts';
import { stationId } from './printers.ts';

export const ticketItem = z
  .object({
    order_item_id: id,
    name: z.string(),
    quantity: z.int(),
    modifiers: z.array(z.object({ mod_name: z.string(), quantity: z.int() })),
    note: z.string().nullable(),
    course: z.int().nullable().meta({ description: 'of the meal; null: of none' }),
    change: z
      .enum(['none', 'added', 'changed', 'cancelled'])
      .meta({ description: 'against what the kitchen was told of this order before' }),
    was: z.int().optional().meta({
      description: 'how many of a changed one were to be made before, where that is known',
    }),
    bumped: z.boolean().meta({ description: 'done; of a cancelled one: seen' }),
  })
  .meta({ id: 'TicketItem' });

export const ticket = z
  .object({
    id,
    order_id: id,
    order_number: z.int(),
    station_id: stationId,
    type: orderType,
    status: z.enum(['new', 'in_progress', 'ready', 'bumped']),
    recalled: z.boolean().meta({ description: 'it was bumped and came back' }),
    rush: z.boolean().meta({ description: 'it hangs before all others' }),
    customer_name: z.string().nullable(),
    note: z.string().nullable().meta({ description: 'of the whole order' }),
    sent_at: instant.meta({ description: 'age counts from here' }),
    scheduled_for: instant
      .nullable()
      .meta({ description: 'when the order is wanted, where it was made for later' }),
    delivered_at: instant
      .nullable()
      .meta({ description: 'a screen or printer of the station has it' }),
    started_at: instant.nullable(),
    ready_at: instant.nullable(),
    bumped_at: instant.nullable(),
    original_position: z.int().meta({
      description: 'where it hangs; the same at every station that has a part of what was sent',
    }),
    items: z.array(ticketItem),
  })
  .meta({ id: 'KitchenTicket' });

const ofTicket = { ticket_id: id };
const base = {
  role: 'staff',
  screens: ['kitchen'],
  kind: 'write',
  tag: 'Kitchen',
  output: ticket,
} as const;
const NOT_DUE = ['TICKET_NOT_FOUND', 'TICKET_BUMPED', 'FORBIDDEN'] as const;

/** What is done with the tickets of a station: by staff, and by its own screens. */
export const ticketOperations = {
  list_tickets: {
    ...base,
    summary: 'Kitchen tickets: those that are due, in their order, or those bumped last',
    description:
      'Due ones are ordered as they hang: rush first, then by `original_position`. With ' +
      '`status=bumped` the last 50 of a day, latest first: what can be recalled. ' +
      '`all_day` counts what is still to be made of the due ones. A screen names its station.',
    http: 'GET /kitchen/tickets',
    kind: 'read',
    input: z.strictObject({
      station: stationId.optional(),
      status: z.enum(['due', 'bumped']).default('due'),
    }),
    output: z
      .object({
        tickets: z.array(ticket),
        all_day: z.array(z.object({ name: z.string(), quantity: z.int() }).meta({ id: 'AllDay' })),
      })
      .meta({ id: 'KitchenTickets' }),
    errors: ['FORBIDDEN'],
  },
  start_ticket: {
    ...base,
    summary: 'Somebody has begun with a ticket',
    http: 'POST /kitchen/tickets/:ticket_id/start',
    input: z.strictObject(ofTicket),
    errors: NOT_DUE,
  },
  ready_ticket: {
    ...base,
    summary: 'All of a ticket is made: it may be fetched',
    http: 'POST /kitchen/tickets/:ticket_id/ready',
    input: z.strictObject(ofTicket),
    errors: NOT_DUE,
  },
  bump_ticket: {
    ...base,
    summary: 'A ticket is done: take it off the screen',
    http: 'POST /kitchen/tickets/:ticket_id/bump',
    input: z.strictObject(ofTicket),
    errors: NOT_DUE,
  },
  recall_ticket: {
    ...base,
    summary: 'A ticket that was bumped comes back, to its place, at every station that had it',
    description:
      'With `undo` only this one comes back, exactly as it stood before it was bumped: for the ' +
      'finger that slipped.',
    http: 'POST /kitchen/tickets/:ticket_id/recall',
    input: z.strictObject({ ...ofTicket, undo: z.boolean().default(false) }),
    errors: ['TICKET_NOT_FOUND', 'TICKET_NOT_BUMPED', 'FORBIDDEN'],
  },
  rush_ticket: {
    ...base,
    summary: 'An order goes before all others, at every station; `rush: false` takes it back',
    http: 'POST /kitchen/tickets/:ticket_id/rush',
    input: z.strictObject({ ...ofTicket, rush: z.boolean().default(true) }),
    errors: NOT_DUE,
  },
  bump_item: {
    ...base,
    summary: 'One line of a ticket is done; `bumped: false` takes it back',
    description: 'The first begins the ticket, the last bumps it.',
    http: 'POST /kitchen/tickets/:ticket_id/items/:order_item_id/bump',
    input: z.strictObject({ ...ofTicket, order_item_id: id, bumped: z.boolean().default(true) }),
    errors: [...NOT_DUE, 'LINE_NOT_FOUND'],
  },
  send_kitchen_order: {
    ...base,
    summary: 'Hang an order up at its stations, as it is now, whatever was sent before',
    description: 'A station that has a ticket of it still keeps that. `station_ids`: only these.',
    http: 'POST /kitchen_screens/send_order',
    screens: [],
    input: z.strictObject({ order_id: id, station_ids: z.array(stationId).max(30).optional() }),
    kind: 'work',
    output: z.object({ tickets: z.array(ticket) }).meta({ id: 'SentTickets' }),
    errors: ['ORDER_NOT_FOUND', 'ORDER_EMPTY', 'STATION_NOT_FOUND', 'SCREENS_OFF'],
  },
  tickets_delivered: {
    ...base,
    summary: 'Screens have acknowledged tickets: told by the gateway, which sees it',
    role: 'public',
    screens: [],
    input: z.strictObject({ ticket_ids: z.array(id).max(1000) }),
    output: z.object({}),
    errors: [],
  },
} as const satisfies Record<string, Operation>;

const boardEntry = z
  .object({
    order_id: id,
    order_number: z.int(),
    type: orderType,
    customer_name: z.string().nullable(),
    since: instant.meta({ description: 'since when it is being made, or ready' }),
  })
  .meta({ id: 'BoardEntry' });

export const ticketShows = {
  ticket_index: {
    summary: "The ids of a station's due tickets as they hang, and what is still to be made",
    topic: 'pos/now/kitchen/:station/index',
    role: 'staff',
    screens: ['kitchen'],
    payload: z
      .object({
        station_id: stationId,
        station_name: z.string(),
        ticket_ids: z.array(id),
        all_day: z.array(z.object({ name: z.string(), quantity: z.int() })),
      })
      .meta({ id: 'TicketIndex' }),
  },
  ticket: {
    summary: 'A ticket that is due; gone when it is bumped',
    topic: 'pos/now/kitchen/:station/:ticket_id',
    role: 'staff',
    screens: ['kitchen'],
    payload: ticket,
  },
  board: {
    summary: 'The numbers that are being made, oldest first, and that are ready, newest first',
    topic: 'pos/now/board',
    role: 'staff',
    screens: ['board', 'customer_display', 'kitchen'],
    payload: z
      .object({ preparing: z.array(boardEntry), ready: z.array(boardEntry) })
      .meta({ id: 'Board' }),
  },
} as const satisfies Record<string, Show>;

export type Ticket = z.output<typeof ticket>;
export type TicketItem = z.output<typeof ticketItem>;
export type Board = z.output<typeof ticketShows.board.payload>;
