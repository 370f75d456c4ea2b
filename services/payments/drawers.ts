import type { Alarms } from '#shared/alarms.ts';
import { type Cents, cents } from '#shared/contracts/money.ts';
import type { payments } from '#shared/contracts/payments.ts';
import type { Actor } from '#shared/contracts/service.ts';
import type { Database } from '#shared/database.ts';
import type { Journal } from '#shared/journal.ts';
import { disagreement } from './drawer.ts';
import {
  type Drawer,
  type DrawerStore,
  type NewMovement,
  openDrawerStore,
} from './drawer-store.ts';

/** An open drawer's sums are added up anew this often: a wrong one is known before the count. */
const CHECK_EVERY_MS = 60_000;

/** What the drawer's operations and its follower do alike. */
export interface Drawers {
  store: DrawerStore;
  /** In a transaction: a session begins, and is announced. */
  open(till: string, float: Cents, opened_by: number | null, when: When): Drawer;
  /** In a transaction: cash that orders announced, in the drawer of its till, open or not; once. */
  moveAnnounced(till: string, movement: NewMovement & { announced: string }): void;
  /** In a transaction: it was counted. What moved in it is the truth, should its sums differ. */
  close(drawer: Drawer, counted: Cents, closing: { by: number; key: string }, call: When): Drawer;
  stop(): void;
}

interface When {
  actor: Actor;
  at: string;
}

const SELF: Actor = { service: 'payments' };

interface Office {
  database: Database;
  journal: Pick<Journal<typeof payments>, 'announce'>;
  alarms: Alarms;
}

export function openDrawers({ database, journal, alarms }: Office): Drawers {
  const store = openDrawerStore(database.connection);

  function open(till: string, float: Cents, opened_by: number | null, { actor, at }: When): Drawer {
    const opened_by_itself = opened_by === null;
    const id = store.begin({ till, opened_by_itself, opened_at: at, opened_by });
    if (!opened_by_itself)
      store.move(id, { kind: 'float', amount: float, staff_id: opened_by, at });
    const opened = store.find(id) as Drawer;
    journal.announce('drawer_opened', opened, actor, at);
    return opened;
  }

  const openedByItself = (till: string, at: string) =>
    open(till, cents(0), null, { actor: SELF, at });

  /** An alarm in words while the sums of a drawer differ from what moved in it. */
  function check(drawer: Drawer) {
    const found = store.recount(drawer.id);
    const words = disagreement(drawer.till, drawer, found);
    const name = `drawer_${drawer.till}`;
    const told = words ? alarms.raise(name, words) : alarms.clear(name);
    told.catch(() => undefined); // the storage failed, which the process says by itself
    return found;
  }

  const timer = setInterval(() => store.allOpen().forEach(check), CHECK_EVERY_MS);
  timer.unref();
  store.allOpen().forEach(check);

  return {
    store,
    open,
    moveAnnounced(till, movement) {
      if (store.knows(movement.announced)) return;
      const { id } = store.openOf(till) ?? openedByItself(till, movement.at);
      store.move(id, movement);
    },
    close(drawer, counted, { by, key }, { actor, at }) {
      const sums = check(drawer);
      const { id } = drawer;
      store.close({ ...sums, id, counted, closed_at: at, closed_by: by, closing_key: key });
      const closed = store.find(id) as Drawer;
      const { over_short } = closed as { over_short: Cents };
      journal.announce(
        'drawer_closed',
        { ...closed, counted, over_short, closed_at: at },
        actor,
        at,
      );
      return closed;
    },
    stop: () => clearInterval(timer),
  };
}
