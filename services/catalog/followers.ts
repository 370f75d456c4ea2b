import { orders } from '#shared/contracts/orders.ts';
import { staff } from '#shared/contracts/staff.ts';
import type { Database } from '#shared/database.ts';
import type { Reactions } from '#shared/reactions.ts';
import type { Board } from './board.ts';
import type { Announce } from './shelf-handlers.ts';
import type { Store } from './store.ts';

/** What orders alone knows: how many portions are left, and when its numbers began anew. */
export function countsReaction(database: Database, store: Store, board: Board) {
  return {
    of: orders,
    dispensable: true as const, // orders waits for us
    apply: (): Reactions<typeof orders> => ({
      portions_left({ item_id, remaining, setting }) {
        const set = store.availability.find(item_id);
        if (set?.setting !== setting || set.remaining === null) return;
        store.availability.save({ ...set, remaining, sold_out: remaining === 0 });
        database.afterCommit(board.availabilityChanged);
      },
      number_reset: (_, { at }) => store.noteOrderReset(at),
    }),
  };
}

/** What the first day calls a store of which nobody has said anything yet. */
const UNNAMED = 'Restaurant';

/**
 * A restaurant that is set up says what it is called, where it lies and what it is paid in. Once:
 * after a restored backup the journal comes by again, and what an admin changed since must stand.
 */
export function setupReaction(store: Store, announce: Announce) {
  return {
    of: staff,
    dispensable: true as const, // staff has nothing to say but once
    apply: (): Reactions<typeof staff> => ({
      store_set_up({ name, timezone, currency }, { actor, at }) {
        const before = store.settings.read();
        if (before.store_name !== UNNAMED) return;
        const version = before.version + 1;
        const settings = { ...before, store_name: name, timezone, currency, version };
        store.settings.write(settings);
        announce('settings_saved', settings, { actor, at });
      },
    }),
  };
}
