import { z } from 'zod';
import { contract } from './contract.ts';
import { id, instant, quantity, text, till } from './fields.ts';
import { money, price } from './money.ts';
import {
  cart,
  line,
  note,
  order,
  orderDiscount,
  orderNumber,
  orderType,
  payment,
  sentLine,
  wantedLine,
} from './order.ts';

/** What every change of an order says. */
const orderChange = z.object({ order_id: id, version: z.int(), total: money });

export const orders = contract({
  service: 'orders',
  summary: 'Orders, their lines and numbers, and the payments taken on them',
  operations: {
    create_order: {
      summary: 'Create an order',
      description: 'Takes the next order number, 1 to 99. `items` may be empty.',
      http: 'POST /orders',
      role: 'staff',
      kind: 'write',
      tag: 'Orders',
      status: 201,
      input: z.strictObject({
        staff_id: id.optional(),
        items: z
          .array(z.strictObject(wantedLine).meta({ id: 'WantedItem' }))
          .max(500)
          .default([]),
        discount_id: id.optional(),
        type: orderType.default('counter'),
        customer_name: text(60).optional(),
        note: note.optional(),
      }),
      output: order,
      errors: [
        'UNKNOWN_STAFF',
        'UNKNOWN_ITEM',
        'ITEM_UNAVAILABLE',
        'INVALID_MODIFIERS',
        'UNKNOWN_DISCOUNT',
        'DISCOUNT_UNAVAILABLE',
        'ORDER_TOO_LARGE',
      ],
    },
    get_order: {
      summary: 'An order',
      http: 'GET /orders/:order_id',
      role: 'staff',
      kind: 'read',
      tag: 'Orders',
      input: z.strictObject({ order_id: id }),
      output: order,
      errors: ['ORDER_NOT_FOUND'],
    },
    add_item: {
      summary: 'Add a line to an open order',
      http: 'PUT /orders/:order_id/add_item',
      role: 'staff',
      kind: 'write',
      tag: 'Orders',
      input: z.strictObject({ order_id: id, ...wantedLine }),
      output: order,
      errors: [
        'ORDER_NOT_FOUND',
        'ORDER_CLOSED',
        'UNKNOWN_ITEM',
        'ITEM_UNAVAILABLE',
        'INVALID_MODIFIERS',
        'ORDER_TOO_LONG',
        'ORDER_TOO_LARGE',
      ],
    },
    remove_item: {
      summary: 'Take a line, or some units of it, off an open order',
      http: 'PUT /orders/:order_id/remove_item',
      role: 'staff',
      kind: 'write',
      tag: 'Orders',
      input: z.strictObject({
        order_id: id,
        order_item_id: id,
        /** Units off; all of them when absent. */
        quantity: quantity.optional(),
      }),
      output: order,
      errors: ['ORDER_NOT_FOUND', 'ORDER_CLOSED', 'LINE_NOT_FOUND'],
    },
    close_order: {
      summary: 'Pay the balance and close the order',
      description: 'Answers the order; `change_due` is what the guest gets back.',
      http: 'POST /orders/:order_id/close',
      role: 'staff',
      kind: 'write',
      tag: 'Orders',
      input: z.strictObject({
        order_id: id,
        method: z.enum(['cash', 'card']),
        cash_tendered: price.optional(),
        tip: price.optional(),
      }),
      output: order.extend({ change_due: money }).meta({ id: 'ClosedOrder' }),
      errors: [
        'ORDER_NOT_FOUND',
        'ORDER_CLOSED',
        'ORDER_EMPTY',
        'TENDER_TOO_SMALL',
        'CARD_NOT_CONFIGURED',
      ],
    },
  },
  events: {
    order_created: {
      summary: 'A new order with its first lines',
      payload: orderChange.extend({
        order_number: orderNumber,
        number_shared: z.boolean(),
        staff_id: id,
        till,
        type: orderType,
        items: z.array(line),
        discounts: z.array(orderDiscount),
      }),
    },
    item_added: { summary: 'A line was added', payload: orderChange.extend({ item: line }) },
    item_removed: {
      summary: 'A line, or some units of it, was taken off',
      payload: orderChange.extend({ order_item_id: id, quantity: z.int() }),
    },
    order_sent: {
      summary: 'The kitchen has something to make',
      payload: z.object({
        order_id: id,
        version: z.int(),
        order_number: orderNumber,
        type: orderType,
        customer_name: z.string().nullable(),
        note: z.string().nullable(),
        sent_at: instant,
        items: z.array(sentLine),
      }),
    },
    payment_taken: { summary: 'Money came in for an order', payload: payment },
    order_closed: {
      summary: 'An order is paid in full; the sale belongs to its business day',
      payload: order.extend({
        /** What was sold, without the tax in its price: before discounts, and after. */
        gross: money,
        net: money,
      }),
    },
  },
  shows: {
    cart: {
      summary: "The till's order as its guest sees it; idle when there is none",
      topic: 'pos/now/cart/:till',
      role: 'staff',
      payload: cart,
    },
    open_order: {
      summary: 'An open order, in short; gone when it is closed',
      topic: 'pos/now/orders/:order_id',
      role: 'staff',
      payload: order
        .pick({ id: true, order_number: true, till: true, status: true, total: true })
        .extend({ version: z.int() })
        .meta({ id: 'OpenOrder' }),
    },
  },
});
