import { cents } from '#shared/contracts/money.ts';
import type { Actor } from '#shared/contracts/service.ts';
import { type Book, type Desk, openBook } from './book.ts';
import { known, unsent } from './kitchen.ts';
import type { LookupStore } from './lookup-store.ts';
import { gross, net, sum } from './price.ts';
import type { Standing } from './standing.ts';

export type Closing = ReturnType<typeof openClosing>;

/** What becomes of an order by what is paid, and what the kitchen hears of it. */
export function openClosing(desk: Desk, lookup: LookupStore) {
  const { store } = desk;
  const book: Book = openBook(desk);

  /** The kitchen hears what it has not heard, or only what it is to leave; nothing: nothing. */
  function tellKitchen(order: Standing, actor: Actor, at: string, onlyCancelled = false): Standing {
    const news = unsent(order.items);
    const items = onlyCancelled ? news.filter(({ change }) => change === 'cancelled') : news;
    if (items.length === 0) return order;
    store.markSent(order.id, known(order.items, items), onlyCancelled ? null : at);
    const now = book.find(order.id);
    book.announce('order_sent', { ...now, order_id: now.id, sent_at: at, items }, actor, at);
    return now;
  }

  function close(order: Standing, actor: Actor, at: string): Standing {
    tellKitchen(order, actor, at);
    const business_day = book.today(at);
    store.setStatus(order.id, { status: 'closed', business_day, closed_at: at });
    const closed = book.atItsTill(book.find(order.id));
    lookup.file(closed);
    const worth = gross(closed.items);
    const items = closed.items.map((line, i) => {
      return { ...line, gross: worth[i] ?? cents(0), net: net(line) };
    });
    const sums = { gross: sum(worth), net: sum(items.map((line) => line.net)) };
    book.announce('order_closed', { ...closed, order_id: closed.id, items, ...sums }, actor, at);
    return closed;
  }

  return {
    tellKitchen,
    /** The order after a payment; a balance of 0 closes it. */
    paid(order_id: number, actor: Actor, at: string): Standing {
      const order = book.find(order_id);
      if (order.balance_due === 0) return close(order, actor, at);
      store.touch(order_id);
      return book.atItsTill(book.find(order_id));
    },
  };
}
