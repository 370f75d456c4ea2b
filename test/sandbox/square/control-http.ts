import { z } from 'zod';
import type { Control } from './control.ts';
import type { Fault } from './faults.ts';
import { DEFAULTS } from './inside.ts';
import type { Ledger } from './ledger.ts';
import { invalid, notFound } from './refusal.ts';

const namesOf = (type: 'string' | 'number') =>
  Object.entries(DEFAULTS).flatMap(([name, value]) => (typeof value === type ? [name] : []));
const TEXTS = namesOf('string').filter((name) => name !== 'access_token');
const NUMBERS = namesOf('number');

const cents = z.int().min(1);
const text = z.string().min(1);
const ms = z.int().min(0);
const settings = z.strictObject({
  ...Object.fromEntries(TEXTS.map((name) => [name, text.optional()])),
  ...Object.fromEntries(NUMBERS.map((name) => [name, ms.optional()])),
  one_pending_refund: z.boolean().optional(),
});

const HOW: Fault['how'][] = [
  'request_lost',
  'answer_lost',
  'stalled_body',
  'html',
  'empty',
  'status',
  'late',
  'token_expired',
  'token_revoked',
];
const nothing = z.undefined();
const which = z.strictObject({ access_token: text.optional() }).optional();

/** What each operation may be given over HTTP; in the process TypeScript sees to it. */
const INPUTS: Record<keyof Control | 'ledger' | 'requests' | 'violations', z.ZodType> = {
  settings,
  fault: z.strictObject({
    endpoint: text,
    how: z.enum(HOW),
    times: z.int().min(1).optional(),
    status: z.int().min(400).max(599).optional(),
    retry_after_s: z.int().min(0).optional(),
    latency_ms: ms.optional(),
    processed: z.boolean().optional(),
  }),
  clear_faults: nothing,
  travel: z.strictObject({ ms }),
  reader_payment: z.strictObject({
    reference_id: text.max(40).optional(),
    amount: cents,
    tip: z.int().min(0).optional(),
    status: z.enum(['COMPLETED', 'APPROVED', 'FAILED']).optional(),
    currency: z.string().length(3).optional(),
    location_id: text.optional(),
    created_at: z.iso.datetime().optional(),
    refund_requires_card_presence: z.boolean().optional(),
  }),
  dashboard_refund: z.strictObject({ payment_id: text, amount: cents, reason: text.optional() }),
  plan_refund: z.strictObject({
    status: z.enum(['COMPLETED', 'FAILED', 'REJECTED']),
    payment_id: text.optional(),
  }),
  finish_refund: z.strictObject({
    refund_id: text,
    status: z.enum(['COMPLETED', 'FAILED', 'REJECTED']).optional(),
  }),
  plan_checkout: z.strictObject({
    pays_after_cancel: z.boolean().optional(),
    first_card_fails: z.boolean().optional(),
  }),
  pair_device: z.strictObject({ id: text, device_id: text.optional() }),
  authorize: z.strictObject({
    scopes: z.array(text).optional(),
    code_challenge: text.optional(),
  }),
  expire_token: which,
  revoke_token: which,
  subscribe: z
    .strictObject({ url: z.url(), signature_key: text, notification_url: z.url().optional() })
    .nullable(),
  happenings: nothing,
  resend: z.strictObject({ event_id: text }),
  ledger: nothing,
  requests: nothing,
  violations: nothing,
};

interface Books {
  control: Control;
  ledger: Ledger;
  requests: () => unknown;
  violations: () => unknown;
}

/** The control by name, for what stands under `/_control/`. */
export function obeyOverHttp({ control, ledger, requests, violations }: Books) {
  const operations: Record<string, (said: never) => unknown> = {
    ...control,
    ledger: () => ({ payments: ledger.payments(), refunds: ledger.refunds(), sums: ledger.sums() }),
    requests,
    violations,
  };
  return function obey(name: string, said: unknown): unknown {
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (!operation) throw notFound(`Control ${name}`);
    const input = INPUTS[name as keyof typeof INPUTS].safeParse(said);
    if (!input.success) {
      const [issue] = input.error.issues;
      throw invalid('INVALID_VALUE', issue?.message ?? 'Wrong input.', issue?.path.join('.'));
    }
    return operation(input.data as never);
  };
}
