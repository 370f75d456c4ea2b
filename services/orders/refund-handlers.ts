import type { Call } from '#shared/answer.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import type { Payment } from '#shared/contracts/order.ts';
import type { orders } from '#shared/contracts/orders.ts';
import { PosError } from '#shared/errors.ts';
import type { Book, Desk } from './book.ts';
import { refund } from './refund.ts';
import type { Refunding } from './refunding.ts';

/**
 * Money that goes back. Payments hears of it and asks Square, so a card that paid is never refused
 * here: whether Square does it is known days later.
 */
export function refundHandlers(
  { store }: Desk,
  book: Book,
  refunding: Refunding,
): Pick<Handlers<typeof orders, Call>, 'give_back_payment' | 'refund_order'> {
  return {
    give_back_payment({ payment_id }, { actor, at }) {
      const payment = store.money.payment(payment_id);
      if (payment?.status !== 'completed') throw new PosError('PAYMENT_NOT_FOUND', { payment_id });
      const order = book.findOpen(payment.order_id);
      store.money.settle({ ...payment, status: 'given_back' });
      store.touch(order.id);
      const now = book.atItsTill(book.find(order.id));
      const back = store.money.payment(payment_id) as Payment;
      book.announce('payment_given_back', back, actor, at);
      return now;
    },

    refund_order({ order_id, expected_version, reason, ...wanted }, { caller, actor, at }) {
      const before = book.find(order_id);
      book.mustBeSeen(before, expected_version);
      const sums = refund(before, wanted);
      const who = { till: caller.till as string, staff_id: caller.staff_id as number };
      return refunding.add(before, { ...sums, ...who, reason, reverses: null }, actor, at);
    },
  };
}
