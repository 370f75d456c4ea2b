import type { Inside } from './inside.ts';
import type { Payment, Refund } from './wire.ts';

/** What became of one payment, in cents. */
export interface Sums {
  payment_id: string;
  reference_id: string | undefined;
  captured: number;
  /** Given back or on its way. */
  refunded: number;
}

/** Square's books as tests look at them; amounts are integer cents. */
export interface Ledger {
  payments(): Payment[];
  refunds(): Refund[];
  sums(): Sums[];
  /** What was taken in all for a reference. */
  captured(reference_id: string): number;
  /** What of that was given back or is on its way. */
  refunded(reference_id: string): number;
}

export function openLedger({ shelves }: Inside): Ledger {
  const payments = () => shelves.payments.all().map(({ payment }) => structuredClone(payment));
  const refunds = () => shelves.refunds.all().map(({ refund }) => structuredClone(refund));
  const isGivenBack = ({ status }: Refund) => status === 'PENDING' || status === 'COMPLETED';

  const sums = () => {
    const given = shelves.refunds.all().map(({ refund }) => refund);
    const back = Map.groupBy(given.filter(isGivenBack), ({ payment_id }) => payment_id);
    return shelves.payments.all().map(({ payment }) => ({
      payment_id: payment.id,
      reference_id: payment.reference_id,
      captured: payment.status === 'COMPLETED' ? payment.total_money.amount : 0,
      refunded: (back.get(payment.id) ?? []).reduce((sum, one) => sum + one.amount_money.amount, 0),
    }));
  };
  const sumOf = (what: 'captured' | 'refunded', reference_id: string) =>
    sums()
      .filter((one) => one.reference_id === reference_id)
      .reduce((sum, one) => sum + one[what], 0);
  return {
    payments,
    refunds,
    sums,
    captured: (reference_id) => sumOf('captured', reference_id),
    refunded: (reference_id) => sumOf('refunded', reference_id),
  };
}
