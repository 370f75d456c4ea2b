import { z } from 'zod';
import type { Operation } from './contract.ts';
import { day, id, instant, text } from './fields.ts';
import { money } from './money.ts';
import { member, pin, shift } from './person.ts';

/** Whose: by PIN with nobody logged in, oneself by a session, or anybody by an admin's. */
const whose = { pin: pin.optional(), staff_id: id.optional() };
const punched = z.object({ staff: member, shift }).meta({ id: 'Punched' });

const punch = {
  description:
    'With a PIN and nobody logged in; with a session for oneself; with an admin’s for anybody.',
  role: 'public',
  session: 'optional',
  kind: 'write',
  tag: 'Staff',
  secret: true, // a stored answer would tell who repeats its key whether a guessed PIN is the same
  input: z.strictObject(whose),
  output: punched,
} as const;
const REFUSALS = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'INVALID_PIN',
  'TOO_MANY_ATTEMPTS',
  'STAFF_NOT_FOUND',
  'SHIFT_IN_FUTURE',
] as const;

const dayOfStaff = z
  .object({
    staff_id: id,
    name: z.string(),
    business_day: day,
    shifts: z.int(),
    hours_worked: z.number().meta({ description: 'without unpaid breaks; two decimal places' }),
    breaks_taken: z.int(),
    paid_break_minutes: z.int(),
    unpaid_break_minutes: z.int(),
    pay: money,
    net_sales: money,
    tips: money,
    clocked_in: z.boolean().meta({ description: 'a shift still runs: counted until now' }),
  })
  .meta({ id: 'TimesheetEntry' });

const labourOfDay = z
  .object({
    business_day: day,
    labour_cost: money,
    net_sales: money,
    labour_share: z
      .number()
      .nullable()
      .meta({ description: 'percent of the net sales; null where nothing was sold' }),
  })
  .meta({ id: 'LabourOfDay' });

/** When they work: the time clock and what it adds up to. */
export const hours = {
  clock_in: {
    ...punch,
    summary: 'Begin a shift',
    http: 'POST /staff/clock_in',
    errors: [...REFUSALS, 'ALREADY_CLOCKED_IN'],
  },
  clock_out: {
    ...punch,
    summary: 'End the shift, and the break with it if one is on',
    http: 'POST /staff/clock_out',
    errors: [...REFUSALS, 'NOT_CLOCKED_IN'],
  },
  break_start: {
    ...punch,
    summary: 'Begin a break, unpaid unless it is said to be paid',
    http: 'POST /staff/break_start',
    input: z.strictObject({ ...whose, paid: z.boolean().default(false) }),
    errors: [...REFUSALS, 'NOT_CLOCKED_IN', 'ALREADY_ON_BREAK'],
  },
  break_end: {
    ...punch,
    summary: 'End the break',
    http: 'POST /staff/break_end',
    errors: [...REFUSALS, 'NOT_CLOCKED_IN', 'NOT_ON_BREAK'],
  },
  clock_status: {
    summary: 'What a PIN could do at the time clock',
    description: 'For a tablet at the door. A wrong PIN counts like one at the login.',
    http: 'POST /staff/clock_status',
    role: 'public',
    kind: 'write',
    tag: 'Staff',
    secret: true,
    input: z.strictObject({ pin }),
    output: z
      .object({
        staff: member,
        actions: z.array(z.enum(['clock_in', 'clock_out', 'break_start', 'break_end'])),
        clock_in: instant.nullable(),
        break_start: instant.nullable(),
      })
      .meta({ id: 'ClockStatus' }),
    errors: ['INVALID_PIN', 'TOO_MANY_ATTEMPTS'],
  },
  list_shifts: {
    summary: 'The shifts of a person, newest first, by the business days in which they began',
    description: 'For oneself, and for admins. At most 366 days at once.',
    http: 'GET /staff/:staff_id/shifts',
    role: 'staff',
    kind: 'read',
    tag: 'Staff',
    input: z.strictObject({ staff_id: id, start: day, end: day }),
    output: z.object({ shifts: z.array(shift) }).meta({ id: 'Shifts' }),
    errors: ['FORBIDDEN', 'STAFF_NOT_FOUND'],
  },
  list_overdue_shifts: {
    summary: 'Shifts of more than 16 hours that nobody has mended: forgotten clock-outs',
    http: 'GET /staff/shifts/overdue',
    role: 'admin',
    kind: 'read',
    tag: 'Staff',
    input: z.strictObject({}),
    output: z.object({ shifts: z.array(shift) }).meta({ id: 'Shifts' }),
    errors: [],
  },
  mend_shift: {
    summary: 'Mend a missed punch; the old values and the reason are kept',
    description: '`breaks` replaces all of them. What is left out stays as it is.',
    http: 'PUT /shifts/:shift_id',
    role: 'admin',
    kind: 'write',
    tag: 'Staff',
    input: z.strictObject({
      shift_id: id,
      clock_in: instant.optional(),
      clock_out: instant.optional(),
      breaks: z
        .array(
          z
            .strictObject({
              break_start: instant,
              break_end: instant.optional(),
              paid: z.boolean().default(false),
            })
            .meta({ id: 'MendedBreak' }),
        )
        .max(50) // a break each twenty minutes of the longest shift
        .optional(),
      reason: text(200),
    }),
    output: shift,
    errors: ['SHIFT_NOT_FOUND', 'SHIFT_IMPOSSIBLE', 'SHIFT_IN_FUTURE', 'SHIFTS_OVERLAP'],
  },
  get_timesheet: {
    summary: 'Hours, breaks, pay, sales and tips, for each person and business day',
    description: 'At most 366 days at once. `format=csv` gives the entries as a table.',
    http: 'GET /staff/timesheet',
    role: 'admin',
    kind: 'read',
    tag: 'Staff',
    produces: 'text/csv',
    input: z.strictObject({
      start: day,
      end: day,
      format: z.enum(['json', 'csv']).default('json'),
    }),
    output: z
      .object({
        start: day,
        end: day,
        entries: z.array(dayOfStaff),
        days: z.array(labourOfDay),
        csv: z.string().optional().meta({ description: 'with `format=csv`: the whole answer' }),
      })
      .meta({ id: 'Timesheet' }),
    errors: [],
  },
} as const satisfies Record<string, Operation>;

export type DayOfStaff = z.output<typeof dayOfStaff>;
export type LabourOfDay = z.output<typeof labourOfDay>;
