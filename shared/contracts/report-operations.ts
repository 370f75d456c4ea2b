import { z } from 'zod';
import type { Operation } from './contract.ts';
import { day } from './fields.ts';
import { daily, group, range } from './daily-report.ts';
import * as reports from './reports.ts';

const format = z.enum(['json', 'csv']).default('json');
const description =
  'Business days, both inclusive, at most ten years; without them the running day. ' +
  '`format=csv` gives the rows as a table.';

const ofDays = <P extends string, O extends z.ZodType>(path: P, summary: string, output: O) =>
  ({
    summary,
    description,
    http: `GET /reports/${path}`,
    role: 'admin',
    kind: 'read',
    tag: 'Reports',
    produces: 'text/csv',
    input: z.strictObject(reports.span),
    output,
    errors: [],
  }) as const;

const ofOneDay = {
  role: 'staff',
  kind: 'read',
  tag: 'Reports',
  produces: 'text/csv',
  output: daily,
  errors: [],
} as const;

/** What days brought in. A day that has not begun is a day with nothing: zeros. */
export const reportOperations = {
  report_today: {
    ...ofOneDay,
    summary: "A business day's figures; the running day when no date is given",
    http: 'GET /reports/daily',
    input: z.strictObject({ date: day.optional(), format }),
  },
  report_day: {
    ...ofOneDay,
    summary: "A business day's figures",
    http: 'GET /reports/:date',
    input: z.strictObject({ date: day, format }),
  },
  report_range: {
    ...ofDays('range', 'The figures of several days, of each and together', range),
    input: z.strictObject({ ...reports.span, group: group.default('day') }),
  },
  report_items: ofDays('items', 'What was sold, with its modifiers', reports.items),
  report_categories: ofDays(
    'categories',
    'By category, as the menu has the items now',
    reports.categories,
  ),
  report_hours: ofDays(
    'hours',
    "By the hour of the store's clock; a refund by when it was made",
    reports.hours,
  ),
  report_staff: ofDays('staff', 'By who sold it', reports.people),
  report_discounts: ofDays('discounts', 'What was taken off, and given free', reports.discounts),
  report_taxes: ofDays('taxes', 'Taxable base and tax of each rate', reports.taxes),
  report_payments: ofDays('payments', 'How it was paid, and what moved', reports.tenders),
  report_kitchen: ofDays('kitchen', 'How long tickets hung, by station', reports.stations),
  rebuild_reports: {
    summary: "Fold everything anew from the others' journals, beside what is there",
    role: 'admin',
    kind: 'work',
    tag: 'Reports',
    input: z.strictObject({}),
    output: z.object({ entries: z.int() }),
    errors: ['REPORTS_REBUILDING'],
  },
  rebuild_progress: {
    summary: 'How far folding anew has come',
    role: 'admin',
    kind: 'read',
    tag: 'Reports',
    input: z.strictObject({}),
    output: z.object({ source: z.string().nullable(), entries: z.int() }),
    errors: [],
  },
} as const satisfies Record<string, Operation>;
