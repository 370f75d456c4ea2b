import { z } from 'zod';
import { id, text } from './fields.ts';
import { money, price } from './money.ts';
import { order, payment } from './order.ts';
import { CLOSED, ofOrder } from './order-lines.ts';

const method = z.enum(['cash', 'card']);

/** How a guest pays: cash with what was handed over, or a card in one of three ways. */
const tender = {
  method,
  /** Part of the balance, without fee and tip; all of it when absent. */
  amount: price.optional(),
  cash_tendered: price.optional(),
  /** A token of a card that is not present. */
  source_id: text(255).optional(),
  /** A payment that a reader has made, for the attempt that it was made with. */
  payment_id: text(255).optional(),
  attempt_id: text(45).optional(),
  tip: price.optional(),
};

const PAYING = [
  ...CLOSED,
  'ORDER_EMPTY',
  'TENDER_TOO_SMALL',
  'AMOUNT_EXCEEDS_BALANCE',
  'CARD_NOT_CONFIGURED',
  'CARD_DECLINED',
  'ATTEMPT_NOT_FOUND',
  'ATTEMPT_SETTLED',
  'AMOUNT_MISMATCH',
  'PAYMENT_MISMATCH',
  'PAYMENT_USED',
  'PAYMENT_NOT_MADE',
] as const;

/** What can keep a card from being asked to pay. */
export const BEGINNING = [
  'ORDER_NOT_FOUND',
  'ORDER_CLOSED',
  'ORDER_EMPTY',
  'AMOUNT_EXCEEDS_BALANCE',
  'PAYMENT_PENDING',
  'PAYMENT_UNKNOWN',
  'CARD_NOT_CONFIGURED',
] as const;

/** Square is tried for 30 s, and orders waits 40 s for payments; this is a little more. */
const paying = { patience_ms: 45_000, errors: PAYING };

const closed = order.extend({ change_due: money }).meta({ id: 'ClosedOrder' });
const base = { role: 'staff', kind: 'write', tag: 'Orders' } as const;

/** What is done with the money of an order. */
export const paymentOperations = {
  add_payment: {
    ...base,
    summary: 'Take a payment for all or a part of the balance',
    description: 'A balance of 0 closes the order. `change_due` is what the guest gets back.',
    http: 'POST /orders/:order_id/payments',
    input: z.strictObject({ ...ofOrder, ...tender }),
    output: closed,
    ...paying,
  },
  begin_tender: {
    ...base,
    summary: 'Fix what a card is to pay and lock the order; the same attempt is begun once',
    input: z.strictObject({
      order_id: id,
      attempt_id: text(45),
      amount: price.optional(),
      tip: price.optional(),
    }),
    output: payment,
    errors: [...CLOSED, 'ORDER_EMPTY', 'AMOUNT_EXCEEDS_BALANCE'],
  },
  give_back_payment: {
    ...base,
    role: 'admin',
    summary: 'Give a payment of an order that is still open back',
    description:
      'A card counts as given back when it is asked for; should Square not do it, an alarm says ' +
      'that the money is still to be returned.',
    http: 'POST /payments/:payment_id/cancel',
    input: z.strictObject({ payment_id: id }),
    output: order,
    errors: ['PAYMENT_NOT_FOUND', 'ORDER_CLOSED', 'PAYMENT_PENDING', 'PAYMENT_UNKNOWN'],
  },
  close_order: {
    ...base,
    summary: 'Pay the balance and close the order',
    description:
      'With one tender, or with `payments`, taken in order; the first that fails stops it, and ' +
      'those before it stand.',
    http: 'POST /orders/:order_id/close',
    input: z.strictObject({
      ...ofOrder,
      ...tender,
      method: method.optional(),
      payments: z
        .array(z.strictObject(tender).meta({ id: 'Tender' }))
        .min(1)
        .max(50)
        .optional(),
    }),
    output: closed,
    ...paying,
  },
  refund_order: {
    ...base,
    role: 'admin',
    summary: 'Give money back for a paid order: by lines, by an amount, or all that is left',
    description:
      'To the original payments, the newest card first, then cash; `payments` names others, and ' +
      '`method: cash` gives all of it back in cash. A card counts as refunded when it is asked ' +
      'for; should Square not do it, a refund with negative sums undoes that, with an alarm.',
    http: 'POST /orders/:order_id/refund',
    input: z.strictObject({
      ...ofOrder,
      items: z
        .array(
          z
            .strictObject({ order_item_id: id, quantity: z.int().min(1).max(999) })
            .meta({ id: 'ReturnedItem' }),
        )
        .min(1)
        .max(500)
        .optional(),
      amount: price.optional(),
      payments: z
        .array(z.strictObject({ payment_id: id, amount: price }).meta({ id: 'RefundTo' }))
        .min(1)
        .max(50)
        .optional(),
      method: z.literal('cash').optional(),
      include_tip: z.boolean().default(false),
      reason: text(200),
    }),
    output: order,
    errors: [
      'ORDER_NOT_FOUND',
      'ORDER_NOT_PAID',
      'VERSION_CONFLICT',
      'LINE_NOT_FOUND',
      'PAYMENT_NOT_FOUND',
      'REFUND_TOO_LARGE',
    ],
  },
} as const;
