import type { Square } from 'square';
import type { CardRefund } from '#shared/contracts/card-refund.ts';
import type { Cents } from '#shared/contracts/money.ts';
import type { SquareFailure } from './outcome.ts';
import { centsOf } from './square-payment.ts';
import { wordOf } from './told.ts';

/** A refund as Square has it, in our words. */
export interface SquareRefund {
  id: string;
  /** PENDING, COMPLETED, REJECTED, FAILED; others may come. */
  status: string;
  amount: Cents;
  reason: string | null;
}

/** Where a look has led: to an end, or to the next look. */
export type Said = Pick<CardRefund, 'status' | 'code' | 'square_refund_id'>;

/** The SDK's refund as ours; undefined when it is none: a page of HTML is an answer as well. */
export function refundOf(told: Square.PaymentRefund | undefined): SquareRefund | undefined {
  const [id, status] = [wordOf(told?.id), wordOf(told?.status)];
  if (!told || !id || !status) return undefined;
  return { id, status, amount: centsOf(told.amountMoney), reason: wordOf(told.reason) };
}

export const completed = (square_refund_id: string | null = null): Said => {
  return { status: 'completed', code: null, square_refund_id };
};
export const failed = (code: string, square_refund_id: string | null = null): Said => {
  return { status: 'failed', code, square_refund_id };
};

/** What Square's own word for a refund means here. */
export function saidOf({ id, status }: SquareRefund): Said {
  if (status === 'COMPLETED') return completed(id);
  if (status === 'REJECTED' || status === 'FAILED') return failed(status, id);
  return { status: 'pending', code: null, square_refund_id: id };
}

/** Square has not refused it for good: it is asked again. */
const ASK_AGAIN = new Set([
  'REFUND_ALREADY_PENDING',
  'REFUND_ERROR_PAYMENT_NEEDS_COMPLETION',
  'NOT_SENT',
]);

/** Square will not do it; a key of another refund's is as good as a no. */
export function isRefused({ kind, code }: SquareFailure): boolean {
  if (code === 'IDEMPOTENCY_KEY_REUSED') return true;
  return (kind === 'refused' || kind === 'declined') && !ASK_AGAIN.has(code);
}
