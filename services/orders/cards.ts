import { randomUUID } from 'node:crypto';
import type { Asker } from '#shared/ask.ts';
import type { Continued } from '#shared/contracts/contract.ts';
import type { ErrorCode } from '#shared/contracts/errors.ts';
import { payments, type TenderOutcome } from '#shared/contracts/payments.ts';
import type { Actor } from '#shared/contracts/service.ts';
import { PosError } from '#shared/errors.ts';
import type { Log } from '#shared/log.ts';
import { type Book, type Desk, openBook } from './book.ts';
import type { Closing } from './closing.ts';
import type { CardWords } from './money-store.ts';
import type { PaymentStanding, Standing } from './standing.ts';

/** Longer than the 30 s for which payments asks Square: it answers `unknown` before this. */
const PATIENCE_MS = 40_000;
/** While payments is away, or Square does not know. */
const ASK_AGAIN_MS = 30_000;
const SELF: Actor = { service: 'orders' };

/** The reader's payment is not the one: the attempt may still be paid, by another, or given up. */
const NOT_THIS_ONE: readonly ErrorCode[] = ['PAYMENT_MISMATCH', 'PAYMENT_USED', 'PAYMENT_NOT_MADE'];

/** Nothing was charged by a token, or it is kept as unmatched: the order is free again. */
const isFree = (code: ErrorCode, { payment_id }: CardWords = {}) =>
  code === 'AMOUNT_MISMATCH' || (code === 'CARD_NOT_CONFIGURED' && payment_id === undefined);

/** The conversation with payments about cards. */
export interface Cards {
  /** Asks payments to charge a tender that is in the file, and applies what it says. */
  charge(tender_id: number): Promise<Standing>;
  /** In a transaction: what became of a tender, from the answer or the event; applied once. */
  settle(outcome: TenderOutcome, actor: Actor, at: string): void;
  /** One tender in a transaction of its own, and what it goes on with. */
  alone<T>(take: () => T | Continued<T>): Promise<T>;
  /** Tenders that a stop interrupted are asked for again. */
  resume(): void;
}

interface Counter extends Desk {
  asker: Asker;
  log: Log;
  closing: Closing;
}

export function openCards(desk: Counter): Cards {
  const { database, store, asker, log, closing } = desk;
  const book: Book = openBook(desk);
  const waiting = new Map<number, NodeJS.Timeout>();

  /** Of another tender than the one that has this number now, after a restored backup: not ours. */
  function settle(outcome: TenderOutcome, actor: Actor, at: string): void {
    const tender = store.money.payment(outcome.tender_id);
    if (tender?.status !== 'pending' || tender.attempt_id !== outcome.attempt_id) return;
    if (outcome.outcome === 'unknown') return store.money.markUnknown(tender.id);
    if (outcome.outcome === 'declined') return fail(tender, outcome.code ?? 'DECLINED', actor, at);
    const { tip, square_payment_id, card_brand, last4 } = outcome;
    const told = { tip, square_payment_id, card_brand, last4 };
    store.money.settle({ ...tender, ...told, status: 'completed' });
    const payment = store.money.payment(tender.id) as PaymentStanding;
    book.announce('payment_taken', payment, actor, at);
    closing.paid(tender.order_id, actor, at);
  }

  /** The card did not pay: the order may be changed again. */
  function fail(tender: PaymentStanding, code: string, actor: Actor, at: string): void {
    store.money.settle({ ...tender, status: 'failed' });
    const failed = store.money.payment(tender.id) as PaymentStanding;
    book.announce('tender_failed', { ...failed, code }, actor, at);
    store.touch(tender.order_id);
    book.atItsTill(book.find(tender.order_id));
  }

  /** What a tender is after payments would not, or could not, say what became of it. */
  function afterRefusal(tender_id: number, code: ErrorCode, at: string): void {
    const tender = store.money.payment(tender_id);
    if (tender?.status !== 'pending') return;
    if (isFree(code, store.money.cardOf(tender_id))) fail(tender, code, SELF, at);
    else if (NOT_THIS_ONE.includes(code)) store.money.forget(tender_id);
    else store.money.markUnknown(tender_id);
  }

  /** Nobody knows whether the card was charged: the order stays locked until somebody does. */
  function askAgainLater(tender_id: number): void {
    clearTimeout(waiting.get(tender_id)); // once, however often the till asks meanwhile
    waiting.set(tender_id, setTimeout(() => goOn(tender_id), ASK_AGAIN_MS).unref());
  }

  function goOn(tender_id: number): void {
    waiting.delete(tender_id);
    const tender = store.money.payment(tender_id);
    if (tender?.status !== 'pending' || !store.money.cardOf(tender_id)) return;
    charge(tender_id).catch((err) => log.warn({ err, tender_id }, 'a card did not pay'));
  }

  /** Under one key until it is answered; an answered `unknown` would be answered the same again. */
  const keyOf = ({ attempt_id, unknown }: PaymentStanding, words: CardWords = {}) =>
    `${attempt_id}/${unknown ? randomUUID() : (words.payment_id ?? '')}`;

  async function charge(tender_id: number): Promise<Standing> {
    const tender = store.money.payment(tender_id) as PaymentStanding;
    const { order_id, amount, card_fee, tip, till, staff_id } = tender;
    const attempt_id = tender.attempt_id as string; // made with each card tender
    const words = store.money.cardOf(tender_id);
    const sums = { amount, card_fee, tip, till, staff_id };
    const input = { tender_id, order_id, attempt_id, ...sums, ...words };
    const key = keyOf(tender, words);
    let outcome: TenderOutcome;
    try {
      outcome = await asker.ask(payments, 'charge_card', input, { key, patience_ms: PATIENCE_MS });
    } catch (error) {
      if (!(error instanceof PosError)) throw error;
      const { code } = error;
      await database.transact(() => afterRefusal(tender_id, code, new Date().toISOString()));
      if (isFree(code, words) || NOT_THIS_ONE.includes(code)) throw error;
      log.warn({ err: error, tender_id }, 'payments did not say whether a card was charged');
      askAgainLater(tender_id);
      throw new PosError('PAYMENT_UNKNOWN', { order_id, attempt_id });
    }
    await database.transact(() => settle(outcome, SELF, new Date().toISOString()));
    if (outcome.outcome === 'declined') {
      throw new PosError('CARD_DECLINED', { order_id, square_code: outcome.code });
    }
    if (outcome.outcome === 'unknown') {
      askAgainLater(tender_id);
      throw new PosError('PAYMENT_UNKNOWN', { order_id, attempt_id });
    }
    const settled = store.money.payment(tender_id)?.status;
    if (settled !== 'completed') throw new PosError('ATTEMPT_SETTLED', { order_id, attempt_id });
    return book.find(order_id);
  }

  return {
    charge,
    settle,
    async alone(take) {
      const taken = await database.transact(take);
      if (typeof taken !== 'object' || taken === null || !('finish' in taken))
        return taken as never;
      const finished = await taken.finish();
      if (typeof finished === 'object' && finished !== null && 'refused' in finished) {
        throw new PosError(finished.refused, finished.info);
      }
      return finished;
    },
    resume: () => store.money.asked().forEach((tender_id) => goOn(tender_id)),
  };
}
