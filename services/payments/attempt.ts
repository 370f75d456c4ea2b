import type { Attempt } from '#shared/contracts/attempt.ts';
import { type Cents, cents } from '#shared/contracts/money.ts';
import type { TenderOutcome } from '#shared/contracts/payments.ts';
import type { Square } from 'square';
import { moneyOf, type SquarePayment } from './square-payment.ts';

/** The house's clock and Square's differ by this at most. */
const CLOCKS_DIFFER_MS = 5 * 60_000;

/** An attempt as it stands in the file. */
export interface StoredAttempt extends Omit<Attempt, 'tender_id'> {
  /** Null until orders has begun its part. */
  tender_id: number | null;
  /** What is sent for a token, until the end. */
  request: string | null;
  /** When Square is to take what it holds; null: it holds nothing. */
  capture_at: string | null;
}
/** An attempt before anything has become of it. */
export type NewAttempt = Pick<
  StoredAttempt,
  | 'attempt_id'
  | 'tender_id'
  | 'order_id'
  | 'kind'
  | 'status'
  | 'amount'
  | 'card_fee'
  | 'tip'
  | 'currency'
  | 'location_id'
  | 'request'
  | 'autocomplete'
  | 'till'
  | 'staff_id'
  | 'created_at'
> & { begun_by: string | null };
/** Money that Square took and no order accounts for. */
export interface UnmatchedPayment {
  square_payment_id: string;
  attempt_id: string;
  amount: Cents;
  tip: Cents;
  code: string;
  state: 'open' | 'kept' | 'given_back';
  created_at: string;
}

/** Nobody knows yet whether the card pays. */
export const isOpen = ({ status }: Pick<Attempt, 'status'>): boolean =>
  status === 'created' || status === 'sending' || status === 'unknown';

interface KeptRequest {
  source_id: string;
  attempt_id: string;
  amount: Cents;
  tip: Cents;
  currency: string;
  location_id: string;
  autocomplete: boolean;
}

/** What is sent for a token, as it is kept: the same to the letter, however often it is sent. */
export function requestOf(
  attempt: Pick<NewAttempt, 'attempt_id' | 'amount' | 'card_fee' | 'tip' | 'currency'> &
    Pick<NewAttempt, 'location_id' | 'autocomplete'>,
  source_id: string,
): string {
  const { attempt_id, amount, card_fee, tip, currency, location_id, autocomplete } = attempt;
  const sums = { amount: cents(amount + card_fee), tip, currency };
  const kept: KeptRequest = { source_id, attempt_id, ...sums, location_id, autocomplete };
  return JSON.stringify(kept);
}

/** What is kept as the SDK takes it. */
export function asSent(request: string): Square.CreatePaymentRequest {
  const kept = JSON.parse(request) as KeptRequest;
  return {
    sourceId: kept.source_id,
    idempotencyKey: kept.attempt_id,
    amountMoney: moneyOf(kept.amount, kept.currency),
    ...(kept.tip > 0 && { tipMoney: moneyOf(kept.tip, kept.currency) }),
    locationId: kept.location_id,
    referenceId: kept.attempt_id,
    autocomplete: kept.autocomplete,
  };
}

/**
 * Whether a payment of Square's is what an attempt asked for. `other`: it is for something else;
 * `not_made`: it has not come to a payment (yet); `failed`: it never will; `amount`: it is for
 * this attempt, but not the sum that was asked for. When it was made says nothing, since the
 * house's clock may have been wrong; nobody names an attempt before there is one.
 */
export type Fit = 'paid' | 'failed' | 'not_made' | 'amount' | 'other';

export function fit(
  attempt: StoredAttempt,
  payment: SquarePayment,
  application_id: string | null,
): Fit {
  const isOurs =
    payment.reference_id === attempt.attempt_id &&
    payment.location_id === attempt.location_id &&
    isOurApplication(payment.application_id, application_id);
  if (!isOurs) return 'other';
  if (payment.status === 'FAILED' || payment.status === 'CANCELED') return 'failed';
  const isHeld = payment.status === 'APPROVED' && !attempt.autocomplete;
  if (payment.status !== 'COMPLETED' && !isHeld) return 'not_made';
  const isSum = payment.amount === attempt.charge_amount && payment.currency === attempt.currency;
  return isSum ? 'paid' : 'amount';
}

function isOurApplication(theirs: string | null, ours: string | null): boolean {
  return theirs === null || ours === null || theirs === ours;
}

/** The first instant at which Square can have a payment for an attempt, if our clock was right. */
export function earliest({ created_at }: Pick<Attempt, 'created_at'>): string {
  return new Date(Date.parse(created_at) - CLOCKS_DIFFER_MS).toISOString();
}

/** How an attempt ended, as orders wants to know. */
export function outcomeOf(attempt: StoredAttempt): TenderOutcome {
  const { status, order_id, code, amount, card_fee, tip, attempt_id } = attempt;
  const { square_payment_id, card_brand, last4 } = attempt;
  const outcome = isOpen(attempt) ? 'unknown' : status === 'approved' ? 'approved' : 'declined';
  const tender_id = attempt.tender_id as number; // orders began it before anybody can settle it
  const card = { square_payment_id, card_brand, last4 };
  return { tender_id, order_id, outcome, code, amount, card_fee, tip, attempt_id, ...card };
}
