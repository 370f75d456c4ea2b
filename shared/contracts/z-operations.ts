import { z } from 'zod';
import type { Operation } from './contract.ts';
import { day } from './fields.ts';
import {
  checklist,
  explained,
  explanation,
  reason,
  xReport,
  zReport,
  zSummary,
} from './z-reports.ts';

const format = z.enum(['json', 'csv']).default('json');
const base = { role: 'admin', kind: 'read', tag: 'Reports', produces: 'text/csv' } as const;

/** The end of a day: what it was, whether it may end, and its Z. */
export const zOperations = {
  explain: {
    ...base,
    summary: 'The orders, payments and refunds behind a figure; they sum to it exactly',
    description: 'An average is no sum, and is not explained.',
    http: 'GET /reports/:date/explain',
    input: z.strictObject({ date: day, field: explained, format }),
    output: explanation,
    errors: [],
  },
  x_report: {
    ...base,
    role: 'staff',
    summary: 'The day so far, as its Z would tell it; changes nothing',
    http: 'GET /reports/:date/x',
    input: z.strictObject({ date: day, format }),
    output: xReport,
    errors: [],
  },
  get_checklist: {
    ...base,
    summary: 'What should be settled before the day is closed',
    http: 'GET /reports/:date/checklist',
    input: z.strictObject({ date: day, format }),
    output: checklist,
    errors: [],
  },
  close_day: {
    summary: 'Make the Z: the day is over, and the next one begins at once',
    description:
      'With something on the checklist only by `override`, with a `reason`. What still comes in ' +
      'for this day counts on the next one, marked as late.',
    http: 'POST /reports/:date/close',
    role: 'admin',
    kind: 'write',
    tag: 'Reports',
    input: z.strictObject({
      date: day,
      override: z.boolean().default(false),
      reason: reason.optional(),
    }),
    output: zReport,
    errors: ['DAY_CLOSED', 'DAY_NOT_BEGUN', 'DAY_NOT_SETTLED', 'REPORTS_REBUILDING'],
  },
  list_z_reports: {
    ...base,
    summary: 'Z reports, newest first',
    http: 'GET /z_reports',
    input: z.strictObject({
      limit: z.int().min(1).max(200).default(50),
      cursor: z.int().min(1).optional(),
      format,
    }),
    output: z
      .object({
        z_reports: z.array(zSummary),
        next_cursor: z.int().optional(),
        csv: z.string().optional(),
      })
      .meta({ id: 'ZReports' }),
    errors: [],
  },
  get_z_report: {
    ...base,
    summary: 'A Z report, the same for ever',
    http: 'GET /z_reports/:number',
    input: z.strictObject({ number: z.int().min(1), format }),
    output: zReport,
    errors: ['Z_REPORT_NOT_FOUND'],
  },
} as const satisfies Record<string, Operation>;
