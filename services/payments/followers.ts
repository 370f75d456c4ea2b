import { catalog } from '#shared/contracts/catalog.ts';
import { cents } from '#shared/contracts/money.ts';
import type { Payment } from '#shared/contracts/order.ts';
import { orders } from '#shared/contracts/orders.ts';
import type { Connection } from '#shared/storage.ts';
import type { Reactions } from '#shared/reactions.ts';
import { cardParts, givenBack } from './card-refund.ts';
import type { Cards } from './cards.ts';
import { cashGivenBack, cashOf } from './drawer.ts';
import type { Drawers } from './drawers.ts';
import { openStore, PAYMENT_TABLES } from './store.ts';
import { openTermsStore, TERMS_TABLES } from './terms-store.ts';

/** The store's currency, day and habits. */
export const termsProjection = {
  of: catalog,
  tables: TERMS_TABLES,
  dispensable: true as const, // cash is listed, and cards are settled, while catalog is away
  apply: (connection: Connection): Reactions<typeof catalog> => ({
    settings_saved: openTermsStore(connection).save,
  }),
};

/** Cash closes in orders alone, so that it can be taken with this service down. */
export const cashProjection = {
  of: orders,
  tables: PAYMENT_TABLES,
  every_ms: 100, // nobody looks a payment up sooner
  apply(connection: Connection): Reactions<typeof orders> {
    const store = openStore(connection);
    return {
      payment_taken: (payment) => store.add(payment),
      payment_given_back: ({ id, status }) => store.setStatus(id, status),
      tip_adjusted: ({ payment_id, tip }) => store.setTip(payment_id, tip),
      order_closed: ({ id, business_day }) => store.stamp(id, business_day as string),
    };
  },
};

/**
 * What orders gave back to a card goes to Square: never twice, because a row is there once and its
 * key is made of the refund alone.
 */
export const refundReaction = ({ refunds, refunding }: Pick<Cards, 'refunds' | 'refunding'>) => ({
  of: orders,
  as: 'orders refunds',
  dispensable: true as const, // cash is listed meanwhile
  apply: (): Reactions<typeof orders> => ({
    refund_made(refund) {
      const parts = cardParts(refund);
      for (const part of parts) refunds.add(part);
      if (parts.length) refunding.begin();
    },
    payment_given_back(payment, { at }) {
      const part = givenBack(payment, at);
      if (!part) return;
      refunds.add(part);
      refunding.begin();
    },
  }),
});
/** Cash in the drawers: what was moved once is not moved again, whatever is heard twice. */
export function drawerReaction({ moveAnnounced }: Drawers) {
  const said = ({ id, order_id, cash_tendered, change_due }: Payment) => ({
    payment_id: id,
    order_id,
    cash_tendered,
    change_due,
  });
  return {
    of: orders,
    as: 'orders drawer',
    every_ms: 100, // who counts a drawer waits until it has all been heard
    apply: (): Reactions<typeof orders> => ({
      payment_taken(payment, { at, hash: announced }) {
        // a bill of nothing moves nothing
        if (payment.method !== 'cash' || !payment.cash_tendered) return;
        const { till, staff_id } = payment;
        const amount = cashOf(payment);
        moveAnnounced(till, { ...said(payment), kind: 'sale', amount, staff_id, at, announced });
      },
      payment_given_back(payment, { at, actor, hash: announced }) {
        if (payment.method !== 'cash') return;
        const { till = payment.till, staff_id = payment.staff_id } = actor; // who gives it back
        const { id: payment_id, order_id } = payment;
        const amount = cents(0 - cashOf(payment));
        const whose = { payment_id, order_id, staff_id };
        moveAnnounced(till, { ...whose, kind: 'given_back', amount, at, announced });
      },
      refund_made(refund, { at, hash: announced }) {
        const amount = cents(0 - cashGivenBack(refund));
        if (amount === 0) return;
        const { id: refund_id, order_id, till, staff_id } = refund;
        const whose = { refund_id, order_id, staff_id };
        moveAnnounced(till, { ...whose, kind: 'refund', amount, at, announced });
      },
    }),
  };
}
