import { cents } from '#shared/contracts/money.ts';
import type { Order } from '#shared/contracts/order.ts';

/** The till's display, as its guest sees it. */
export function cartOf(till: string, order: Order | undefined, state: 'cart' | 'complete') {
  const data = order
    ? {
        state,
        order_id: order.id,
        order_number: order.order_number,
        items: order.items,
        discounts: order.discounts,
        subtotal: order.subtotal,
        discount_total: order.discount_total,
        tax: order.tax,
        card_fee: order.card_fee,
        total: order.total,
        tip: order.tip,
        balance_due: order.balance_due,
        change_due: order.payments.at(-1)?.change_due ?? undefined,
      }
    : EMPTY_CART;
  return { event: 'cart_updated' as const, data: { ...data, till } };
}

const ZERO = cents(0);
const EMPTY_CART = {
  state: 'idle' as const,
  order_id: null,
  order_number: null,
  items: [],
  discounts: [],
  subtotal: ZERO,
  discount_total: ZERO,
  tax: ZERO,
  card_fee: ZERO,
  total: ZERO,
  tip: ZERO,
  balance_due: ZERO,
};
