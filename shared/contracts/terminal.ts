import { z } from 'zod';
import { attempt } from './attempt.ts';
import type { Event, Operation } from './contract.ts';
import { id, instant, text } from './fields.ts';
import { price } from './money.ts';
import { BEGINNING } from './order-payments.ts';

/** A Square Terminal, or the code that somebody is to type into it. */
const terminal = z
  .object({
    id,
    name: z.string(),
    status: z.enum(['pairing', 'paired', 'expired']),
    /** What is typed into the terminal; null once it is not needed any more. */
    code: z.string().nullable(),
    /** What checkouts are sent to. */
    device_id: z.string().nullable(),
    /** Until when the code can be typed in. */
    pair_by: instant.nullable(),
    paired_at: instant.nullable(),
    created_at: instant,
  })
  .meta({ id: 'SquareTerminal' });

const checkout = z
  .object({
    checkout_id: z.string(),
    device_id: z.string(),
    /** `sending`: nobody knows yet whether the terminal has it. */
    status: z.enum([
      'sending',
      'pending',
      'in_progress',
      'cancel_requested',
      'canceled',
      'completed',
      'refused',
    ]),
    /** BUYER_CANCELED, SELLER_CANCELED or TIMED_OUT. */
    cancel_reason: z.string().nullable(),
    created_at: instant,
    settled_at: instant.nullable(),
    attempt,
  })
  .meta({ id: 'TerminalCheckout' });

/** A terminal never completes less. */
export const LEAST_AT_A_TERMINAL = 100;

const base = { role: 'staff', kind: 'work', tag: 'Square' } as const;
const ofCheckout = { checkout_id: text(45) };

/** Square's own terminals, which take a card by themselves. */
export const terminalOperations = {
  pair_terminal: {
    ...base,
    role: 'admin',
    summary: 'Get a code that connects a Square Terminal with this house',
    http: 'POST /square/terminal/devices',
    status: 201,
    input: z.strictObject({ name: text(128) }),
    output: terminal,
    errors: ['CARD_NOT_CONFIGURED', 'SQUARE_UNAVAILABLE', 'SQUARE_REFUSED'],
  },
  list_terminals: {
    ...base,
    kind: 'read',
    summary: 'The terminals of this house, and the codes that wait for one',
    http: 'GET /square/terminal/devices',
    input: z.strictObject({}),
    output: z.object({ devices: z.array(terminal) }).meta({ id: 'SquareTerminals' }),
    errors: [],
  },
  begin_checkout: {
    ...base,
    summary: 'Let a terminal take a card for an order; not less than 1.00',
    description:
      'The amount is fixed and the order locked. What becomes of it settles the order by itself, ' +
      'with the tip that was given at the terminal; `checkout_id` is also the id of the attempt.',
    http: 'POST /square/terminal/checkouts',
    status: 201,
    input: z.strictObject({
      order_id: id,
      amount: price
        .refine((sum) => sum >= LEAST_AT_A_TERMINAL, 'a terminal takes no less than 1.00')
        .optional(),
      device_id: text(100),
    }),
    output: checkout,
    errors: [...BEGINNING, 'DEVICE_NOT_FOUND', 'SQUARE_REFUSED'],
  },
  get_checkout: {
    ...base,
    kind: 'read',
    summary: 'How far a checkout has come',
    http: 'GET /square/terminal/checkouts/:checkout_id',
    input: z.strictObject(ofCheckout),
    output: checkout,
    errors: ['CHECKOUT_NOT_FOUND'],
  },
  cancel_checkout: {
    ...base,
    summary: 'Call a checkout off; it may be paid all the same when a card was faster',
    http: 'DELETE /square/terminal/checkouts/:checkout_id',
    input: z.strictObject(ofCheckout),
    output: checkout,
    errors: ['CHECKOUT_NOT_FOUND', 'ATTEMPT_SETTLED', 'CARD_NOT_CONFIGURED', 'SQUARE_UNAVAILABLE'],
  },
} as const satisfies Record<string, Operation>;

export const terminalEvents = {
  terminal_paired: {
    summary: 'A Square Terminal belongs to the house now',
    payload: z.object({ id, name: z.string(), device_id: z.string() }),
  },
} as const satisfies Record<string, Event>;

export type SquareTerminal = z.output<typeof terminal>;
export type TerminalCheckout = z.output<typeof checkout>;
