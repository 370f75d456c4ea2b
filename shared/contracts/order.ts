import { z } from 'zod';
import { day, id, instant, quantity, text, till } from './fields.ts';
import { money, percentage } from './money.ts';

/** A guest's wish, for a line or the whole order. */
export const note = text(200);

/** A line as the till asks for it. */
export const wantedLine = {
  item_id: id,
  quantity,
  modifiers: z
    .array(
      z
        .strictObject({ mod_id: id, quantity: z.int().min(1).max(20).default(1) })
        .meta({ id: 'WantedModifier' }),
    )
    .max(50)
    .default([]),
  note: note.optional(),
  /** Which part of the meal it belongs to: what is fired together. */
  course: z.int().min(1).max(9).optional(),
  discount_id: id.optional(),
};

export const orderType = z.enum(['counter', 'dine_in', 'takeaway']);
export const orderNumber = z.int().min(1).max(99).meta({ example: 17 });

/** What a line's modifier is, as it was when it was chosen. */
export const lineModifier = z
  .object({
    id,
    order_item_id: id,
    mod_id: id,
    mod_name: z.string(),
    mod_price: money,
    quantity: z.int(),
  })
  .meta({ id: 'OrderItemModifier' });

/** A discount as it was taken; of one line where `order_item_id` is there. */
export const orderDiscount = z
  .object({
    id,
    order_id: id,
    order_item_id: id.optional(),
    /** Null for a comp: made, and given free. */
    discount_id: id.nullable(),
    name: z.string(),
    amount_applied: money,
  })
  .meta({ id: 'OrderDiscount' });

export const orderTax = z
  .object({
    tax_id: id,
    name: z.string(),
    percentage,
    inclusive: z.boolean(),
    taxable: money,
    tax: money,
  })
  .meta({ id: 'OrderTax' });

export const line = z
  .object({
    id,
    order_id: id,
    item_id: id,
    name: z.string(),
    quantity: z.int(),
    item_price: money,
    mods_price: money,
    total_price: money,
    /** Its own discounts and its share of the order's. */
    discount: money,
    tax: money,
    note: z.string().nullable(),
    course: z.int().nullable(),
    /** A voided line has the quantity 0 and stays, to be seen. */
    status: z.enum(['unsent', 'sent', 'voided']),
    voided_quantity: z.int(),
    refunded_quantity: z.int(),
    modifiers: z.array(lineModifier),
    discounts: z.array(orderDiscount),
  })
  .meta({ id: 'OrderItem' });

export const payment = z
  .object({
    id,
    order_id: id,
    method: z.enum(['cash', 'card']),
    /** Of the bill; fee, tip and rounding are not in it. */
    amount: money,
    card_fee: money,
    tip: money,
    cash_rounding: money,
    cash_tendered: money.nullable(),
    change_due: money.nullable(),
    status: z.enum(['pending', 'completed', 'failed', 'given_back']),
    attempt_id: z.string().nullable(),
    square_payment_id: z.string().nullable(),
    card_brand: z.string().nullable(),
    last4: z.string().nullable(),
    till,
    staff_id: id,
    created_at: instant,
  })
  .meta({ id: 'Payment' });

/** What one refund gave back to one payment. */
const refundPayment = z
  .object({
    payment_id: id,
    method: z.enum(['cash', 'card']),
    amount: money,
    card_fee: money,
    tip: money,
    cash_rounding: money,
  })
  .meta({ id: 'RefundPayment' });

/** What one refund gave back of one line: without tax (`net`), and the tax. */
const refundItem = z
  .object({ order_item_id: id, quantity: z.int(), net: money, tax: money })
  .meta({ id: 'RefundItem' });

export const refund = z
  .object({
    id,
    order_id: id,
    reason: z.string(),
    /** Goods and tax; the fee, the tip and the rounding come on top. */
    amount: money,
    net: money,
    tax: money,
    card_fee: money,
    tip: money,
    cash_rounding: money,
    taxes: z.array(orderTax),
    items: z.array(refundItem),
    payments: z.array(refundPayment),
    business_day: day,
    till,
    staff_id: id,
    created_at: instant,
    /** The refund that Square would not make, and that this one with its negative sums undoes. */
    reverses: id.nullable().default(null),
  })
  .meta({ id: 'Refund' });

export const orderStatus = z.enum(['open', 'closed', 'partially_refunded', 'refunded', 'voided']);
export const order = z
  .object({
    id,
    order_number: orderNumber,
    number_shared: z.boolean(),
    staff_id: id,
    till,
    type: orderType,
    status: orderStatus,
    held: z.boolean(),
    version: z.int(),
    business_day: day.nullable(),
    customer_name: z.string().nullable(),
    note: z.string().nullable(),
    items: z.array(line),
    discounts: z.array(orderDiscount),
    taxes: z.array(orderTax),
    subtotal: money,
    discount_total: money,
    tax: money,
    tax_included: money,
    card_fee: money,
    cash_rounding: money,
    total: money,
    tip: money,
    grand_total: money,
    amount_paid: money,
    amount_refunded: money,
    balance_due: money,
    /** What the rest would cost by card, before it is paid. */
    card_fee_due: money,
    balance_due_card: money,
    /** When the guest wants it; null: as soon as it is made. */
    scheduled_for: instant.nullable(),
    tip_choice: money.nullable(),
    pending_attempt_id: z.string().nullable(),
    payment_method: z.enum(['cash', 'card', 'mixed']).nullable(),
    payments: z.array(payment),
    refunds: z.array(refund),
    created_at: instant,
    sent_at: instant.nullable(),
    closed_at: instant.nullable(),
    voided_at: instant.nullable(),
    refunded_at: instant.nullable(),
  })
  .meta({ id: 'Order' });

/** What a kitchen needs to know of a line: it is new, another than before, or not wanted. */
export const sentLine = z
  .object({
    order_item_id: id,
    item_id: id,
    name: z.string(),
    /** As wanted now; a cancelled one's is what was wanted before. */
    quantity: z.int(),
    modifiers: z.array(z.object({ mod_name: z.string(), quantity: z.int() })),
    note: z.string().nullable(),
    course: z.int().nullable(),
    change: z.enum(['added', 'changed', 'cancelled']),
    /** How many of a changed or cancelled one were told before; old journals do not say it. */
    was: z.int().optional(),
  })
  .meta({ id: 'SentItem' });

export type WantedLine = z.output<z.ZodObject<typeof wantedLine>>;
export type LineModifier = z.output<typeof lineModifier>;
export type Line = z.output<typeof line>;
export type OrderDiscount = z.output<typeof orderDiscount>;
export type OrderTax = z.output<typeof orderTax>;
export type Payment = z.output<typeof payment>;
export type Refund = z.output<typeof refund>;
export type SentLine = z.output<typeof sentLine>;
export type Order = z.output<typeof order>;
