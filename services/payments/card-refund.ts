import type { CardRefund } from '#shared/contracts/card-refund.ts';
import { type Cents, cents } from '#shared/contracts/money.ts';
import type { Payment, Refund } from '#shared/contracts/order.ts';
import type { Square } from 'square';
import type { UnmatchedPayment } from './attempt.ts';
import { moneyOf, type SquarePayment } from './square-payment.ts';
import type { SquareRefund } from './square-refund.ts';

/** Money on its way back as it stands in the file. */
export interface StoredRefund extends CardRefund {
  /** What is sent, once it is known. */
  request: string | null;
  tries: number;
}
/** One of unmatched money has its payment at Square only. */
export type NewRefund = Pick<
  CardRefund,
  'refund_id' | 'payment_id' | 'order_id' | 'amount' | 'requested_at' | 'square_payment_id'
>;

/** What of a refund goes back to cards; one that undoes another has negative sums, and none. */
export function cardParts({ id, order_id, payments, created_at }: Refund): NewRefund[] {
  return payments.flatMap(({ payment_id, method, ...part }) => {
    const amount = cents(part.amount + part.card_fee + part.tip);
    if (method !== 'card' || amount <= 0) return [];
    const whose = { refund_id: id, payment_id, square_payment_id: null, order_id };
    return [{ ...whose, amount, requested_at: created_at }];
  });
}

/** A card's payment of an open order that was given back, with its fee and its tip. */
export function givenBack(payment: Payment, requested_at: string): NewRefund | undefined {
  const { id: payment_id, order_id, method } = payment;
  if (method !== 'card') return undefined;
  const amount = cents(payment.amount + payment.card_fee + payment.tip);
  const whose = { refund_id: null, payment_id, square_payment_id: null, order_id };
  return { ...whose, amount, requested_at };
}

/** Money that no order accounts for, which an admin gives back. */
export function unmatchedBack(
  { square_payment_id, amount, tip }: UnmatchedPayment,
  order_id: number,
  requested_at: string,
): NewRefund {
  const whose = { refund_id: null, payment_id: null, square_payment_id, order_id };
  return { ...whose, amount: cents(amount + tip), requested_at };
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Most are done within seconds, others when the bank opens. */
const LOOK_AFTER_MS = [5_000, 30_000, 2 * MINUTE_MS, 10 * MINUTE_MS, HOUR_MS];
/** The list of payments is a moment behind the refunds, which are heard of by themselves. */
export const NOT_HEARD_OF = 'PAYMENT_NOT_HEARD_OF';
const HEARD_OF_AFTER_MS = 250;
/**
 * Square decides within days; what it has not by then it may never. Looks are counted, for a refund
 * may have been noted by a clock that was years behind: a week of them.
 */
const HURRIED_LOOKS = LOOK_AFTER_MS.length + (7 * DAY_MS) / HOUR_MS;
/** A house's internet is away for minutes; longer, and somebody should know. */
const PATIENCE_MS = 10 * MINUTE_MS;

/** When Square is asked again: less and less often, hourly for a week, then once a day. */
export function nextLook({ tries, code }: StoredRefund, at: string): string {
  const usual_ms = LOOK_AFTER_MS[tries] ?? (tries > HURRIED_LOOKS ? DAY_MS : HOUR_MS);
  const wait_ms = code === NOT_HEARD_OF ? HEARD_OF_AFTER_MS : usual_ms;
  return new Date(Date.parse(at) + wait_ms).toISOString();
}

/** Whether somebody has to know that it is not done yet. */
export function isLate({ status, code, tries, requested_at }: StoredRefund, at: string): boolean {
  if (status === 'pending') return tries > HURRIED_LOOKS;
  const age_ms = Date.parse(at) - Date.parse(requested_at);
  return code === 'CARD_NOT_CONFIGURED' || age_ms > PATIENCE_MS;
}

/** By these words our own refund is known among those that Square has of a payment. */
function reasonOf({ order_id, refund_id, payment_id }: StoredRefund): string {
  const back = payment_id === null ? 'unmatched money' : `payment ${payment_id}`;
  const what = refund_id === null ? `${back} given back` : `refund ${refund_id}`;
  return `Order ${order_id}, ${what}`;
}

/** Of unmatched money all that is still there: somebody may have given a part back at Square. */
export const stillOwed = ({ amount, payment_id }: StoredRefund, payment: SquarePayment): Cents =>
  payment_id === null ? cents(payment.total - payment.refunded) : amount;

/**
 * What the key is made of: the refund alone, so that who has lost everything asks under the same
 * one. Unmatched money has another one only after Square has refused it for good, so many times.
 */
export function askedAs(row: StoredRefund, square_payment_id: string, refused: number): string {
  const { refund_id, payment_id } = row;
  const what = payment_id === null ? `unmatched ${refused}` : (refund_id ?? 'given_back');
  return `${square_payment_id}:${what}`;
}

interface KeptRequest {
  key: string;
  square_payment_id: string;
  amount: Cents;
  currency: string;
  reason: string;
}

/** What is sent, as it is kept. */
export function requestOf(row: StoredRefund, payment: SquarePayment, key: string): string {
  const { id: square_payment_id, currency } = payment;
  const sum = { amount: stillOwed(row, payment), currency };
  const kept: KeptRequest = { key, square_payment_id, ...sum, reason: reasonOf(row) };
  return JSON.stringify(kept);
}

/** What is kept as the SDK takes it. */
export function asSent(request: string): Square.RefundPaymentRequest {
  const { key, square_payment_id, amount, currency, reason } = JSON.parse(request) as KeptRequest;
  return {
    idempotencyKey: key,
    paymentId: square_payment_id,
    amountMoney: moneyOf(amount, currency),
    reason,
  };
}

/** Made under the same words, before our own file was lost. */
export const isOurs = (made: SquareRefund, row: StoredRefund): boolean =>
  made.reason === reasonOf(row) && (row.payment_id === null || made.amount === row.amount);
