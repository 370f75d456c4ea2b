import { z } from 'zod';
import { contract } from './contract.ts';
import { day, id } from './fields.ts';
import { payment } from './order.ts';

export const payments = contract({
  service: 'payments',
  summary: 'The money that came in',
  operations: {
    list_payments: {
      summary: 'Payments, newest first',
      http: 'GET /payments',
      role: 'staff',
      kind: 'read',
      tag: 'Payments',
      input: z.strictObject({
        order_id: id.optional(),
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
  },
  events: {},
  shows: {},
});
