import type { serialization } from 'square';
import { moneyOf } from './charge.ts';
import type { Inside } from './inside.ts';
import { capture, change, release, totalOf } from './payment.ts';
import { invalid, notFound } from './refusal.ts';
import type { Call } from './route.ts';
import type { Payment } from './wire.ts';

type Update = serialization.UpdatePaymentRequest.Raw;

/** A payment to look at or to change: a copy, until it is put back. */
export function findPayment({ shelves }: Inside, id: string | undefined): Payment {
  const kept = shelves.payments.get(id ?? '');
  if (!kept) throw notFound(`Payment ${id}`);
  return structuredClone(kept.payment);
}

/** Only what is held can still be changed, taken or given free. */
export function findHeld(inside: Inside, { params }: Call, version_token?: string | null): Payment {
  const payment = findPayment(inside, params.payment_id);
  if (payment.status !== 'APPROVED') {
    throw invalid('BAD_REQUEST', `Payment ${payment.id} has status ${payment.status}.`);
  }
  if (version_token && version_token !== payment.version_token) {
    throw invalid('VERSION_MISMATCH', 'The version token does not match.', 'version_token');
  }
  return payment;
}

/** Changes what is held. */
export function updatePayment(inside: Inside, call: Call): Payment {
  const wanted = (call.body as Update).payment ?? {};
  const payment = findHeld(inside, call, wanted.version_token);
  if (wanted.amount_money) {
    payment.amount_money = moneyOf(inside, wanted.amount_money, 'payment.amount_money');
  }
  if (wanted.tip_money) {
    payment.tip_money = moneyOf(inside, wanted.tip_money, 'payment.tip_money', 0);
  }
  if (wanted.delay_action) payment.delay_action = wanted.delay_action;
  payment.total_money = totalOf(payment);
  payment.approved_money = payment.total_money;
  change(inside, payment);
  return payment;
}

/** Money that was held longer than agreed is given free, or taken. */
export function settlePayments(inside: Inside): void {
  for (const { payment } of inside.shelves.payments.all()) {
    if (payment.status !== 'APPROVED' || !payment.delayed_until) continue;
    if (Date.parse(payment.delayed_until) > inside.clock.now()) continue;
    const end = payment.delay_action === 'COMPLETE' ? capture : release;
    end(inside, structuredClone(payment));
  }
}

/** Gives free what was held with this key; a key that nobody used is none of Square's business. */
export function cancelByKey(inside: Inside, key: string): void {
  const kept = inside.shelves.payments.all().find((one) => one.idempotency_key === key);
  if (kept?.payment.status === 'APPROVED') release(inside, structuredClone(kept.payment));
  if (kept?.payment.status === 'COMPLETED') {
    throw invalid('BAD_REQUEST', `Payment ${kept.payment.id} has status COMPLETED.`);
  }
}
