import { z } from 'zod';
import { id, instant, text, till } from './fields.ts';
import { money, price } from './money.ts';
import { BEGINNING } from './order-payments.ts';

/**
 * How far an attempt to charge a card has come. `created`: a reader or terminal may take the card;
 * `sending`: Square was asked; `unknown`: Square may or may not have charged. The others are ends.
 */
export const attemptStatus = z.enum([
  'created',
  'sending',
  'unknown',
  'approved',
  'declined',
  'canceled',
  'timed_out',
]);

/** One try to let a card pay a part of an order; its id is Square's key and reference. */
export const attempt = z
  .object({
    attempt_id: z.string(),
    order_id: id,
    /** The order's payment that it is for. */
    tender_id: id,
    kind: z.enum(['reader', 'token', 'terminal']),
    status: attemptStatus,
    /** The part of the bill, and the fee on it; fixed with the attempt. */
    amount: money,
    card_fee: money,
    /** What the card is charged without tip: `amount` + `card_fee`. */
    charge_amount: money,
    tip: money,
    currency: z.string(),
    location_id: z.string(),
    /** How the reader has to pay; false: Square holds the money until the day ends. */
    autocomplete: z.boolean(),
    /** Square's word for a refusal. */
    code: z.string().nullable(),
    square_payment_id: z.string().nullable(),
    card_brand: z.string().nullable(),
    last4: z.string().nullable(),
    /** False while Square holds the money and the tip may be changed. */
    captured: z.boolean(),
    /** Money that Square took and no order accounts for: an admin has to look at it. */
    unmatched: money,
    till,
    staff_id: id,
    created_at: instant,
    settled_at: instant.nullable(),
    /** What an admin said of it, and why. */
    resolution: z.string().nullable(),
  })
  .meta({ id: 'CardAttempt' });

const KNOWN = ['ATTEMPT_NOT_FOUND', 'ATTEMPT_SETTLED', 'CARD_NOT_CONFIGURED'] as const;
const ofAttempt = { attempt_id: text(45) };
const base = { role: 'staff', kind: 'work', tag: 'Square' } as const;

/** A card from the first word to the last. */
export const attemptOperations = {
  begin_attempt: {
    ...base,
    summary: 'Announce that a reader is to take a card: the amount is fixed, the order locked',
    description:
      'The device then charges `charge_amount` with `attempt_id` as its payment attempt id and ' +
      'its reference id, and confirms with POST /square/charge.',
    http: 'POST /square/attempts',
    status: 201,
    input: z.strictObject({ order_id: id, amount: price.optional() }),
    output: attempt,
    errors: BEGINNING,
  },
  list_attempts: {
    ...base,
    kind: 'read',
    summary: 'Attempts, newest first; `unmatched=true`: those with money that nobody owes',
    http: 'GET /square/attempts',
    input: z.strictObject({
      order_id: id.optional(),
      status: attemptStatus.optional(),
      unmatched: z.boolean().optional(),
      limit: z.int().min(1).max(200).default(50),
      cursor: text(45).optional(),
    }),
    output: z
      .object({ attempts: z.array(attempt), next_cursor: z.string().optional() })
      .meta({ id: 'CardAttempts' }),
    errors: [],
  },
  get_attempt: {
    ...base,
    kind: 'read',
    summary: 'An attempt',
    http: 'GET /square/attempts/:attempt_id',
    input: z.strictObject(ofAttempt),
    output: attempt,
    errors: ['ATTEMPT_NOT_FOUND'],
  },
  cancel_attempt: {
    ...base,
    summary: 'The reader did not take the card: the order is free again',
    description:
      'Square is asked first: where it has the payment after all, the attempt is approved. A ' +
      'payment that turns up later is kept as unmatched, and alarmed.',
    http: 'POST /square/attempts/:attempt_id/cancel',
    input: z.strictObject({
      ...ofAttempt,
      reason: z.enum(['declined', 'canceled', 'timed_out']).default('canceled'),
    }),
    output: attempt,
    errors: [...KNOWN, 'PAYMENT_PENDING', 'PAYMENT_UNKNOWN'],
  },
  resolve_attempt: {
    ...base,
    role: 'admin',
    summary: 'Say what became of a card of which nobody knows; Square is asked first',
    description:
      'What Square knows wins over what is said. `not_taken` of unmatched money gives it back, ' +
      'as every refund; `taken` keeps it. Both clear the alarm; a refusal raises it again.',
    http: 'POST /square/attempts/:attempt_id/resolve',
    input: z.strictObject({
      ...ofAttempt,
      outcome: z.enum(['taken', 'not_taken']),
      square_payment_id: text(255).optional(),
      reason: text(200),
    }),
    output: attempt,
    errors: [
      ...KNOWN,
      'AMOUNT_MISMATCH',
      'PAYMENT_MISMATCH',
      'PAYMENT_NOT_MADE',
      'PAYMENT_PENDING',
      'PAYMENT_USED',
      'SQUARE_UNAVAILABLE',
    ],
  },
} as const;

export type Attempt = z.output<typeof attempt>;
