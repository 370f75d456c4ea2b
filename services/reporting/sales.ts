import { dayAfter } from '#shared/business-day.ts';
import { orders } from '#shared/contracts/orders.ts';
import type { Reactions } from '#shared/reactions.ts';
import type { Connection } from '#shared/storage.ts';
import { type Landing, saleOf } from './fact.ts';
import { openPaymentFacts } from './payment-store.ts';
import { openReports, SALE_TABLES } from './reports-store.ts';
import type { Watch } from './watch.ts';

/** The day's figures are at most a quarter of a second old; each fsync serves all until then. */
export const EVERY_MS = 100;
type Voided = {
  order_id: number;
  made: boolean | null;
  items: { order_item_id: number; item_id: number; quantity: number; total_price: number }[];
  business_day: string | null;
};

/**
 * The sales, each in its business day, or, where that has its Z already, in the next one.
 * `closedBefore` says which: by the journal's numbers, so that folding anew finds the same.
 */
export const salesProjection = (
  closedBefore: (seq: number) => string | null,
  { touched }: Pick<Watch, 'touched'>,
) => ({
  of: orders,
  tables: SALE_TABLES,
  every_ms: EVERY_MS,
  apply(connection: Connection): Reactions<typeof orders> {
    const { folds, house } = openReports(connection);
    const facts = openPaymentFacts(connection);

    function land(day: string, seq: number): Landing {
      const closed = closedBefore(seq);
      const isLate = closed !== null && day <= closed;
      const business_day = isLate ? dayAfter(closed) : day;
      touched(business_day);
      return { business_day, late_of: isLate ? day : null };
    }
    function voided({ order_id, made, items, business_day }: Voided, seq: number): void {
      // old journals do not say the day of a void: it counts on the last one that they spoke of
      const day = business_day ?? facts.lastDay();
      if (items.length === 0 || day === null) return;
      const at = land(day, seq);
      for (const fold of folds) fold.voided?.(at, { seq, order_id, made, items });
    }

    return {
      order_created({ order_id, order_number }) {
        house.opened(order_id, order_number);
        touched();
      },
      tender_begun: house.await,
      tender_failed: ({ id }) => house.release(id),
      payment_taken(payment) {
        house.hold(payment);
        touched();
      },
      payment_given_back({ id }) {
        house.release(id);
        touched();
      },
      order_closed(order, { seq }) {
        const sale = saleOf(order);
        const at = land(order.business_day as string, seq);
        for (const fold of folds) fold.sold?.(at, sale);
        for (const { id } of order.payments) house.release(id);
        house.gone(order.id);
      },
      refund_made(refund, { seq }) {
        const at = land(refund.business_day, seq);
        for (const fold of folds) fold.refunded?.(at, refund);
      },
      tip_adjusted({ business_day, tip, tip_before, ...told }, { seq }) {
        if (business_day === null) return; // it comes with the order's closing
        const at = land(business_day, seq);
        const method = facts.methodOf(business_day, told.payment_id);
        const change = { ...told, seq, method, amount: tip - tip_before };
        for (const fold of folds) fold.tipChanged?.(at, change);
      },
      items_voided: (told, { seq }) => voided(told, seq),
      order_voided(told, { seq }) {
        voided(told, seq);
        house.gone(told.order_id);
        touched();
      },
    };
  },
});
