import type { Explained, Explanation } from '#shared/contracts/z-reports.ts';
import type { Connection } from '#shared/storage.ts';

type Table = 'sale' | 'payment' | 'refund' | 'tip_change' | 'voided' | 'comp';
type Because = Explanation['entries'][number];

/** How a row of each table is told. */
const TOLD: Record<Table, string> = {
  sale: "'order' AS kind, order_id AS id, order_id, late_of",
  payment: "'payment' AS kind, payment_id AS id, order_id, NULL AS late_of",
  refund: "'refund' AS kind, refund_id AS id, order_id, late_of",
  tip_change: "'tip' AS kind, payment_id AS id, order_id, late_of",
  voided: "'void' AS kind, order_item_id AS id, order_id, late_of",
  comp: "'comp' AS kind, order_id AS id, order_id, NULL AS late_of",
};
type Part = { of: Table; adds: string; where?: string };
const rounded = 'amount + cash_rounding';
const LATE = { adds: '1', where: 'late_of IS NOT NULL' };

const FIRST_OF_VOID = `order_item_id = (SELECT min(order_item_id) FROM voided AS one
  WHERE one.business_day = voided.business_day AND one.seq = voided.seq)`;

/** What each figure is the sum of. */
const PARTS: Partial<Record<Explained, Part[]>> = {
  total_sales_gross: [{ of: 'sale', adds: 'gross' }],
  total_sales_net: [
    { of: 'sale', adds: 'net' },
    { of: 'refund', adds: '-net' },
  ],
  card_sales: [{ of: 'payment', adds: rounded, where: "method = 'card'" }],
  cash_sales: [{ of: 'payment', adds: rounded, where: "method = 'cash'" }],
  card_fees: [
    { of: 'payment', adds: 'card_fee' },
    { of: 'refund', adds: '-card_fee' },
  ],
  discounts_applied: [{ of: 'sale', adds: 'gross - net' }],
  tips_received: [
    { of: 'payment', adds: 'tip' },
    { of: 'tip_change', adds: 'amount' },
    { of: 'refund', adds: '-tip' },
  ],
  tax_collected: [
    { of: 'sale', adds: 'tax' },
    { of: 'refund', adds: '-tax' },
  ],
  refunds: [{ of: 'refund', adds: 'net + tax + cash_rounding' }],
  voids: [{ of: 'voided', adds: 'amount' }],
  comps: [{ of: 'comp', adds: 'amount' }],
  cash_rounding: [
    { of: 'payment', adds: 'cash_rounding' },
    { of: 'refund', adds: '-cash_rounding' },
  ],
  orders_count: [{ of: 'sale', adds: '1' }],
  late_entries: [
    { of: 'sale', ...LATE },
    { of: 'refund', ...LATE },
    { of: 'tip_change', ...LATE },
    // lines that were voided together came late as one
    { of: 'voided', ...LATE, where: `${LATE.where} AND ${FIRST_OF_VOID}` },
  ],
};
const COUNTS: readonly Explained[] = ['orders_count', 'late_entries'];

/** The facts behind a figure of a day, those alone that add something to it. */
export function openExplanations(connection: Connection) {
  const statements = new Map(
    Object.entries(PARTS).map(([field, parts]) => {
      const unit = COUNTS.includes(field as Explained) ? 'count' : 'amount';
      const selects = parts.map(
        ({ of, adds, where = 'true' }) =>
          `SELECT ${TOLD[of]}, ${adds} AS "${unit}" FROM ${of}
           WHERE business_day = @date AND ${where} AND ${adds} <> 0`,
      );
      return [field, connection.prepare(selects.join(' UNION ALL '))];
    }),
  );
  return {
    /** Undefined for a figure that is no sum of a day's facts. */
    of: (date: string, field: Explained) =>
      statements.get(field)?.all({ date }) as Because[] | undefined,
  };
}
