import { cents } from '#shared/contracts/money.ts';
import type { Span, TaxCollected } from '#shared/contracts/reports.ts';
import type { Connection } from '#shared/storage.ts';
import { type Fold, openCalled, openSums } from './sum-store.ts';

type Key = { tax_id: number; percentage: number; inclusive: number };

/** What each rate came to, less what went back; a tax that changed its rate is two rows. */
export function openTaxes(connection: Connection) {
  const keys = ['tax_id', 'percentage', 'inclusive'];
  const sums = openSums(connection, 'tax_day', keys, ['taxable', 'tax']);
  const called = openCalled(connection, 'tax');
  const keyOf = (rate: { tax_id: number; percentage: number; inclusive: boolean }) => {
    const { tax_id, percentage, inclusive } = rate;
    return { tax_id, percentage, inclusive: inclusive ? 1 : 0 };
  };

  const fold: Fold = {
    sold(at, { taxes }) {
      for (const rate of taxes) {
        sums.add(at, keyOf(rate), { taxable: rate.taxable, tax: rate.tax });
        called.call(rate.tax_id, rate.name);
      }
    },
    refunded(at, { taxes }) {
      for (const rate of taxes) {
        sums.add(at, keyOf(rate), { taxable: 0 - rate.taxable, tax: 0 - rate.tax });
      }
    },
  };
  return {
    fold,
    between: (span: Span): TaxCollected[] =>
      sums.between<Key>(span).map(({ tax_id, percentage, inclusive, taxable, tax }) => ({
        tax_id,
        name: called.nameOf(tax_id),
        percentage,
        inclusive: inclusive === 1,
        taxable: cents(taxable),
        tax: cents(tax),
      })),
  };
}
