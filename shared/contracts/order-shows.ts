import { cart, order } from './order.ts';

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
