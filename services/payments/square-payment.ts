import type { Square } from 'square';
import { type Cents, cents } from '#shared/contracts/money.ts';
import { wordOf, wordsOf } from './told.ts';

/** A payment as Square has it, in our words: integer cents, nothing of the card but its end. */
export interface SquarePayment {
  id: string;
  /** APPROVED: held; COMPLETED: taken; PENDING, CANCELED, FAILED; others may come. */
  status: string;
  /** With the card fee, without the tip. */
  amount: Cents;
  tip: Cents;
  total: Cents;
  refunded: Cents;
  refund_ids: string[];
  currency: string;
  location_id: string;
  reference_id: string | null;
  created_at: string;
  card_brand: string | null;
  last4: string | null;
  version_token: string | null;
  application_id: string | null;
  terminal_checkout_id: string | null;
  /** When Square lets go of what it only holds. */
  delayed_until: string | null;
  /** EDIT_TIP_AMOUNT_UP and the like. */
  capabilities: string[];
}

/** The SDK's payment as ours; undefined when it is none: a page of HTML is an answer as well. */
export function paymentOf(told: Square.Payment | undefined): SquarePayment | undefined {
  const [id, status] = [wordOf(told?.id), wordOf(told?.status)];
  if (!told || !id || !status) return undefined;
  const card = told.cardDetails?.card;
  return {
    id,
    status,
    amount: centsOf(told.amountMoney),
    tip: centsOf(told.tipMoney),
    total: centsOf(told.totalMoney),
    refunded: centsOf(told.refundedMoney),
    refund_ids: wordsOf(told.refundIds),
    currency: wordOf(told.amountMoney?.currency) ?? '',
    location_id: wordOf(told.locationId) ?? '',
    reference_id: wordOf(told.referenceId),
    created_at: wordOf(told.createdAt) ?? '',
    card_brand: wordOf(card?.cardBrand),
    last4: wordOf(card?.last4),
    version_token: wordOf(told.versionToken),
    application_id: wordOf(told.applicationDetails?.applicationId),
    terminal_checkout_id: wordOf(told.terminalCheckoutId),
    delayed_until: wordOf(told.delayedUntil),
    capabilities: wordsOf(told.capabilities),
  };
}

/** Square's sum as ours; nothing is nothing. Throws a RangeError beyond whole doubles. */
export function centsOf(sum: Square.Money | undefined): Cents {
  const amount = Number(sum?.amount ?? 0);
  if (!Number.isSafeInteger(amount)) throw new RangeError(`no sum of ours: ${sum?.amount}`);
  return cents(amount);
}

/** Our sum as Square's. */
export function moneyOf(amount: Cents, currency: string): Square.Money {
  return { amount: BigInt(amount), currency: currency as Square.Currency };
}
