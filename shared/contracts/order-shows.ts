import { z } from 'zod';
import { id, till } from './fields.ts';
import { money } from './money.ts';
import { line, order, orderDiscount, orderNumber } from './order.ts';

const cart = z
  .object({
    event: z.literal('cart_updated'),
    data: z
      .object({
        state: z.enum(['idle', 'cart', 'payment', 'complete']),
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
        /** What the guest has chosen to give, before it is paid. */
        tip_choice: money.nullable(),
        /** A card is being asked to pay; until it is known, nothing else can. */
        charging: z.boolean(),
        change_due: money.optional(),
      })
      .meta({ id: 'Cart' }),
  })
  .meta({ id: 'CartUpdated' });

/** What tills and displays see of the orders. */
export const orderShows = {
  cart: {
    summary: "The till's order as its guest sees it; idle when there is none",
    topic: 'pos/now/cart/:till',
    role: 'staff',
    screens: ['customer_display'],
    payload: cart,
  },
  open_order: {
    summary: 'An open order, in short; gone when it is closed',
    topic: 'pos/now/orders/:order_id',
    role: 'staff',
    payload: order
      .pick({
        id: true,
        order_number: true,
        till: true,
        status: true,
        total: true,
        held: true,
        version: true,
      })
      .meta({ id: 'OpenOrder' }),
  },
} as const;
