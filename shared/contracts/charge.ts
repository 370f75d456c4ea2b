import { z } from 'zod';
import { id, text } from './fields.ts';
import { price } from './money.ts';
import { payment } from './order.ts';
import { paymentOperations } from './order-payments.ts';

/** Orders is asked, which waits for Square, and answers within this. */
const ORDERS_TAKES_MS = 50_000;

const base = { role: 'staff', kind: 'work', tag: 'Square' } as const;

/** A card charged for an order, and its tip afterwards. */
export const chargeOperations = {
  charge: {
    ...base,
    summary: 'Let a card pay: a token, or a payment that a reader has made for an attempt',
    description: 'Either `source_id`, or `attempt_id` with `payment_id`; the tip is Square’s then.',
    http: 'POST /square/charge',
    input: z.strictObject({
      order_id: id,
      /** Part of the balance; all of it when absent. */
      amount: price.optional(),
      tip: price.optional(),
      source_id: text(255).optional(),
      attempt_id: text(45).optional(),
      payment_id: text(255).optional(),
    }),
    output: payment,
    errors: paymentOperations.add_payment.errors,
    patience_ms: ORDERS_TAKES_MS,
  },
  change_tip: {
    ...base,
    tag: 'Payments',
    summary: 'Change the tip of a card while Square only holds the money',
    http: 'POST /payments/:payment_id/tip',
    input: z.strictObject({ payment_id: id, tip: price }),
    output: payment,
    errors: [
      'PAYMENT_NOT_FOUND',
      'TIP_LOCKED',
      'SQUARE_REFUSED',
      'SQUARE_UNAVAILABLE',
      'CARD_NOT_CONFIGURED',
    ],
  },
} as const;
