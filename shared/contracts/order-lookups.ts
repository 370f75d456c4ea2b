import { z } from 'zod';
import { day, id, instant, text, till } from './fields.ts';
import { price } from './money.ts';
import { order, orderNumber, orderStatus } from './order.ts';

const happening = z
  .object({
    seq: z.int(),
    at: instant,
    type: z.string(),
    /** In words: `Ben added 2 x Juniper burger at bar`. */
    text: z.string(),
    staff_id: id.nullable(),
    approved_by: id.nullable(),
    till: z.string().nullable(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'OrderHappening' });

const reading = { role: 'staff', kind: 'read', tag: 'Orders' } as const;

/** What is looked up, and the numbers. */
export const lookupOperations = {
  get_order: {
    ...reading,
    summary: 'An order',
    http: 'GET /orders/:order_id',
    input: z.strictObject({ order_id: id }),
    output: order,
    errors: ['ORDER_NOT_FOUND'],
  },
  list_orders: {
    ...reading,
    summary: 'Orders, newest first',
    description:
      '`start` and `end` are business days, both included; an open order counts on the day on ' +
      'which it was created. `q` finds whole words of items, customer names and notes.',
    http: 'GET /orders',
    input: z.strictObject({
      status: orderStatus.optional(),
      start: day.optional(),
      end: day.optional(),
      order_number: orderNumber.optional(),
      staff_id: id.optional(),
      payment_method: z.enum(['cash', 'card', 'mixed']).optional(),
      till: till.optional(),
      held: z.boolean().optional(),
      total: price.optional(),
      q: text(100).optional(),
      limit: z.int().min(1).max(200).default(50),
      /** `next_cursor` of the page before. */
      cursor: id.optional(),
    }),
    output: z
      .object({ orders: z.array(order), next_cursor: z.int().optional() })
      .meta({ id: 'Orders' }),
    errors: ['SERVICE_UNAVAILABLE'],
  },
  order_history: {
    ...reading,
    summary: "An order's life, line by line: who, when, what, from which till",
    http: 'GET /orders/:order_id/history',
    input: z.strictObject({ order_id: id }),
    output: z.object({ history: z.array(happening) }).meta({ id: 'OrderHistory' }),
    errors: ['ORDER_NOT_FOUND'],
  },
  next_number: {
    ...reading,
    summary: 'The number that the next order will get',
    http: 'GET /orders/next_number',
    input: z.strictObject({}),
    output: z
      .object({ order_number: orderNumber, last_order_reset: instant.nullable() })
      .meta({ id: 'NextNumber' }),
    errors: [],
  },
  reset_number: {
    role: 'admin',
    kind: 'write',
    tag: 'Orders',
    summary: 'Begin the order numbers anew',
    http: 'POST /orders/reset_number',
    input: z.strictObject({ to: orderNumber.default(1) }),
    output: z
      .object({ order_number: orderNumber, last_order_reset: instant })
      .meta({ id: 'NumberReset' }),
    errors: [],
  },
} as const;
