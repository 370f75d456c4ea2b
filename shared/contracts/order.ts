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
};

export const orderType = z.enum(['counter', 'dine_in', 'takeaway']);
export const orderNumber = z.int().min(1).max(99).meta({ example: 17 });

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
    discount: money,
    tax: money,
    note: z.string().nullable(),
    modifiers: z.array(lineModifier),
  })
  .meta({ id: 'OrderItem' });

export const orderDiscount = z
  .object({ id, order_id: id, discount_id: id, name: z.string(), amount_applied: money })
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

export const payment = z
  .object({
    id,
    order_id: id,
    method: z.enum(['cash', 'card']),
    amount: money,
    card_fee: money,
    tip: money,
    cash_tendered: money.nullable(),
    change_due: money.nullable(),
    till,
    staff_id: id,
    created_at: instant,
  })
  .meta({ id: 'Payment' });

export const order = z
  .object({
    id,
    order_number: orderNumber,
    number_shared: z.boolean(),
    staff_id: id,
    till,
    type: orderType,
    status: z.enum(['open', 'closed']),
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
    total: money,
    tip: money,
    grand_total: money,
    amount_paid: money,
    balance_due: money,
    payment_method: z.enum(['cash', 'card', 'mixed']).nullable(),
    payments: z.array(payment),
    created_at: instant,
    sent_at: instant.nullable(),
    closed_at: instant.nullable(),
  })
  .meta({ id: 'Order' });

export const cart = z
  .object({
    event: z.literal('cart_updated'),
    data: z
      .object({
        state: z.enum(['idle', 'cart', 'complete']),
        till,
        order_id: id.nullable(),
        order_number: orderNumber.nullable(),
        items: z.array(line),
        discounts: z.array(orderDiscount),
        subtotal: money,
        discount_total: money,
        tax: money,
        card_fee: money,
        total: money,
        tip: money,
        balance_due: money,
        change_due: money.optional(),
      })
      .meta({ id: 'Cart' }),
  })
  .meta({ id: 'CartUpdated' });

/** What a kitchen needs to know of a line. */
export const sentLine = z
  .object({
    order_item_id: id,
    item_id: id,
    name: z.string(),
    quantity: z.int(),
    modifiers: z.array(z.object({ mod_name: z.string(), quantity: z.int() })),
    note: z.string().nullable(),
  })
  .meta({ id: 'SentItem' });

export type WantedLine = z.output<z.ZodObject<typeof wantedLine>>;
export type LineModifier = z.output<typeof lineModifier>;
export type Line = z.output<typeof line>;
export type OrderDiscount = z.output<typeof orderDiscount>;
export type OrderTax = z.output<typeof orderTax>;
export type Payment = z.output<typeof payment>;
export type Order = z.output<typeof order>;
