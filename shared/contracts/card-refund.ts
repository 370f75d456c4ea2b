import { z } from 'zod';
import { id, instant } from './fields.ts';
import { money } from './money.ts';

/**
 * How far money on its way back to a card has come. `requested`: Square has not said yet that it
 * will; `pending`: it said so, and the bank has not done it.
 */
const cardRefundStatus = z.enum(['requested', 'pending', 'completed', 'failed']);

/** What goes back to one card: of a refund, of an open order, or what no order accounts for. */
const cardRefund = z
  .object({
    id,
    /** The order's refund; null: a payment of an open order was given back, or unmatched money. */
    refund_id: id.nullable(),
    /** Null: unmatched money, which an admin gives back. */
    payment_id: id.nullable(),
    /** Square's payment, of unmatched money. */
    square_payment_id: z.string().nullable(),
    order_id: id,
    /** With fee and tip. */
    amount: money,
    status: cardRefundStatus,
    /** Square's word, or ours, for why not, or why not yet. */
    code: z.string().nullable(),
    square_refund_id: z.string().nullable(),
    requested_at: instant,
    settled_at: instant.nullable(),
  })
  .meta({ id: 'CardRefund' });

/** Money on its way back to cards. */
export const cardRefundOperations = {
  list_card_refunds: {
    summary: 'What goes back to cards and how far it has come, newest first',
    http: 'GET /square/refunds',
    role: 'staff',
    kind: 'read',
    tag: 'Square',
    input: z.strictObject({
      status: cardRefundStatus.optional(),
      order_id: id.optional(),
      limit: z.int().min(1).max(200).default(50),
      /** `next_cursor` of the page before. */
      cursor: id.optional(),
    }),
    output: z
      .object({ refunds: z.array(cardRefund), next_cursor: z.int().optional() })
      .meta({ id: 'CardRefunds' }),
    errors: [],
  },
} as const;

export type CardRefund = z.output<typeof cardRefund>;
