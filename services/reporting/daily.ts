import { type Cents, cents } from '#shared/contracts/money.ts';
import type { Figures } from '#shared/contracts/daily-report.ts';
import { average } from './worth.ts';

/** The sums of a business day, as they are kept. */
export interface DaySums {
  date: string;
  orders_count: number;
  gross: Cents;
  /** net before refunds */
  sold: Cents;
  /** the goods of refunds */
  returned: Cents;
  tax: Cents;
  cash_sales: Cents;
  card_sales: Cents;
  card_fees: Cents;
  tips: Cents;
  cash_rounding: Cents;
  /** goods and tax */
  refunds: Cents;
  voids: Cents;
  comps: Cents;
  late_entries: number;
  first_ms: number | null;
  last_ms: number | null;
}

/** The figures of one day or of several together; of none, zeros. */
export function figuresOf(days: readonly DaySums[]): Figures {
  const sum = (of: keyof Omit<DaySums, 'date' | 'first_ms' | 'last_ms'>) =>
    days.reduce((all, day) => all + day[of], 0);
  const money = (of: Parameters<typeof sum>[0]) => cents(sum(of));
  const orders_count = sum('orders_count');
  const [gross, sold] = [sum('gross'), sum('sold')];
  return {
    total_sales_gross: cents(gross),
    total_sales_net: cents(sold - sum('returned')),
    card_sales: money('card_sales'),
    cash_sales: money('cash_sales'),
    card_fees: money('card_fees'),
    discounts_applied: cents(gross - sold),
    tips_received: money('tips'),
    tax_collected: money('tax'),
    refunds: money('refunds'),
    voids: money('voids'),
    comps: money('comps'),
    cash_rounding: money('cash_rounding'),
    orders_count,
    average_order: average(sold, orders_count),
    late_entries: sum('late_entries'),
  };
}

export const instantOf = (ms: number | null | undefined): string | null =>
  ms === null || ms === undefined ? null : new Date(ms).toISOString();
