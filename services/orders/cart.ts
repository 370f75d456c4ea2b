import { cents } from '#shared/contracts/money.ts';
import type { Order } from '#shared/contracts/order.ts';

/** The till's display, as its guest sees it; no order, or one put aside: idle. */
export function cartOf(till: string, order: Order | undefined) {
  const data = order
    ? {
        state: stateOf(order),
        order_id: order.id,
        order_number: order.order_number,
        items: order.items.filter(({ status }) => status !== 'voided'),
        discounts: order.discounts,
        subtotal: order.subtotal,
        discount_total: order.discount_total,
        tax: order.tax,
        card_fee: order.card_fee,
        total: order.total,
        tip: order.tip,
        balance_due: order.balance_due,
        tip_choice: order.tip_choice,
        charging: order.payments.some(({ status }) => status === 'pending'),
        change_due: changeOf(order),
      }
    : EMPTY_CART;
  return { event: 'cart_updated' as const, data: { ...data, till } };
}

/** What the guest gets back now: of the tenders that closed the order, or of the last one. */
function changeOf({ payments, closed_at }: Order) {
  const taken = payments.filter(({ status }) => status === 'completed');
  const closing = taken.filter(({ created_at }) => created_at === closed_at);
  const now = closing.length > 0 ? closing : taken.slice(-1);
  const change = now.flatMap(({ change_due }) => (change_due === null ? [] : [change_due]));
  return change.length > 0 ? cents(change.reduce((sum, one) => sum + one, 0)) : undefined;
}

function stateOf({ status, payments }: Order): 'cart' | 'payment' | 'complete' {
  if (status !== 'open') return 'complete';
  const paying = payments.some((one) => one.status === 'completed' || one.status === 'pending');
  return paying ? 'payment' : 'cart';
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
  tip_choice: null,
  charging: false,
};
