import type { Call } from '#shared/answer.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import type { orders } from '#shared/contracts/orders.ts';
import { type Desk, openBook } from './book.ts';
import type { Cards } from './cards.ts';
import type { Closing } from './closing.ts';
import { changeHandlers } from './change-handlers.ts';
import { lineHandlers } from './line-handlers.ts';
import { lookupHandlers } from './lookup-handlers.ts';
import type { LookupStore } from './lookup-store.ts';
import { paymentHandlers } from './payment-handlers.ts';
import { refundHandlers } from './refund-handlers.ts';
import type { Refunding } from './refunding.ts';
import { splitHandlers } from './split-handlers.ts';

/** All operations of orders: on lines, on whole orders, on money, and what is looked up. */
export function ordersHandlers(
  desk: Desk,
  lookup: LookupStore,
  closing: Closing,
  cards: Cards,
  refunding: Refunding,
): Handlers<typeof orders, Call> {
  const book = openBook(desk);
  return {
    ...lineHandlers(desk, book),
    ...changeHandlers(desk, book, lookup, closing),
    ...splitHandlers(desk, book, lookup),
    ...paymentHandlers(desk, book, closing, cards),
    ...refundHandlers(desk, book, refunding),
    ...lookupHandlers(desk, book, lookup),
  };
}
