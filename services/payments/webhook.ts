import { z } from 'zod';

/** What Square told of, as far as it is ours to look at. */
export type Tidings =
  | { kind: 'payment'; payment_id: string; reference_id: string | null }
  | { kind: 'refund'; refund_id: string }
  | { kind: 'checkout'; checkout_id: string }
  | { kind: 'device_code'; code_id: string }
  | { kind: 'revoked'; merchant_id: string }
  | { kind: 'other' };

/** Square adds fields as it likes; these are the ones that count. */
const envelope = z.object({
  merchant_id: z.string().default(''),
  type: z.string(),
  event_id: z.string().min(1).max(200),
  data: z.object({ id: z.string().default(''), object: z.unknown() }).optional(),
});
const referred = z.object({
  payment: z.object({ reference_id: z.string().optional() }),
});

export interface Told {
  event_id: string;
  type: string;
  tidings: Tidings;
}

/** Reads a webhook's body; undefined where it is none. */
export function readWebhook(body: string): Told | undefined {
  const read = envelope.safeParse(parsed(body));
  if (!read.success) return undefined;
  const { event_id, type, merchant_id, data } = read.data;
  const { id = '', object } = data ?? {};
  return { event_id, type, tidings: tidingsOf(type, id, object, merchant_id) };
}

function tidingsOf(type: string, id: string, object: unknown, merchant_id: string): Tidings {
  if (type === 'oauth.authorization.revoked') return { kind: 'revoked', merchant_id };
  if (!id) return { kind: 'other' };
  if (type === 'device.code.paired') return { kind: 'device_code', code_id: id };
  if (type.startsWith('terminal.checkout.')) return { kind: 'checkout', checkout_id: id };
  if (type.startsWith('refund.')) return { kind: 'refund', refund_id: id };
  if (!type.startsWith('payment.')) return { kind: 'other' };
  const { payment } = referred.safeParse(object).data ?? {};
  return { kind: 'payment', payment_id: id, reference_id: payment?.reference_id ?? null };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
