import { z } from 'zod';
import { contract } from './contract.ts';
import { day, instant } from './fields.ts';
import { money } from './money.ts';

export const daily = z
  .object({
    date: day,
    total_sales_gross: money,
    total_sales_net: money,
    card_sales: money,
    cash_sales: money,
    card_fees: money,
    discounts_applied: money,
    tips_received: money,
    tax_collected: money,
    orders_count: z.int(),
    average_order: money,
    open_orders: z.int(),
    first_sale_at: instant.nullable(),
    last_sale_at: instant.nullable(),
  })
  .meta({ id: 'DailyReport' });

export const reporting = contract({
  service: 'reporting',
  summary: 'What the day brought in',
  operations: {
    report_today: {
      summary: "A business day's figures; the running day when no date is given",
      http: 'GET /reports/daily',
      role: 'staff',
      kind: 'read',
      tag: 'Reports',
      input: z.strictObject({ date: day.optional() }),
      output: daily,
      errors: [],
    },
    report_day: {
      summary: "A business day's figures",
      http: 'GET /reports/:date',
      role: 'staff',
      kind: 'read',
      tag: 'Reports',
      input: z.strictObject({ date: day }),
      output: daily,
      errors: [],
    },
  },
  events: {},
  shows: {},
});

export type Daily = z.output<typeof daily>;
