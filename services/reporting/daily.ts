import { type Cents, cents } from '#shared/contracts/money.ts';
import type { Daily } from '#shared/contracts/reporting.ts';
import type { Sale } from './sale.ts';

/** The sums of a business day. */
export type DaySums = Omit<Sale, 'order_id' | 'business_day' | 'closed_at'> & {
  date: string;
  orders_count: number;
  first_sale_at: string | null;
  last_sale_at: string | null;
};

/** A day's figures; a day without sales is all zeros. */
export function dailyReport(date: string, sums: DaySums | undefined, open_orders: number): Daily {
  const day = sums ?? { ...NO_SALES, date };
  return {
    date,
    total_sales_gross: day.gross,
    total_sales_net: day.net,
    card_sales: day.card_sales,
    cash_sales: day.cash_sales,
    card_fees: day.card_fees,
    discounts_applied: cents(day.gross - day.net),
    tips_received: day.tips,
    tax_collected: day.tax,
    orders_count: day.orders_count,
    average_order: average(day.net, day.orders_count),
    open_orders,
    first_sale_at: day.first_sale_at,
    last_sale_at: day.last_sale_at,
  };
}

/** Rounded half up; sales are never negative. */
function average(net: Cents, count: number): Cents {
  return cents(count === 0 ? 0 : Math.floor((2 * net + count) / (2 * count)));
}

const ZERO = cents(0);
const NO_SALES = {
  orders_count: 0,
  gross: ZERO,
  net: ZERO,
  tax: ZERO,
  cash_sales: ZERO,
  card_sales: ZERO,
  card_fees: ZERO,
  tips: ZERO,
  first_sale_at: null,
  last_sale_at: null,
};
