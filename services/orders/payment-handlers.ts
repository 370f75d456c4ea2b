import { randomUUID } from 'node:crypto';
import type { Call } from '#shared/answer.ts';
import type { Continued, Handlers } from '#shared/contracts/contract.ts';
import { type Cents, cents } from '#shared/contracts/money.ts';
import type { Payment } from '#shared/contracts/order.ts';
import type { orders } from '#shared/contracts/orders.ts';
import { PosError, wrongField } from '#shared/errors.ts';
import type { Book, Desk } from './book.ts';
import type { Cards } from './cards.ts';
import type { Closing } from './closing.ts';
import { mustBeOpen } from './order.ts';
import type { Standing } from './standing.ts';
import { cardFee, cashTender, partDue } from './tender.ts';

type PaymentOperation = 'begin_tender' | 'add_payment' | 'close_order';

/** How a guest pays, or a part of how. */
export interface Tender {
  method?: 'cash' | 'card';
  amount?: Cents;
  cash_tendered?: Cents;
  source_id?: string;
  payment_id?: string;
  attempt_id?: string;
  tip?: Cents;
}
type Closed = Standing & { change_due: Cents };

/** The card has been at a reader already. */
const isConfirmed = ({ method, attempt_id, payment_id }: Tender) =>
  method === 'card' && Boolean(attempt_id ?? payment_id);

/** Money that comes in for an order. */
export function paymentHandlers(
  { store, menu }: Desk,
  book: Book,
  closing: Closing,
  cards: Cards,
): Pick<Handlers<typeof orders, Call>, PaymentOperation> {
  const closedAs = (order: Standing, payment?: Payment): Closed => ({
    ...order,
    change_due: payment?.change_due ?? cents(0),
  });

  function takeCash(
    order: Standing,
    tender: Tender,
    { caller, actor, at }: Call,
    key?: string,
  ): Closed {
    const taken = cashTender(order, tender, book.terms().cash_rounding);
    const who = { till: caller.till as string, staff_id: caller.staff_id as number };
    const fresh = { ...taken, ...who, order_id: order.id, created_at: at };
    const id = store.money.addPayment(fresh, key);
    const payment = store.money.payment(id) as Payment;
    book.announce('payment_taken', payment, actor, at);
    return closedAs(closing.paid(order.id, actor, at), payment);
  }

  /** The card's part is fixed and the order locked, before anybody is asked to charge it. */
  function beginCard(order: Standing, tender: Tender, call: Call, key?: string): Payment {
    const { caller, actor, at } = call;
    const amount = partDue(order, tender.amount);
    const id = store.money.addPayment(
      {
        order_id: order.id,
        method: 'card',
        amount,
        card_fee: cardFee(amount, menu.cardFee()),
        tip: tender.tip ?? cents(0),
        cash_rounding: cents(0),
        cash_tendered: null,
        change_due: null,
        status: 'pending',
        attempt_id: tender.attempt_id ?? randomUUID(),
        till: caller.till as string,
        staff_id: caller.staff_id as number,
        created_at: at,
      },
      key,
      tender.source_id ? { source_id: tender.source_id } : undefined,
    );
    const begun = store.money.payment(id) as Payment;
    book.announce('tender_begun', begun, actor, at);
    book.atItsTill(book.find(order.id));
    return begun;
  }

  /**
   * A reader's payment, for the attempt that was begun before the reader took the card. What is
   * known already is answered again; a card that pays by its token is not confirmed by another.
   */
  function confirm(order_id: number, tender: Tender): Closed | Continued<Closed> {
    const order = book.find(order_id);
    const { attempt_id, payment_id } = tender;
    const own = order.payments.find((one) =>
      attempt_id ? one.attempt_id === attempt_id : one.square_payment_id === payment_id,
    );
    if (!own && attempt_id) throw new PosError('ATTEMPT_NOT_FOUND', { order_id, attempt_id });
    if (own?.status === 'completed' && isSame(own, tender)) return closedAs(order, own);
    if (own && own.status !== 'pending') throw new PosError('ATTEMPT_SETTLED', { attempt_id });
    if (!own || !payment_id || store.money.cardOf(own.id)?.source_id) {
      mustBeOpen(order);
      throw wrongField('VALIDATION_FAILED', 'attempt_id', 'which attempt has paid?');
    }
    store.money.note(own.id, { payment_id });
    return goOn(own.id);
  }

  const isSame = (paid: Payment, { attempt_id, payment_id }: Tender) =>
    (attempt_id === undefined || paid.attempt_id === attempt_id) &&
    (payment_id === undefined || paid.square_payment_id === payment_id);

  const goOn = (tender_id: number): Continued<Closed> => ({
    finish: async () => closedAs(await cards.charge(tender_id)),
  });

  function take(order: Standing, tender: Tender, call: Call, key?: string) {
    if (tender.method !== 'card') return takeCash(order, tender, call, key);
    if (!tender.source_id) {
      throw wrongField('VALIDATION_FAILED', 'source_id', 'needed with method card');
    }
    return goOn(beginCard(order, tender, call, key ?? call.key).id);
  }

  /** What this very question has begun already, before a restart: its card may have paid since. */
  function begunBy(order_id: number, key: string): Closed | Continued<Closed> | undefined {
    const own = store.money.keyed(order_id, key);
    if (own?.status === 'completed') return closedAs(book.find(order_id), own);
    return own?.status === 'pending' ? goOn(own.id) : undefined;
  }

  /** One after the other; the first that fails ends it, and those before it stand. */
  async function takeAll(order_id: number, tenders: Tender[], call: Call): Promise<Closed> {
    let closed = closedAs(book.find(order_id));
    let change = cents(0);
    for (const [i, tender] of tenders.entries()) {
      const key = `${call.key}/${i}`;
      closed = await cards.alone((): Closed | Continued<Closed> => {
        const before = store.money.keyed(order_id, key); // taken before a restart
        if (before?.status === 'completed') return closedAs(book.find(order_id), before);
        if (before?.status === 'pending') return goOn(before.id);
        if (isConfirmed(tender)) return confirm(order_id, tender);
        return take(book.findOpen(order_id), tender, call, key);
      });
      change = cents(change + closed.change_due);
    }
    return { ...closed, change_due: change };
  }

  return {
    begin_tender({ order_id, attempt_id, ...tender }, call) {
      const begun = store.money.byAttempt(attempt_id);
      if (begun && begun.order_id !== order_id) {
        throw wrongField('VALIDATION_FAILED', 'attempt_id', 'is of another order');
      }
      return begun ?? beginCard(book.findOpen(order_id), { ...tender, attempt_id }, call);
    },

    add_payment({ order_id, expected_version, ...tender }, call) {
      const begun = begunBy(order_id, call.key);
      if (begun) return begun;
      if (isConfirmed(tender)) return confirm(order_id, tender);
      return take(book.findOpen(order_id, expected_version), tender, call);
    },

    close_order({ order_id, expected_version, payments, ...tender }, call) {
      const begun = begunBy(order_id, call.key);
      if (begun) return begun;
      if (payments && begunBy(order_id, `${call.key}/0`)) {
        return { finish: () => takeAll(order_id, payments, call) };
      }
      if (payments && tender.method) {
        throw wrongField('VALIDATION_FAILED', 'payments', 'either one method or payments');
      }
      if (!payments && !tender.method) {
        throw wrongField('VALIDATION_FAILED', 'method', 'how is it paid?');
      }
      if (isConfirmed(tender)) return confirm(order_id, tender);
      const open = book.findOpen(order_id, expected_version);
      if (!payments) return take(open, { ...tender, amount: open.balance_due }, call);
      if (payments.every(({ method }) => method === 'cash'))
        return takeCashes(open, payments, call);
      return { finish: () => takeAll(order_id, payments, call) };
    },
  };

  /** All cash: one transaction, all or nothing. */
  function takeCashes(order: Standing, tenders: Tender[], call: Call): Closed {
    let closed = closedAs(order);
    let change = 0;
    for (const tender of tenders) {
      closed = takeCash(book.findOpen(order.id), tender, call);
      change += closed.change_due;
    }
    return { ...closed, change_due: cents(change) };
  }
}
