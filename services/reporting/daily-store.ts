import type { Span } from '#shared/contracts/reports.ts';
import type { Connection } from '#shared/storage.ts';
import type { DaySums } from './daily.ts';
import type { Landing } from './fact.ts';
import type { Fold } from './sum-store.ts';

const SUMS = [
  'orders_count',
  'gross',
  'sold',
  'returned',
  'tax',
  'cash_sales',
  'card_sales',
  'card_fees',
  'tips',
  'cash_rounding',
  'refunds',
  'voids',
  'comps',
  'late_entries',
] as const;
type Sum = (typeof SUMS)[number];
const NOTHING = Object.fromEntries(SUMS.map((name) => [name, 0]));

/** The figures of each day, one row for each: asking costs the same after ten years. */
export function openDaily(connection: Connection) {
  const day = connection.prepare('SELECT * FROM business_day WHERE date = ?');
  const days = connection.prepare(
    'SELECT * FROM business_day WHERE date BETWEEN @start AND @end ORDER BY date',
  );
  const add = connection.prepare(
    `INSERT INTO business_day (date, first_ms, last_ms, ${SUMS})
     VALUES (@date, @sold_ms, @sold_ms, ${SUMS.map((name) => `@${name}`)})
     ON CONFLICT (date) DO UPDATE SET
       first_ms = coalesce(min(first_ms, @sold_ms), first_ms, @sold_ms),
       last_ms = coalesce(max(last_ms, @sold_ms), last_ms, @sold_ms),
       ${SUMS.map((name) => `${name} = ${name} + excluded.${name}`)}`,
  );
  function grow(at: Landing, more: Partial<Record<Sum, number>>, sold_ms: number | null = null) {
    const late_entries = at.late_of === null ? 0 : 1;
    add.run({ ...NOTHING, ...more, late_entries, date: at.business_day, sold_ms });
  }

  const fold: Fold = {
    sold(at, { payments, gross, net, tax, comps, closed_ms }) {
      const more = { orders_count: 1, gross, sold: net, tax, comps };
      const tenders = payments.reduce(
        (all, { method, amount, card_fee, tip, cash_rounding }) => {
          all[`${method}_sales`] += amount + cash_rounding;
          all.card_fees += card_fee;
          all.tips += tip;
          all.cash_rounding += cash_rounding;
          return all;
        },
        { cash_sales: 0, card_sales: 0, card_fees: 0, tips: 0, cash_rounding: 0 },
      );
      grow(at, { ...more, ...tenders }, closed_ms);
    },
    refunded(at, { net, tax, amount, card_fee, tip, cash_rounding }) {
      const less = { tax: 0 - tax, card_fees: 0 - card_fee, tips: 0 - tip };
      const rounded = { cash_rounding: 0 - cash_rounding, refunds: amount + cash_rounding };
      grow(at, { returned: net, ...less, ...rounded });
    },
    tipChanged: (at, { amount }) => grow(at, { tips: amount }),
    voided(at, { items }) {
      grow(at, { voids: items.reduce((all, { total_price }) => all + total_price, 0) });
    },
  };
  return {
    fold,
    of: (date: string) => day.get(date) as DaySums | undefined,
    between: (span: Span) => days.all(span) as DaySums[],
  };
}
