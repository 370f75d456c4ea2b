import { z } from 'zod';
import { attemptOperations } from './attempt.ts';
import { cardRefundOperations } from './card-refund.ts';
import { chargeOperations } from './charge.ts';
import { contract } from './contract.ts';
import { drawerEvents, drawerOperations } from './drawer.ts';
import { day, id, till } from './fields.ts';
import { money, price } from './money.ts';
import { payment } from './order.ts';
import { connectionOperations } from './square-connection.ts';
import { terminalEvents, terminalOperations } from './terminal.ts';
import { credentialEvents, credentialOperations } from './square-credentials.ts';

/** How a card's tender ended; told in the answer and as an event, and applied once. */
const outcome = z
  .object({
    /** The order's payment that it is for. */
    tender_id: id,
    order_id: id,
    outcome: z.enum(['approved', 'declined', 'unknown']),
    /** Square's word for a refusal. */
    code: z.string().nullable(),
    amount: money,
    card_fee: money,
    tip: money,
    attempt_id: z.string(),
    square_payment_id: z.string().nullable(),
    card_brand: z.string().nullable(),
    last4: z.string().nullable(),
  })
  .meta({ id: 'TenderOutcome' });

export const payments = contract({
  service: 'payments',
  summary: 'The money that came in',
  operations: {
    ...drawerOperations,
    ...attemptOperations,
    ...cardRefundOperations,
    ...chargeOperations,
    ...connectionOperations,
    ...credentialOperations,
    ...terminalOperations,
    list_payments: {
      summary: 'Payments, newest first',
      http: 'GET /payments',
      role: 'staff',
      kind: 'read',
      tag: 'Payments',
      input: z.strictObject({
        order_id: id.optional(),
        status: payment.shape.status.optional(),
        date: day.optional(),
        limit: z.int().min(1).max(200).default(50),
        /** `next_cursor` of the page before. */
        cursor: id.optional(),
      }),
      output: z
        .object({ payments: z.array(payment), next_cursor: z.int().optional() })
        .meta({ id: 'Payments' }),
      errors: [],
    },
    get_payment: {
      summary: 'A payment',
      http: 'GET /payments/:payment_id',
      role: 'staff',
      kind: 'read',
      tag: 'Payments',
      input: z.strictObject({ payment_id: id }),
      output: payment,
      errors: ['PAYMENT_NOT_FOUND'],
    },
    charge_card: {
      summary: 'Let a card pay a tender of an order; the same tender is never charged twice',
      role: 'staff',
      kind: 'work',
      tag: 'Payments',
      input: z.strictObject({
        tender_id: id,
        order_id: id,
        amount: price,
        card_fee: price,
        tip: price,
        /** Made by orders with the tender, or by `begin_attempt`: Square's idempotency key. */
        attempt_id: z.string(),
        source_id: z.string().optional(),
        payment_id: z.string().optional(),
        till,
        staff_id: id,
      }),
      output: outcome,
      errors: [
        'CARD_NOT_CONFIGURED',
        'PAYMENT_UNKNOWN',
        'AMOUNT_MISMATCH',
        'PAYMENT_MISMATCH',
        'PAYMENT_USED',
        'PAYMENT_NOT_MADE',
      ],
    },
  },
  events: {
    ...drawerEvents,
    ...credentialEvents,
    ...terminalEvents,
    tender_settled: { summary: 'A card has paid, or has not', payload: outcome },
    card_tip_changed: {
      summary: 'The tip of a card was changed before Square settled it',
      payload: z.object({ payment_id: id, order_id: id, tip: money, tip_before: money }),
    },
    card_refund_settled: {
      summary: 'Square has given money back, or will not',
      payload: z.object({
        /** Null: a payment of an open order was given back. */
        refund_id: id.nullable(),
        payment_id: id,
        order_id: id,
        /** With fee and tip. */
        amount: money,
        outcome: z.enum(['completed', 'failed']),
        code: z.string().nullable(),
      }),
    },
    payment_unmatched: {
      summary: 'Square took money that no order accounts for',
      payload: z.object({
        attempt_id: z.string(),
        order_id: id,
        square_payment_id: z.string(),
        amount: money,
        tip: money,
        code: z.string(),
      }),
    },
    unmatched_settled: {
      summary: 'An admin has looked at unmatched money',
      payload: z.object({
        attempt_id: z.string(),
        order_id: id,
        amount: money,
        outcome: z.enum(['kept', 'given_back']),
        reason: z.string(),
      }),
    },
  },
  shows: {},
});

export type TenderOutcome = z.output<typeof outcome>;
