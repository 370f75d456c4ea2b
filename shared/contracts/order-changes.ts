import { z } from 'zod';
import { id, instant, quantity, text, till } from './fields.ts';
import { money, price } from './money.ts';
import { note, order, orderType, wantedLine } from './order.ts';
import { CLOSED, ofOrder, OWED } from './order-lines.ts';

const REASON = text(200);
const lineIds = z.array(id).min(1).max(500).optional();
/** Fields that are cleared with null. */
const facts = {
  note: note.nullable().optional(),
  customer_name: text(60).nullable().optional(),
  type: orderType.optional(),
  scheduled_for: instant.nullable().optional(),
  staff_id: id.optional(),
};

const base = { role: 'staff', kind: 'write', tag: 'Orders', output: order } as const;

/** What is done with a whole order, or with what it owes the kitchen. */
export const changeOperations = {
  hold_order: {
    ...base,
    summary: 'Put an open order aside, or take it back',
    http: 'PUT /orders/:order_id/hold',
    input: z.strictObject({ ...ofOrder, held: z.boolean() }),
    errors: CLOSED,
  },
  change_order: {
    ...base,
    summary: "Change an open order's note, name, type, waiter or the time it is wanted at",
    http: 'PUT /orders/:order_id',
    input: z.strictObject({ ...ofOrder, ...facts }),
    errors: [...CLOSED, 'UNKNOWN_STAFF'],
  },
  choose_tip: {
    ...base,
    summary: "What the guest in front of the till's display wants to give; nothing is charged",
    role: 'public',
    input: z.strictObject({ order_id: id, till, tip: price }),
    output: z.object({ order_id: id, tip_choice: money }),
    errors: ['ORDER_NOT_FOUND', 'ORDER_CLOSED', 'PAYMENT_PENDING', 'PAYMENT_UNKNOWN', 'FORBIDDEN'],
  },
  send_order: {
    ...base,
    summary: 'Tell the kitchen what is new; nothing new, nothing told',
    http: 'POST /orders/:order_id/send',
    description:
      'With `course` only what belongs to it, to an earlier one or to none; the rest is held ' +
      'until it is fired by a later send, or by the close.',
    input: z.strictObject({ ...ofOrder, course: wantedLine.course }),
    errors: [...CLOSED, 'ORDER_EMPTY'],
  },
  void_order: {
    ...base,
    summary: 'Void an order, or lines of it, before it is paid',
    description:
      'What was sent to the kitchen needs an admin, a `reason`, and whether it was `made`.',
    http: 'POST /orders/:order_id/void',
    input: z.strictObject({
      ...ofOrder,
      reason: REASON.optional(),
      made: z.boolean().optional(),
      order_item_ids: lineIds,
    }),
    errors: [...CLOSED, 'ORDER_HAS_PAYMENTS', 'LINE_NOT_FOUND', 'FORBIDDEN'],
  },
  comp_order: {
    ...base,
    role: 'admin',
    summary: 'Give an order, or lines of it, free: in the sales, and off again as discount',
    http: 'POST /orders/:order_id/comp',
    input: z.strictObject({ ...ofOrder, reason: REASON, order_item_ids: lineIds }),
    errors: [...CLOSED, 'ORDER_HAS_PAYMENTS', 'LINE_NOT_FOUND', 'ORDER_EMPTY'],
  },
  split_order: {
    ...base,
    summary: 'Move lines, or units of them, to a new order',
    description: 'Answers the order; `split_order` is the new one.',
    http: 'POST /orders/:order_id/split',
    input: z.strictObject({
      ...ofOrder,
      items: z
        .array(
          z
            .strictObject({ order_item_id: id, quantity: quantity.optional() })
            .meta({ id: 'SplitItem' }),
        )
        .min(1)
        .max(500),
    }),
    output: order.extend({ split_order: order }).meta({ id: 'OrderAndSplit' }),
    errors: [...CLOSED, 'ORDER_HAS_PAYMENTS', 'LINE_NOT_FOUND', 'NOTHING_LEFT'],
  },
  merge_orders: {
    ...base,
    summary: 'Move all lines of another open order here; the other one is voided, empty',
    http: 'POST /orders/:order_id/merge',
    input: z.strictObject({ ...ofOrder, from_order_id: id }),
    errors: [...CLOSED, ...OWED, 'ORDER_TOO_LONG'],
  },
} as const;
