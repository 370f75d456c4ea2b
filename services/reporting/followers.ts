import { catalog } from '#shared/contracts/catalog.ts';
import { orders } from '#shared/contracts/orders.ts';
import type { Connection } from '#shared/storage.ts';
import type { Reactions } from '#shared/follow.ts';
import { saleOf } from './sale.ts';
import { openStore, SALE_TABLES, TERMS_TABLES } from './store.ts';

/** The sales, each in its business day. */
export const salesProjection = {
  of: orders,
  tables: SALE_TABLES,
  apply(connection: Connection): Reactions<typeof orders> {
    const store = openStore(connection);
    return {
      order_created: ({ order_id }) => store.opened(order_id),
      order_closed: (order) => store.addSale(saleOf(order)),
    };
  },
};

/** The store's zone and cutoff: they say which business day is running. */
export const termsProjection = {
  of: catalog,
  tables: TERMS_TABLES,
  apply: (connection: Connection): Reactions<typeof catalog> => ({
    settings_saved: openStore(connection).saveTerms,
  }),
};
