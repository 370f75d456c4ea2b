import { z } from 'zod';
import type { ErrorCode } from './errors.ts';
import { id, instant, quantity, text } from './fields.ts';
import { note, order, orderType, wantedLine } from './order.ts';

/** What every change of an order takes besides its own fields. */
export const ofOrder = {
  order_id: id,
  /** The version that the caller has seen; VERSION_CONFLICT when it is another one by now. */
  expected_version: z.int().min(1).optional(),
};

/** Why an order takes no change. */
export const CLOSED = [
  'ORDER_NOT_FOUND',
  'ORDER_CLOSED',
  'PAYMENT_PENDING',
  'PAYMENT_UNKNOWN',
  'VERSION_CONFLICT',
] as const satisfies ErrorCode[];
/** Why a change of what is owed is refused. */
export const OWED = ['ORDER_HAS_PAYMENTS', 'ORDER_TOO_LARGE'] as const satisfies ErrorCode[];
const LINE = ['UNKNOWN_ITEM', 'ITEM_UNAVAILABLE', 'SOLD_OUT', 'INVALID_MODIFIERS'] as const;
const DISCOUNT = [
  'UNKNOWN_DISCOUNT',
  'DISCOUNT_UNAVAILABLE',
  'DISCOUNT_ALREADY_TAKEN',
] as const satisfies ErrorCode[];
const base = { role: 'staff', kind: 'write', tag: 'Orders', output: order } as const;

/** What is put on an order, changed on it and taken off again. */
export const lineOperations = {
  create_order: {
    ...base,
    summary: 'Create an order',
    description: 'Takes the next order number, 1 to 99. `items` may be empty.',
    http: 'POST /orders',
    status: 201,
    input: z.strictObject({
      staff_id: id.optional(),
      items: z
        .array(z.strictObject(wantedLine).meta({ id: 'WantedItem' }))
        .max(500)
        .default([]),
      discount_id: id.optional(),
      discount_ids: z.array(id).max(20).default([]),
      type: orderType.default('counter'),
      customer_name: text(60).optional(),
      note: note.optional(),
      /** When it is wanted, 30 days ahead at most; the kitchen begins in time. */
      scheduled_for: instant.optional(),
    }),
    errors: ['UNKNOWN_STAFF', 'ORDER_TOO_LARGE', ...LINE, ...DISCOUNT],
  },
  add_item: {
    ...base,
    summary: 'Add a line to an open order',
    http: 'PUT /orders/:order_id/add_item',
    input: z.strictObject({ ...ofOrder, ...wantedLine }),
    errors: [...CLOSED, ...OWED, 'ORDER_TOO_LONG', ...LINE, ...DISCOUNT],
  },
  remove_item: {
    ...base,
    summary: 'Take a line that was not sent, or some units of it, off an open order',
    http: 'PUT /orders/:order_id/remove_item',
    input: z.strictObject({
      ...ofOrder,
      order_item_id: id,
      /** Units off; all of them when absent. */
      quantity: quantity.optional(),
    }),
    errors: [...CLOSED, ...OWED, 'LINE_NOT_FOUND', 'LINE_SENT'],
  },
  change_item: {
    ...base,
    summary: 'Change a line: its units, modifiers, note, course or discounts',
    description:
      '`quantity` is the new number of units; `modifiers` and `discount_ids` replace what is ' +
      'there. What stays on the line keeps the price at which it was added.',
    http: 'PUT /orders/:order_id/update_item',
    input: z.strictObject({
      ...ofOrder,
      order_item_id: id,
      quantity: quantity.optional(),
      modifiers: wantedLine.modifiers.unwrap().optional(),
      note: note.nullable().optional(),
      course: wantedLine.course.unwrap().nullable().optional(),
      discount_ids: z.array(id).max(20).optional(),
    }),
    errors: [...CLOSED, ...OWED, 'LINE_NOT_FOUND', 'LINE_SENT', ...LINE, ...DISCOUNT],
  },
  add_discount: {
    ...base,
    summary: 'Take a discount off the whole order',
    http: 'PUT /orders/:order_id/add_discount',
    input: z.strictObject({ ...ofOrder, discount_id: id }),
    errors: [...CLOSED, ...OWED, ...DISCOUNT],
  },
  remove_discount: {
    ...base,
    summary: 'Take a discount of the whole order back',
    http: 'PUT /orders/:order_id/remove_discount',
    input: z.strictObject({ ...ofOrder, discount_id: id }),
    errors: [...CLOSED, 'DISCOUNT_NOT_TAKEN'],
  },
} as const;
