import { orders } from '#shared/contracts/orders.ts';
import type { Connection } from '#shared/storage.ts';
import type { Reactions } from '#shared/follow.ts';
import { openStore, PAYMENT_TABLES } from './store.ts';

/** Cash closes in orders alone, so that it can be taken with this service down. */
export const cashProjection = {
  of: orders,
  tables: PAYMENT_TABLES,
  apply(connection: Connection): Reactions<typeof orders> {
    const store = openStore(connection);
    return {
      payment_taken: (payment) => store.add(payment),
      order_closed: ({ id, business_day }) => store.stamp(id, business_day as string),
    };
  },
};
