import type { Bus } from '#shared/bus.ts';
import type { orders } from '#shared/contracts/orders.ts';
import type { Database } from '#shared/database.ts';
import type { Journal } from '#shared/journal.ts';
import type { Desk } from './book.ts';
import { openCarts } from './carts.ts';
import { openClosedDays } from './day-store.ts';
import { openMenuStore } from './menu-store.ts';
import { openPortions } from './portion-store.ts';
import { openStore } from './store.ts';

/** What stands in the file, at hand: orders, menu, portions, closed days, and the guests' carts. */
export function openDesk(database: Database, journal: Journal<typeof orders>, bus: Bus): Desk {
  const { connection } = database;
  const store = openStore(connection);
  return {
    database,
    journal,
    store,
    carts: openCarts(bus, store),
    menu: openMenuStore(connection),
    portions: openPortions(connection),
    days: openClosedDays(connection),
  };
}
