import { cents } from '#shared/contracts/money.ts';
import type { Span, TenderTaken } from '#shared/contracts/reports.ts';
import type { Connection } from '#shared/storage.ts';
import { type Fold, openSums } from './sum-store.ts';

/** How it was paid. */
export function openTenders(connection: Connection) {
  const sums = openSums(
    connection,
    'tender_day',
    ['method'],
    [
      'payments_count',
      'amount',
      'card_fee',
      'tip',
      'cash_rounding',
      'refunds_count',
      'refunded',
      'moved',
    ],
  );
  const fold: Fold = {
    sold(at, { payments }) {
      for (const { method, amount, card_fee, tip, cash_rounding, moved } of payments) {
        const more = { amount, card_fee, tip, cash_rounding, moved };
        sums.add(at, { method }, { payments_count: 1, ...more });
      }
    },
    refunded(at, { payments, reverses }) {
      // what Square would not give back was no refund
      const refunds_count = reverses === null ? 1 : -1;
      for (const { method, amount, card_fee, tip, cash_rounding } of payments) {
        const refunded = amount + card_fee + tip + cash_rounding;
        sums.add(at, { method }, { refunds_count, refunded, moved: 0 - refunded });
      }
    },
    tipChanged: (at, { method, amount }) =>
      sums.add(at, { method }, { tip: amount, moved: amount }),
  };
  return {
    fold,
    between: (span: Span): TenderTaken[] =>
      sums.between<{ method: 'cash' | 'card' }>(span).map((row) => ({
        method: row.method,
        payments_count: row.payments_count,
        amount: cents(row.amount),
        card_fees: cents(row.card_fee),
        tips: cents(row.tip),
        cash_rounding: cents(row.cash_rounding),
        refunds_count: row.refunds_count,
        refunds: cents(row.refunded),
        money_moved: cents(row.moved),
      })),
  };
}
