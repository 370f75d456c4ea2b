import type { Contract } from '#shared/contracts/contract.ts';
import { orders } from '#shared/contracts/orders.ts';
import { payments } from '#shared/contracts/payments.ts';
import type { LocalSquare } from '../sandbox/square/square.ts';
import type { ToldOrder } from '../support/till.ts';
import type { PlainWay } from './card-faults.ts';

export const SOUP = { tip: 1.5, cents: 150 };

type Attempt = { reference_id: string; amount: number };
type Asked = { id: number };
/** What a guest can do: the ways in which a till asks, and Square's own readers. */
export interface Desk {
  square: LocalSquare;
  ask<T = ToldOrder>(of: Contract, name: string, input: object): Promise<T>;
  pay(order: Asked, more?: object): Promise<ToldOrder>;
  begin(order: Asked): Promise<Attempt>;
  cancel(attempt: Attempt): Promise<void>;
  checkOut(order: Asked): Promise<unknown>;
  refund(order: Asked, more?: object): Promise<ToldOrder>;
}
/** What comes before the point where it matters; what it returns is done then. */
export type Story = (order: Asked) => Promise<() => Promise<unknown>>;

/** Guests whose money is taken at once. */
export function cardStories(desk: Desk): Record<PlainWay, Story> {
  const { square, ask, pay, begin, cancel, checkOut, refund } = desk;
  return {
    'a token': async (order) => () => pay(order),
    'the second of two cards': async (order) => {
      await pay(order, { amount: 3 });
      return () => pay(order);
    },
    'a card that is declined': async (order) => () =>
      pay(order, { source_id: 'cnon:card-nonce-declined' }),
    'a reader': async (order) => {
      const attempt = await begin(order);
      const { payment_id } = square.control.reader_payment({ ...attempt, tip: SOUP.cents });
      const said = { order_id: order.id, attempt_id: attempt.reference_id, payment_id };
      return () => ask(payments, 'charge', said);
    },
    'a reader of which the till forgets': async (order) => {
      const attempt = await begin(order);
      return async () => void square.control.reader_payment({ ...attempt, tip: SOUP.cents });
    },
    'a reader that gives up': async (order) => {
      const attempt = await begin(order);
      return () => cancel(attempt);
    },
    'a reader that pays after it gave up': async (order) => {
      const attempt = await begin(order);
      return async () => {
        await cancel(attempt);
        square.control.reader_payment(attempt);
      };
    },
    'a terminal': async (order) => () => checkOut(order),
    'a terminal that is asked how far it is': async (order) => () => checkOut(order),
    'a refund of all': async (order) => {
      await pay(order);
      return () => refund(order);
    },
    'a refund of a part': async (order) => {
      await pay(order);
      return () => refund(order, { amount: 2.5, include_tip: false });
    },
    'a part given back': async (order) => {
      const {
        payments: [payment],
      } = await pay(order, { amount: 3 });
      return () => ask(orders, 'give_back_payment', { payment_id: payment?.id });
    },
  };
}
