import SQLite from 'better-sqlite3';
import { orders } from '#shared/contracts/orders.ts';
import { payments } from '#shared/contracts/payments.ts';
import type { HeldWay } from './card-faults.ts';
import type { Desk, Story } from './card-stories.ts';

/** Guests whose money Square only holds until the day ends. */
export function heldStories({ square, ask, pay, begin, refund }: Desk): Record<HeldWay, Story> {
  return {
    'a held token': async (order) => () => pay(order),
    'a token that is held and taken': async (order) => {
      await pay(order);
      return async () => undefined; // it is taken when the day is over
    },
    'a held card of which the till forgets': async (order) => {
      const attempt = await begin(order);
      const held = { ...attempt, status: 'APPROVED' as const };
      return async () => void square.control.reader_payment(held);
    },
    'a held card whose tip is changed': async (order) => {
      const [paid] = (await pay(order)).payments;
      const wanted = { payment_id: paid?.id, tip: 4.25 };
      return () => ask(payments, 'change_tip', wanted);
    },
    'a held card that is given back before it is taken': async (order) => {
      await pay(order);
      return () => refund(order);
    },
    'a held card of which a part is given back': async (order) => {
      await pay(order);
      return () => refund(order, { amount: 2.5, include_tip: false });
    },
    'a held part given back': async (order) => {
      const [paid] = (await pay(order, { amount: 3 })).payments;
      return () => ask(orders, 'give_back_payment', { payment_id: paid?.id });
    },
  };
}

/** The day is over: all that is held is due. */
export function endTheDay(file: string): void {
  const books = new SQLite(file, { timeout: 5000 });
  const then = new Date(Date.now() - 1000).toISOString();
  books.prepare('UPDATE attempt SET capture_at = ? WHERE capture_at > ?').run(then, then);
  books.close();
}
