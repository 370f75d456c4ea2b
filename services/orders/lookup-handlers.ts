import type { Call } from '#shared/answer.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import type { orders } from '#shared/contracts/orders.ts';
import type { Book, Desk } from './book.ts';
import { tell } from './history.ts';
import type { LookupStore } from './lookup-store.ts';

type LookupOperation =
  | 'get_order'
  | 'list_orders'
  | 'order_history'
  | 'next_number'
  | 'reset_number';

/** What is looked up, and the numbers. */
export function lookupHandlers(
  { store, menu }: Desk,
  book: Book,
  lookup: LookupStore,
): Pick<Handlers<typeof orders, Call>, LookupOperation> {
  return {
    get_order: ({ order_id }) => book.find(order_id),

    list_orders({ limit, ...wanted }) {
      const day = (at: string) => book.today(at);
      const found = lookup.list({ ...wanted, limit: limit + 1 }, day);
      const page = found.slice(0, limit);
      const next_cursor = found.length > limit ? page.at(-1) : undefined;
      return { orders: page.map((id) => book.find(id)), next_cursor };
    },

    order_history({ order_id }) {
      book.find(order_id);
      return { history: lookup.journal(order_id).map((entry) => tell(entry, menu.nameOf)) };
    },

    next_number: (_, { at }) => ({
      order_number: book.nextNumber(at).order_number,
      last_order_reset: store.counter().reset_at,
    }),

    reset_number({ to }, { actor, at }) {
      book.resetNumber(to, actor, at);
      return { order_number: to, last_order_reset: at };
    },
  };
}
