import { z } from 'zod';
import { day, id, instant, text } from './fields.ts';
import { money } from './money.ts';
import { dailyFigures } from './daily-report.ts';
import { categories, discounts, taxes, tenders } from './reports.ts';

const drawer = z
  .object({
    session_id: id,
    till: z.string(),
    opened_at: instant,
    closed_at: instant.nullable(),
    float: money,
    expected: money.nullable(),
    counted: money.nullable(),
    over_short: money.nullable(),
  })
  .meta({ id: 'DrawerOfDay' });

/** A day as it is told at its end, or before. */
export const xReport = z
  .object({
    /** Null in an X: it changes nothing, and has no number. */
    number: z.int().nullable(),
    at: instant,
    ...dailyFigures,
    payments: tenders.shape.payments,
    taxes: taxes.shape.taxes,
    discounts: discounts.shape.discounts,
    categories: categories.shape.categories,
    drawers: z.array(drawer),
    csv: z.string().optional(),
  })
  .meta({ id: 'XReport' });

/** What should be settled before a day is closed. */
export const checklist = z
  .object({
    date: day,
    ready: z.boolean(),
    open_orders: z.array(
      z.object({ order_id: id, order_number: z.int() }).meta({ id: 'StillOpen' }),
    ),
    unknown_payments: z.array(
      z.object({ payment_id: id, order_id: id, amount: money }).meta({ id: 'UnknownPayment' }),
    ),
    uncounted_drawers: z.array(
      z.object({ session_id: id, till: z.string(), opened_at: instant }).meta({ id: 'Uncounted' }),
    ),
    clocked_in: z.array(
      z
        .object({ staff_id: id, name: z.string(), clock_in: instant })
        .meta({ id: 'StillClockedIn' }),
    ),
    csv: z.string().optional(),
  })
  .meta({ id: 'Checklist' });

/** A Z as it was made: never another one, whatever later versions would tell of such a day. */
export const zReport = z
  .object({
    number: z.int().min(1),
    business_day: day,
    closed_at: instant,
    closed_by: id.nullable(),
    override: z.boolean(),
    reason: z.string().nullable(),
    report: z.record(z.string(), z.unknown()).meta({ description: 'an XReport of that moment' }),
    checklist: z.record(z.string(), z.unknown()).meta({ description: 'a Checklist' }),
    journals: z
      .array(
        z.object({ service: z.string(), seq: z.int(), hash: z.string() }).meta({ id: 'Point' }),
      )
      .meta({ description: 'up to which entry of each journal the day counts' }),
    hash: z.string().meta({ description: "of this Z in reporting's chained journal" }),
    csv: z.string().optional(),
  })
  .meta({ id: 'ZReport' });

export const zSummary = z
  .object({ number: z.int(), business_day: day, closed_at: instant })
  .meta({ id: 'ZSummary' });

/** Which facts a figure is the sum of. */
export const explained = z.enum([
  'total_sales_gross',
  'total_sales_net',
  'card_sales',
  'cash_sales',
  'card_fees',
  'discounts_applied',
  'tips_received',
  'tax_collected',
  'refunds',
  'voids',
  'comps',
  'cash_rounding',
  'orders_count',
  'late_entries',
  'open_orders',
  'deposits_held',
  'unmatched_payments',
]);

export const explanation = z
  .object({
    date: day,
    field: explained,
    amount: money.optional().meta({ description: 'of a sum of money' }),
    count: z.int().optional().meta({ description: 'of a number of things' }),
    entries: z.array(
      z
        .object({
          kind: z.enum(['order', 'payment', 'refund', 'tip', 'void', 'comp']),
          id: id.optional(),
          attempt_id: z.string().optional(),
          order_id: id,
          amount: money.optional(),
          count: z.int().optional(),
          late_of: day.nullable().meta({ description: 'the closed day that it belongs to' }),
        })
        .meta({ id: 'Because' }),
    ),
    csv: z.string().optional(),
  })
  .meta({ id: 'Explanation' });

export const reason = text(200);
export type XReport = z.output<typeof xReport>;
export type Checklist = z.output<typeof checklist>;
export type ZReport = z.output<typeof zReport>;
export type Explained = z.output<typeof explained>;
export type Explanation = z.output<typeof explanation>;
