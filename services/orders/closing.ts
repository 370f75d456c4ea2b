import { cents } from '#shared/contracts/money.ts';
import type { SentLine } from '#shared/contracts/order.ts';
import type { Actor } from '#shared/contracts/service.ts';
import { type Book, type Desk, openBook } from './book.ts';
import { firedWith, known, unsent } from './kitchen.ts';
import type { LookupStore } from './lookup-store.ts';
import { gross, net, sum } from './price.ts';
import type { Standing } from './standing.ts';

export type Closing = ReturnType<typeof openClosing>;

/** What becomes of an order by what is paid, and what the kitchen hears of it. */
export function openClosing(desk: Desk, lookup: LookupStore) {
  const { store } = desk;
  const book: Book = openBook(desk);

  /** The kitchen hears these lines; none: nothing. */
  function tell(order: Standing, items: SentLine[], actor: Actor, at: string): Standing {
    if (items.length === 0) return order;
    const isSend = items.some(({ change }) => change !== 'cancelled');
    store.markSent(order.id, known(order.items, items), isSend ? at : null);
    const now = book.find(order.id);
    book.announce('order_sent', { ...now, order_id: now.id, sent_at: at, items }, actor, at);
    return now;
  }

  const tellKitchen = (order: Standing, actor: Actor, at: string, course?: number) => {
    const news = unsent(order.items);
    return tell(order, course === undefined ? news : firedWith(news, course), actor, at);
  };

  /** The kitchen hears only what it is to leave. */
  const tellCancelled = (order: Standing, actor: Actor, at: string) => {
    const gone = unsent(order.items).filter(({ change }) => change === 'cancelled');
    return tell(order, gone, actor, at);
  };

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
    /** With a course: what is fired with it. */
    tellKitchen,
    tellCancelled,
    /** The order after a payment; a balance of 0 closes it. */
    paid(order_id: number, actor: Actor, at: string): Standing {
      const order = book.find(order_id);
      if (order.balance_due === 0) return close(order, actor, at);
      store.touch(order_id);
      return book.atItsTill(book.find(order_id));
    },
  };
}
