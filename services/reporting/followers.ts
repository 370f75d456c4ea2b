import { catalog } from '#shared/contracts/catalog.ts';
import { payments } from '#shared/contracts/payments.ts';
import { printSpooler } from '#shared/contracts/print-spooler.ts';
import { staff } from '#shared/contracts/staff.ts';
import { follow, type Follower } from '#shared/follow.ts';
import type { Reactions } from '#shared/reactions.ts';
import type { Connection } from '#shared/storage.ts';
import { DRAWER_TABLES, openDrawers } from './drawer-store.ts';
import { MENU_TABLES, openHouseBook } from './house-store.ts';
import { KITCHEN_TABLES, openKitchen } from './kitchen-store.ts';
import { PEOPLE_TABLES } from './reports-store.ts';
import { EVERY_MS, salesProjection } from './sales.ts';
import { openPeople } from './staff-store.ts';
import { openWatch, type Watch } from './watch.ts';

/** The store's zone and cutoff, and where its items stand in the menu. */
const menuProjection = {
  of: catalog,
  tables: MENU_TABLES,
  every_ms: EVERY_MS,
  apply(connection: Connection): Reactions<typeof catalog> {
    const house = openHouseBook(connection);
    return {
      settings_saved: house.saveTerms,
      item_saved: house.saveItem,
      category_saved: house.saveCategory,
    };
  },
};

/** Who sold it, and when they worked. */
const peopleProjection = {
  of: staff,
  tables: PEOPLE_TABLES,
  every_ms: EVERY_MS,
  dispensable: true as const, // reports are told without their names
  apply(connection: Connection): Reactions<typeof staff> {
    const { savePerson, saveShift } = openPeople(connection);
    const punched = ({ shift }: { shift: Parameters<typeof saveShift>[0] }) => saveShift(shift);
    return {
      staff_saved: savePerson,
      clocked_in: punched,
      clocked_out: punched,
      break_started: punched,
      break_ended: punched,
      shift_mended: punched,
    };
  },
};

/** How long the kitchen took. */
const kitchenProjection = {
  of: printSpooler,
  tables: KITCHEN_TABLES,
  every_ms: EVERY_MS,
  dispensable: true as const,
  apply(connection: Connection): Reactions<typeof printSpooler> {
    const { opened, bumped, recalled } = openKitchen(connection);
    return { ticket_opened: opened, ticket_bumped: bumped, ticket_recalled: recalled };
  },
};

/** What drawers were counted to, and money that no order accounts for. */
const drawerProjection = ({ counted }: Pick<Watch, 'counted'>) => ({
  of: payments,
  tables: DRAWER_TABLES,
  every_ms: EVERY_MS,
  dispensable: true as const,
  apply(connection: Connection): Reactions<typeof payments> {
    const drawers = openDrawers(connection);
    return {
      drawer_opened: drawers.opened,
      drawer_moved: drawers.moved,
      drawer_closed(session) {
        drawers.closed(session);
        counted(session.id);
      },
      payment_unmatched: (money, { at }) => drawers.found(money, at),
      unmatched_settled: ({ attempt_id }) => drawers.settled(attempt_id),
    };
  },
});

/** All that reporting follows; how sales are folded stands in `sales.ts`. */
export function followAll(
  on: Parameters<typeof follow>[0],
  closedBefore: Parameters<typeof salesProjection>[0],
  changed: () => void,
): Follower[] {
  const watch = openWatch(on.database.connection, on.alarms, on.log, changed);
  return [
    follow(on, salesProjection(closedBefore, watch)),
    follow(on, menuProjection),
    follow(on, peopleProjection),
    follow(on, kitchenProjection),
    follow(on, drawerProjection(watch)),
  ];
}
