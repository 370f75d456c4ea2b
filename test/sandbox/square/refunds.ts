import type { serialization } from 'square';
import { moneyOf } from './charge.ts';
import { type Inside, newId } from './inside.ts';
import { change } from './payment.ts';
import { findPayment } from './payments.ts';
import { invalid, noRefund, notFound } from './refusal.ts';
import type { KeptRefund } from './records.ts';
import type { Money, Payment, Refund } from './wire.ts';

/** A request for a refund. */
export type Create = serialization.RefundPaymentRequest.Raw;

const MOST_REFUNDS = 20;
const YEAR_MS = 365 * 24 * 3_600_000;

/** A refund to make. */
export interface Return {
  payment_id: string;
  amount_money: Money;
  reason?: string | undefined;
}

const keptOf = ({ shelves }: Inside, payment_id: string) =>
  shelves.refunds.all().filter(({ refund }) => refund.payment_id === payment_id);

/** What of a payment is given back or on its way. */
export function refundedOf(inside: Inside, payment_id: string): number {
  return keptOf(inside, payment_id)
    .filter(({ refund }) => refund.status === 'PENDING' || refund.status === 'COMPLETED')
    .reduce((sum, { refund }) => sum + refund.amount_money.amount, 0);
}

/** Refuses what of a payment cannot be given back. */
function checkRefundable(inside: Inside, payment: Payment, amount: number): void {
  if (payment.status === 'APPROVED') {
    const detail = 'The payment has to be completed before it can be refunded.';
    throw noRefund('REFUND_ERROR_PAYMENT_NEEDS_COMPLETION', detail);
  }
  const refunds = keptOf(inside, payment.id).map(({ refund }) => refund);
  const old = inside.clock.now() - Date.parse(payment.created_at) > YEAR_MS;
  const failed = refunds.some(({ status }) => status === 'FAILED');
  if (payment.status !== 'COMPLETED' || old || failed || refunds.length >= MOST_REFUNDS) {
    throw noRefund('PAYMENT_NOT_REFUNDABLE', 'This payment cannot be refunded.');
  }
  if (payment.card_details?.refund_requires_card_presence) {
    throw noRefund('CARD_PRESENCE_REQUIRED', 'The card has to be there.');
  }
  const pending = refunds.some(({ status }) => status === 'PENDING');
  if (pending && inside.settings.one_pending_refund) {
    throw noRefund('REFUND_ALREADY_PENDING', 'The payment already has a pending refund.');
  }
  if (amount > payment.total_money.amount - refundedOf(inside, payment.id)) {
    const detail = 'The requested refund amount exceeds the amount available to refund.';
    throw noRefund('REFUND_AMOUNT_INVALID', detail, 'amount_money.amount');
  }
}

/** Puts a refund on the shelf, PENDING, and tells the webhook. */
export function makeRefund(inside: Inside, wanted: Return): Refund {
  const { settings, clock, shelves, plans, announce } = inside;
  const { payment_id, amount_money, reason } = wanted;
  const payment = findPayment(inside, payment_id);
  checkRefundable(inside, payment, amount_money.amount);
  const now = clock.iso();
  const refund: Refund = {
    id: `${payment_id}_${newId()}`,
    status: 'PENDING',
    amount_money,
    payment_id,
    location_id: payment.location_id,
    destination_type: payment.source_type,
    ...(reason && { reason }),
    created_at: now,
    updated_at: now,
  };
  const [listed_at, final_at] = [settings.list_lag_ms, settings.refund_ms].map(
    (ms) => clock.now() + ms,
  ) as [number, number];
  const fate = plans.fateOf(payment_id);
  shelves.refunds.put(refund.id, { refund, listed_at, final_at, reads: 0, fate });
  announce('refund.created', refund.id, { refund });
  payment.refund_ids = [...(payment.refund_ids ?? []), refund.id];
  noteRefunded(inside, payment);
  return refund;
}

function noteRefunded(inside: Inside, payment: Payment): void {
  const { currency } = payment.total_money;
  payment.refunded_money = { amount: refundedOf(inside, payment.id), currency };
  change(inside, payment);
}

/** Ends a refund that is still PENDING. */
export function finishRefund(inside: Inside, kept: KeptRefund, status = kept.fate): Refund {
  if (kept.refund.status !== 'PENDING') return kept.refund;
  const refund: Refund = { ...kept.refund, status, updated_at: inside.clock.iso() };
  inside.shelves.refunds.put(refund.id, { ...kept, refund });
  inside.announce('refund.updated', refund.id, { refund });
  if (status !== 'COMPLETED') noteRefunded(inside, findPayment(inside, refund.payment_id));
  return refund;
}

/** Ends what has been PENDING for long enough. */
export function settleRefunds(inside: Inside): void {
  for (const kept of inside.shelves.refunds.all()) {
    if (kept.final_at <= inside.clock.now()) finishRefund(inside, kept);
  }
}

/** A refund on the shelf; throws where there is none. */
export function findRefund({ shelves }: Inside, id: string | undefined): KeptRefund {
  const kept = shelves.refunds.get(id ?? '');
  if (!kept) throw notFound(`Refund ${id}`);
  return kept;
}

/** Looking at it may be what makes it final. */
export function readRefund(inside: Inside, id: string | undefined): Refund {
  const found = findRefund(inside, id);
  const kept = { ...found, reads: found.reads + 1 };
  inside.shelves.refunds.put(kept.refund.id, kept);
  return kept.reads >= inside.settings.refund_reads ? finishRefund(inside, kept) : kept.refund;
}

/** What a request means, or what Square refuses in it. */
export function returnOf(inside: Inside, body: Create): Return {
  if (body.unlinked || !body.payment_id) {
    const detail = 'Only refunds of a payment are possible here.';
    throw invalid('MISSING_REQUIRED_PARAMETER', detail, 'payment_id');
  }
  const { version_token } = findPayment(inside, body.payment_id);
  if (body.payment_version_token && body.payment_version_token !== version_token) {
    throw noRefund('VERSION_MISMATCH', 'The version token does not match.');
  }
  const amount_money = moneyOf(inside, body.amount_money, 'amount_money');
  const reason = body.reason ?? undefined;
  return { payment_id: body.payment_id, amount_money, reason };
}
