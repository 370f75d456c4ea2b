import { openCardHouse, type Answered, type CardHouse } from './card-house.ts';
import type { ToldOrder } from '../support/till.ts';
import { until } from '../support/until.ts';

type ToldRefund = Answered<'list_card_refunds'>['refunds'][number];
/** What Square was asked for. */
interface Sent {
  idempotency_key: string;
  reason: string;
}

/** Square may be asked again only after 30 s, where a loaded machine took more tries before. */
const ENDS_WITHIN_MS = 45_000;
export const CARD = { method: 'card', source_id: 'cnon:card-nonce-ok' };

/** A house that takes cards, and gives back to them. */
export interface RefundHouse extends CardHouse {
  /** A soup that is paid so, or other things on the menu. */
  paidBy(payments: object[], names?: string[]): Promise<ToldOrder>;
  refunded(order: { id: number }, more?: object): Promise<ToldOrder>;
  /** What goes back to an order's cards, in the order in which it was asked for. */
  onTheWay(order: { id: number }): Promise<ToldRefund[]>;
  states(order: { id: number }): Promise<[status: string, amount: number][]>;
  /** Until all of an order's money is where it goes. */
  ended(order: { id: number }): Promise<void>;
  isPending(order: { id: number }): Promise<void>;
  /** Every request for a refund of an order that Square got. */
  sentFor(order: { id: number }): Sent[];
  isSent(order: { id: number }, times?: number): Promise<void>;
  /** What Square has given back of each of an order's cards, in cents. */
  given(order: ToldOrder): number[];
  /** The status that Square has an order's card in. */
  atSquare(order: ToldOrder): string | undefined;
}

/** What an order's cards have paid, in cents. */
export const taken = ({ payments }: ToldOrder, tipped = true): number[] =>
  payments.map((one) => Math.round((one.amount + one.card_fee + (tipped ? one.tip : 0)) * 100));

export async function openRefundHouse(): Promise<RefundHouse> {
  const cards = await openCardHouse();
  const { till, square } = cards;
  const house: RefundHouse = {
    ...cards,
    async paidBy(payments, names = ['Tomato soup']) {
      const order = await till.create(names);
      return (await till.ask('close_order', { order_id: order.id, payments })).output;
    },
    async refunded({ id }, more = {}) {
      const wanted = { order_id: id, reason: 'cold', ...more };
      return (await till.ask('refund_order', wanted)).output;
    },
    onTheWay: async ({ id: order_id }) =>
      (await cards.ask('list_card_refunds', { order_id })).refunds.toReversed(),
    states: async (order) =>
      (await house.onTheWay(order)).map(({ status, amount }) => [status, amount]),
    ended: (order) =>
      until(
        'it has ended',
        async () => {
          const all = await house.onTheWay(order);
          return all.length > 0 && all.every(({ settled_at }) => settled_at !== null);
        },
        ENDS_WITHIN_MS,
      ),
    isPending: (order) =>
      until('it is pending', async () => (await house.states(order))[0]?.[0] === 'pending'),
    sentFor: ({ id }) =>
      square
        .requests()
        .filter(({ endpoint }) => endpoint === 'RefundPayment')
        .map(({ body }) => body as Sent)
        .filter(({ reason }) => reason.startsWith(`Order ${id},`)),
    isSent: (order, times = 1) => until('it is sent', () => house.sentFor(order).length === times),
    given: ({ payments }) =>
      payments.map(({ attempt_id }) => square.ledger.refunded(attempt_id ?? '')),
    atSquare({ payments: [paid] }) {
      const all = square.ledger.payments();
      return all.find(({ id }) => id === paid?.square_payment_id)?.status;
    },
  };
  return house;
}
