import { z } from 'zod';
import { day, instant } from './fields.ts';
import { money } from './money.ts';

const csv = z.string().optional().meta({ description: 'with `format=csv`: the whole answer' });

/** What adds up from days to weeks and months. */
const figures = {
  total_sales_gross: money,
  total_sales_net: money,
  card_sales: money,
  cash_sales: money,
  card_fees: money,
  discounts_applied: money,
  tips_received: money,
  tax_collected: money,
  /** Goods and tax that were given back on this day; net and tax are without them. */
  refunds: money,
  voids: money.meta({ description: 'what voided lines would have brought in; in no other figure' }),
  comps: money.meta({ description: 'what was given free; a part of the discounts' }),
  cash_rounding: money,
  orders_count: z.int(),
  average_order: money,
  late_entries: z.int().meta({
    description: 'sales, refunds, tips and voids that belong to a day whose Z was made before',
  }),
};

/** A day's figures, and what is true of it now. */
export const dailyFigures = {
  date: day,
  ...figures,
  open_orders: z.int(),
  deposits_held: money.meta({ description: 'paid for orders that are still open' }),
  unmatched_payments: money.meta({ description: 'taken by cards for no order that needs it' }),
  first_sale_at: instant.nullable(),
  last_sale_at: instant.nullable(),
  z_number: z.int().nullable(),
};
export const daily = z.object({ ...dailyFigures, csv }).meta({ id: 'DailyReport' });

export const group = z.enum(['day', 'week', 'month']);

export const total = z.object(figures).meta({ id: 'Figures' });
const period = z.object({ start: day, end: day, ...figures });
export const range = z
  .object({
    start: day,
    end: day,
    group,
    total,
    periods: z.array(period.meta({ id: 'Period' })),
    csv,
  })
  .meta({ id: 'RangeReport' });

export type Figures = z.output<typeof total>;
export type Daily = z.output<typeof daily>;
export type Range = z.output<typeof range>;
