import type { Payload } from '#shared/contracts/contract.ts';
import type { payments } from '#shared/contracts/payments.ts';
import type { Actor } from '#shared/contracts/service.ts';
import { type Desk, openBook } from './book.ts';
import type { LookupStore } from './lookup-store.ts';
import { statusAfter } from './refund.ts';
import { isReversed, reversalOf } from './reversal.ts';
import type { RefundStanding, Standing } from './standing.ts';

type NewRefund = Omit<RefundStanding, 'id' | 'order_id' | 'business_day' | 'created_at'>;
type Told<E extends 'card_tip_changed' | 'card_refund_settled'> = Payload<typeof payments, E>;

export type Refunding = ReturnType<typeof openRefunding>;

/** What becomes of a paid order afterwards: refunds, their undoing, another tip. */
export function openRefunding(desk: Desk, lookup: LookupStore) {
  const { store } = desk;
  const book = openBook(desk);

  function add(before: Standing, fresh: NewRefund, actor: Actor, at: string): Standing {
    const order_id = before.id;
    const row = { ...fresh, order_id, business_day: book.today(at), created_at: at };
    const status = statusAfter(before, row);
    const id = store.money.addRefund(row);
    store.setStatus(order_id, { status, refunded_at: at });
    const order = book.find(order_id);
    lookup.file(order);
    const original_business_day = order.business_day as string;
    const told = { ...row, id, original_business_day, status, sold_by: order.staff_id };
    book.announce('refund_made', told, actor, at);
    return order;
  }

  return {
    add,

    /** Square will not give it back: what was refunded to this card counts as paid again. */
    settled(told: Told<'card_refund_settled'>, actor: Actor, at: string): void {
      const { refund_id, payment_id, order_id, outcome, code } = told;
      if (outcome === 'completed' || refund_id === null) return;
      const order = store.find(order_id);
      const refund = order?.refunds.find(({ id }) => id === refund_id);
      if (!order || !refund || isReversed(order.refunds, refund_id, payment_id)) return;
      const sums = reversalOf(refund, payment_id, order.refunds);
      if (!sums) return;
      const { till, staff_id } = refund;
      const reason = `Square did not give it back: ${code ?? 'no reason said'}`;
      add(order, { ...sums, till, staff_id, reason, reverses: refund_id }, actor, at);
    },

    /** Told again from an old journal, it does not fit any more: `tip_before` is another one. */
    tipChanged(told: Told<'card_tip_changed'>, actor: Actor, at: string): void {
      const { payment_id, order_id, tip, tip_before } = told;
      const payment = store.money.payment(payment_id);
      if (payment?.status !== 'completed' || payment.order_id !== order_id) return;
      if (payment.tip !== tip_before) return;
      store.money.setTip(payment_id, tip);
      store.touch(order_id);
      const order = book.find(order_id);
      if (order.status === 'open') book.atItsTill(order);
      const { staff_id, business_day } = order;
      const adjusted = { order_id, payment_id, tip, tip_before, staff_id, business_day };
      book.announce('tip_adjusted', adjusted, actor, at);
    },
  };
}
