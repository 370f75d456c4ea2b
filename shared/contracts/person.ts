import { z } from 'zod';
import { madeByMachine } from './card-number.ts';
import { day, id, instant, text, till } from './fields.ts';
import { price } from './money.ts';

/** Travels in questions to staff only, and is never answered, stored or logged. */
export const pin = z
  .string()
  .regex(/^\d{4}$/, 'four digits')
  .meta({ example: '2468', format: 'password' });

/** Far above any wage, and low enough that a year's pay in cents × ms stays an exact integer. */
const MOST_CENTS_AN_HOUR = 100_000;
export const hourlyRate = price.refine(
  (cents) => cents <= MOST_CENTS_AN_HOUR,
  `at most ${MOST_CENTS_AN_HOUR / 100} an hour`,
);

/** A person as other services know them. */
export const person = z.object({
  id,
  name: text(60),
  isAdmin: z.boolean(),
  available: z.boolean(),
});

export const member = person
  .extend({
    is_working: z.boolean(),
    is_on_break: z.boolean(),
    hourly_rate: hourlyRate.optional().meta({ description: 'for admins and oneself only' }),
  })
  .meta({ id: 'Staff' });

export const session = z
  .object({ staff: member, till, expires_at: instant })
  .meta({ id: 'Session' });

/** A session as the gateway holds it; `idle_until` moves on with each report of activity. */
export const heldSession = z.object({
  staff: person,
  till,
  expires_at: instant,
  idle_until: instant.optional(),
});

export const tokenHash = madeByMachine(z.string().regex(/^[0-9a-f]{64}$/));

export const breakTaken = z
  .object({ id, break_start: instant, break_end: instant.nullable(), paid: z.boolean() })
  .meta({ id: 'Break' });

export const shift = z
  .object({
    id,
    staff_id: id,
    business_day: day,
    clock_in: instant,
    clock_out: instant.nullable(),
    break_start: instant.nullable().meta({ description: 'of the latest break' }),
    break_end: instant.nullable().meta({ description: 'of the latest break' }),
    breaks: z.array(breakTaken),
    hourly_rate: price.meta({ description: 'as it was at the clock-in' }),
    overdue: z.boolean().meta({ description: 'longer than 16 hours, and no admin has mended it' }),
    mended_at: instant.nullable(),
  })
  .meta({ id: 'Shift' });

/** Who is clocked in, as screens see it. */
export const working = z
  .object({
    staff: z.array(
      z
        .object({
          staff_id: id,
          name: z.string(),
          clock_in: instant,
          is_on_break: z.boolean(),
          break_start: instant.nullable(),
        })
        .meta({ id: 'Working' }),
    ),
  })
  .meta({ id: 'WorkingStaff' });

export type Person = z.output<typeof person>;
export type Member = z.output<typeof member>;
export type Session = z.output<typeof heldSession>;
export type Shift = z.output<typeof shift>;
export type Break = z.output<typeof breakTaken>;
