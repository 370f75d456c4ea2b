import type { Call } from '#shared/answer.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import type { drawerOperations } from '#shared/contracts/drawer.ts';
import { type Cents, cents } from '#shared/contracts/money.ts';
import type { payments } from '#shared/contracts/payments.ts';
import type { Database } from '#shared/database.ts';
import { PosError } from '#shared/errors.ts';
import type { Follower } from '#shared/follow.ts';
import type { Journal } from '#shared/journal.ts';
import { byHand, hidden, isHidden, mustHold } from './drawer.ts';
import type { Drawer } from './drawer-store.ts';
import type { Drawers } from './drawers.ts';
import { openTermsStore } from './terms-store.ts';

/**
 * So long a count waits for what orders may have taken; a till shows its wheel meanwhile. Questions
 * are repeated each second: between two of them, so that no repeat counts after the refusal.
 */
const HEARS_WITHIN_MS = 4_500;

type ByHand = 'pay_in' | 'pay_out' | 'no_sale';

/** What the drawers need of the house. */
export interface DrawerCounter {
  database: Database;
  journal: Pick<Journal<typeof payments>, 'announce'>;
  drawers: Drawers;
  /** Hears of the cash that orders takes. */
  drawerFollower: Pick<Follower, 'caughtUp'>;
}

/** The cash drawer of the caller's till. */
export function drawerHandlers({
  database,
  journal,
  drawers,
  drawerFollower,
}: DrawerCounter): Pick<Handlers<typeof payments, Call>, keyof typeof drawerOperations> {
  const { store } = drawers;
  const { terms } = openTermsStore(database.connection);
  const tillOf = ({ caller }: Call) => caller.till as string;

  const isHiddenFrom = (drawer: Drawer, { caller }: Call) =>
    isHidden(drawer, terms()?.blind_count ?? false, caller.isAdmin ?? false);
  const shown = (drawer: Drawer, call: Call) =>
    isHiddenFrom(drawer, call) ? hidden(drawer) : drawer;

  function findOpen(call: Call): Drawer {
    const drawer = store.openOf(tillOf(call));
    if (!drawer) throw new PosError('DRAWER_NOT_OPEN', { till: tillOf(call) });
    return drawer;
  }

  function move({ id, till }: Drawer, kind: ByHand, amount: Cents, call: Call, reason?: string) {
    const { caller, actor, at } = call;
    const staff_id = caller.staff_id as number;
    const moved = store.move(id, { kind, amount, reason, staff_id, at });
    journal.announce('drawer_moved', { ...moved, session_id: id, till }, actor, at);
    return shown(findOpen(call), call);
  }

  function close(counted: Cents, call: Call): Drawer {
    const { caller, key } = call;
    return drawers.close(findOpen(call), counted, { by: caller.staff_id as number, key }, call);
  }

  return {
    get_drawer(_, call) {
      const till = tillOf(call);
      const drawer = store.openOf(till);
      return { till, session: drawer && shown(drawer, call) };
    },

    open_drawer_session({ float }, call) {
      const open = store.openOf(tillOf(call));
      if (open) throw new PosError('DRAWER_OPEN', { session_id: open.id });
      const opened_by = call.caller.staff_id as number;
      return shown(drawers.open(tillOf(call), float, opened_by, call), call);
    },

    pay_in: ({ amount, reason }, call) => move(findOpen(call), 'pay_in', amount, call, reason),

    pay_out({ amount, reason }, call) {
      const drawer = findOpen(call);
      // a refusal would tell what a blind count hides: then only the count does
      if (!isHiddenFrom(drawer, call)) mustHold(drawer.expected, amount);
      return move(drawer, 'pay_out', cents(0 - amount), call, reason);
    },

    no_sale: ({ reason }, call) => move(findOpen(call), 'no_sale', cents(0), call, reason),

    close_drawer_session({ counted }, call) {
      const closed = store.closedBy(call.key);
      if (closed) return closed;
      // what orders has taken before it was counted belongs into it, though we may not know yet
      const finish = async () => {
        await drawerFollower.caughtUp(Math.min(call.budget_ms, HEARS_WITHIN_MS));
        return database.transact(() => store.closedBy(call.key) ?? close(counted, call));
      };
      return { finish };
    },

    list_drawer_sessions({ limit, ...wanted }, call) {
      const found = store.list({ ...wanted, limit: limit + 1 });
      const page = found.slice(0, limit);
      const sessions = page.map((drawer) => shown(drawer, call));
      return { sessions, next_cursor: found[limit] && page.at(-1)?.id };
    },

    get_drawer_session({ session_id }, call) {
      const drawer = store.find(session_id);
      if (!drawer) throw new PosError('DRAWER_SESSION_NOT_FOUND', { session_id });
      const movements = store.movementsOf(session_id);
      return isHiddenFrom(drawer, call)
        ? { ...hidden(drawer), movements: byHand(movements) }
        : { ...drawer, movements };
    },
  };
}
