import { catalog } from '#shared/contracts/catalog.ts';
import { drawerEvents } from '#shared/contracts/drawer.ts';
import { orders } from '#shared/contracts/orders.ts';
import { payments } from '#shared/contracts/payments.ts';
import type { Reactions } from '#shared/reactions.ts';
import type { Connection } from '#shared/storage.ts';
import type { Calendar } from './calendar.ts';
import type { Desk, Office } from './desk.ts';
import { expiry, freshness } from './age.ts';
import { openSettings } from './store.ts';
import { MAKING_TABLES, openMaking } from './station-store.ts';
import { drawerOf, receiptOf, slipOf } from './wanted.ts';

/** The store's terms and who makes what, so that paper comes out while the catalog is down. */
export const termsProjection = ({ devices }: Office) => ({
  of: catalog,
  tables: ['settings', ...MAKING_TABLES],
  apply(connection: Connection): Reactions<typeof catalog> {
    const making = openMaking(connection);
    const terms = openSettings(connection);
    return {
      settings_saved(settings) {
        terms.write(settings);
        devices.looksChanged();
      },
      item_saved: making.save,
      item_deleted: making.remove,
    };
  },
});

const clock = () => new Date().toISOString();

/** Tickets, paper and the drawer for what orders announces; the same again makes nothing twice. */
export function paperReaction({ printSettings }: Office, desk: Desk, calendar: Calendar) {
  const slipsAt = () => printSettings.read().order_numbers.print_at;
  return {
    of: orders,
    apply: (): Reactions<typeof orders> => ({
      order_sent(sent, heard) {
        const { at, actor, isLive } = heard;
        calendar.take(sent, heard);
        const now = clock();
        if (slipsAt() !== 'send' || freshness(at, now, isLive) === 'history') return;
        const { order_id: id, sent_at: created_at } = sent;
        desk.byItself(slipOf({ ...sent, id, created_at, till: actor.till ?? null }), at, now);
      },
      order_changed: calendar.change,
      order_closed(order, { at, isLive }) {
        const now = clock();
        if (freshness(at, now, isLive) === 'history') return;
        desk.byItself(receiptOf(order), at, now);
        if (slipsAt() === 'close') desk.byItself(slipOf(order), at, now);
      },
      payment_taken({ id, order_id, method, till }, { at }) {
        if (method === 'cash') kick(desk, `payment-${id}`, till, at, order_id);
      },
    }),
  };
}

const drawers = { ...payments, events: drawerEvents };

/** The drawer opens when cash is put in or taken out by hand, and without a sale. */
export function drawerReaction(desk: Desk) {
  return {
    of: drawers,
    dispensable: true as const, // a till sells without payments, and prints
    apply: (): Reactions<typeof drawers> => ({
      drawer_moved: ({ id, till }, { at }) => kick(desk, `movement-${id}`, till, at),
    }),
  };
}

/** What was announced longer ago than anybody waits at a drawer opens none. */
function kick(desk: Desk, why: string, till: string, at: string, order_id: number | null = null) {
  const now = clock();
  if ((expiry('drawer', at) as string) <= now) return;
  desk.byItself({ ...drawerOf(till, order_id), name: why }, at, now);
}
