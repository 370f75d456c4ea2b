import { catalog } from '#shared/contracts/catalog.ts';
import { cents } from '#shared/contracts/money.ts';
import { orders } from '#shared/contracts/orders.ts';
import type { Reactions } from '#shared/reactions.ts';
import type { Connection } from '#shared/storage.ts';
import { openTermsStore, SALE_TABLES, TERMS_TABLES } from './terms-store.ts';

/** The store's zone and day, and how long a session lasts. */
export const termsProjection = {
  of: catalog,
  tables: TERMS_TABLES,
  dispensable: true as const, // people log in and clock in while the catalog is away
  apply: (connection: Connection): Reactions<typeof catalog> => ({
    settings_saved: openTermsStore(connection).save,
  }),
};

/** Who sold what on which business day. */
export const salesProjection = {
  of: orders,
  tables: SALE_TABLES,
  dispensable: true as const,
  every_ms: 100, // a timesheet is read seldom, and orders are many
  apply(connection: Connection): Reactions<typeof orders> {
    const { addSale } = openTermsStore(connection);
    return {
      order_closed({ staff_id, business_day, net, tip }) {
        addSale({ staff_id, business_day: business_day as string, net_sales: net, tips: tip });
      },
      refund_made({ sold_by, business_day, net, tip }) {
        const back = { net_sales: cents(0 - net), tips: cents(0 - tip) };
        addSale({ staff_id: sold_by, business_day, ...back });
      },
      tip_adjusted({ staff_id, business_day, tip, tip_before }) {
        if (business_day === null) return; // it comes with the close
        addSale({ staff_id, business_day, net_sales: cents(0), tips: cents(tip - tip_before) });
      },
    };
  },
};
