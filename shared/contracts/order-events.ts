import { z } from 'zod';
import { day, id, instant, till } from './fields.ts';
import { cents, money } from './money.ts';
import {
  line,
  order,
  orderDiscount,
  orderNumber,
  orderType,
  payment,
  refund,
  sentLine,
} from './order.ts';

/** What every change of an order says. */
const change = z.object({ order_id: id, version: z.int(), total: money });
/** A line as it is told of: what it costs is told when it is paid. */
const toldLine = { id: true, item_id: true, name: true, quantity: true, note: true } as const;
/** Journals know lines and orders from before there were courses and orders for later. */
const toldCourse = line.shape.course.default(null);
const scheduled_for = order.shape.scheduled_for.default(null);
const told = line.pick({ ...toldLine, total_price: true }).extend({
  course: toldCourse,
  modifiers: z.array(z.object({ mod_id: id, mod_name: z.string(), quantity: z.int() })),
});
const lost = z.object({
  order_item_id: id,
  item_id: id,
  name: z.string(),
  quantity: z.int(),
  /** What it would have brought in. */
  total_price: money,
  sent: z.boolean(),
});

const voided = change.extend({
  reason: z.string().nullable(),
  made: z.boolean().nullable(),
  items: z.array(lost),
  /** Null in journals from before it was told. */
  business_day: day.nullable().default(null),
});

/** Journals know payments from before there were cards: they are read with what held then. */
const toldPayment = payment.extend({
  cash_rounding: money.default(cents(0)),
  status: payment.shape.status.default('completed'),
  attempt_id: z.string().nullable().default(null),
  square_payment_id: z.string().nullable().default(null),
  card_brand: z.string().nullable().default(null),
  last4: z.string().nullable().default(null),
});

const NOTHING = money.default(cents(0));
/** A sale; journals know some from before orders could be all that they can be now. */
const toldSale = order.extend({
  order_id: id.optional(),
  items: z.array(
    line.extend({
      status: line.shape.status.default('sent'),
      voided_quantity: z.int().default(0),
      refunded_quantity: z.int().default(0),
      course: toldCourse,
      discounts: line.shape.discounts.default([]),
      /** What it is worth without the tax in its price: before discounts, and after. */
      gross: NOTHING,
      net: NOTHING,
    }),
  ),
  held: z.boolean().default(false),
  scheduled_for,
  cash_rounding: NOTHING,
  amount_refunded: NOTHING,
  card_fee_due: NOTHING,
  balance_due_card: NOTHING,
  tip_choice: money.nullable().default(null),
  pending_attempt_id: z.string().nullable().default(null),
  payments: z.array(toldPayment),
  refunds: z.array(refund).default([]),
  voided_at: instant.nullable().default(null),
  refunded_at: instant.nullable().default(null),
  gross: money,
  net: money,
});

export const orderEvents = {
  order_created: {
    summary: 'A new order with its first lines',
    payload: change.extend({
      order_number: orderNumber,
      number_shared: z.boolean(),
      staff_id: id,
      till,
      type: orderType,
      scheduled_for,
      items: z.array(told),
      discounts: z.array(orderDiscount.pick({ discount_id: true, name: true })),
    }),
  },
  item_added: { summary: 'A line was added', payload: change.extend({ item: told }) },
  item_changed: {
    summary: 'A line is another than before',
    payload: change.extend({
      item: told,
      before: told,
      discounts: z.array(orderDiscount.pick({ discount_id: true, name: true })),
    }),
  },
  item_removed: {
    summary: 'A line that was not sent, or some units of it, was taken off',
    payload: change.extend({ order_item_id: id, name: z.string(), quantity: z.int() }),
  },
  discount_taken: {
    summary: 'A discount was taken off the whole order',
    payload: change.extend({ discount_id: id, name: z.string() }),
  },
  discount_taken_back: {
    summary: 'A discount of the whole order was taken back',
    payload: change.extend({ discount_id: id, name: z.string() }),
  },
  order_held: {
    summary: 'Put aside, or taken back',
    payload: change.extend({ held: z.boolean() }),
  },
  order_changed: {
    summary: 'Note, name, type, waiter or the time it is wanted at are others than before',
    payload: change.extend({
      note: z.string().nullable(),
      customer_name: z.string().nullable(),
      type: orderType,
      staff_id: id,
      scheduled_for,
    }),
  },
  tip_chosen: {
    summary: 'The guest has chosen at the display what to give',
    payload: change.extend({ tip_choice: money }),
  },
  order_sent: {
    summary: 'The kitchen has something to make, to change or to leave',
    payload: z.object({
      order_id: id,
      version: z.int(),
      order_number: orderNumber,
      type: orderType,
      customer_name: z.string().nullable(),
      note: z.string().nullable(),
      sent_at: instant,
      scheduled_for,
      items: z.array(sentLine.extend({ course: toldCourse })),
    }),
  },
  items_comped: {
    summary: 'Made, and given free',
    payload: change.extend({ reason: z.string(), items: z.array(lost) }),
  },
  items_voided: {
    summary: 'Lines are not wanted any more; never sold',
    payload: voided,
  },
  order_voided: {
    summary: 'An order was given up; merged into another one where that is named',
    payload: voided.extend({ order_number: orderNumber, merged_into: id.nullable() }),
  },
  order_split: {
    summary: 'Lines moved to a new order',
    payload: change.extend({
      new_order_id: id,
      new_order_number: orderNumber,
      items: z.array(z.object({ order_item_id: id, new_order_item_id: id, quantity: z.int() })),
    }),
  },
  orders_merged: {
    summary: 'All lines of another order moved here',
    payload: change.extend({ from_order_id: id, order_item_ids: z.array(id) }),
  },
  tender_begun: {
    summary: 'A card is to pay: the amount is fixed, the order locked',
    payload: payment,
  },
  tender_failed: {
    summary: 'The card did not pay; the order is free again',
    payload: payment.extend({ code: z.string() }),
  },
  payment_taken: { summary: 'Money came in for an order', payload: toldPayment },
  payment_given_back: { summary: 'A payment of an open order was given back', payload: payment },
  order_closed: {
    summary: 'An order is paid in full; the sale belongs to its business day',
    payload: toldSale,
  },
  refund_made: {
    summary: 'Money was given back for a paid order',
    payload: refund.extend({
      original_business_day: z.string(),
      status: order.shape.status,
      /** Whose sale it was. */
      sold_by: id,
    }),
  },
  tip_adjusted: {
    summary: 'The tip of a card was changed after it had paid',
    payload: z.object({
      order_id: id,
      payment_id: id,
      tip: money,
      tip_before: money,
      staff_id: id,
      /** Of the order, once it is closed; the tip belongs to the same day. */
      business_day: z.string().nullable(),
    }),
  },
  portions_left: {
    summary: 'Portions were taken from a countdown, or given back to it',
    payload: z.object({
      item_id: id,
      remaining: z.int(),
      /** Of catalog's `availability_set` that the count began with. */
      setting: z.int(),
    }),
  },
  number_reset: {
    summary: 'The order numbers begin anew',
    payload: z.object({ order_number: orderNumber }),
  },
} as const;
