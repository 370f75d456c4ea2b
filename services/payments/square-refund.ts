import type { Square } from 'square';
import type { Cents } from '#shared/contracts/money.ts';
import { centsOf } from './square-payment.ts';

/** A refund as Square has it, in our words. */
export interface SquareRefund {
  id: string;
  /** PENDING, COMPLETED, REJECTED, FAILED; others may come. */
  status: string;
  amount: Cents;
  reason: string | null;
}

/** The SDK's refund as ours; undefined when it is none: a page of HTML is an answer as well. */
export function refundOf(told: Square.PaymentRefund | undefined): SquareRefund | undefined {
  if (!told?.id || !told.status) return undefined;
  const { id, status, amountMoney, reason } = told;
  return { id, status, amount: centsOf(amountMoney), reason: reason ?? null };
}
