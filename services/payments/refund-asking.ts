import { createHash } from 'node:crypto';
import type { Payment } from '#shared/contracts/order.ts';
import type { Database } from '#shared/database.ts';
import { PosError } from '#shared/errors.ts';
import type { Log } from '#shared/log.ts';
import type { AttemptStore } from './attempt-store.ts';
import type { Capturing } from './capturing.ts';
import { asSent, isOurs, NOT_HEARD_OF, requestOf, type StoredRefund } from './card-refund.ts';
import { SquareFailure } from './outcome.ts';
import type { RefundStore } from './refund-store.ts';
import { LOOK_MS, MONEY_MS, type Square } from './square.ts';
import type { SquarePayment } from './square-payment.ts';
import { refundOf, type SquareRefund } from './square-refund.ts';
import type { Store } from './store.ts';

interface Desk {
  database: Database;
  square: Square;
  attempts: AttemptStore;
  capturing: Capturing;
  store: Store;
  refunds: RefundStore;
  log: Log;
}

/** Where a look has led: to an end, or to the next look. */
export type Said = Pick<StoredRefund, 'status' | 'code' | 'square_refund_id'>;

/** Square has not refused it for good: it is asked again. */
const ASK_AGAIN = new Set([
  'REFUND_ALREADY_PENDING',
  'REFUND_ERROR_PAYMENT_NEEDS_COMPLETION',
  'NOT_SENT',
]);

const completed = (square_refund_id: string | null = null): Said => {
  return { status: 'completed', code: null, square_refund_id };
};
const failed = (code: string, square_refund_id: string | null = null): Said => {
  return { status: 'failed', code, square_refund_id };
};

/** Asks Square for a refund, or how far it has come; a function that never fails for Square. */
export function openRefundAsking(desk: Desk) {
  const { database, square, attempts, capturing, store, refunds, log } = desk;

  /** The same request under the same key: once, however often it is sent. */
  async function make(request: string): Promise<Said> {
    const sent = asSent(request);
    try {
      const made = square.run(MONEY_MS, (client, o) => client.refunds.refundPayment(sent, o));
      return saidOf(one(await made));
    } catch (error) {
      if (error instanceof SquareFailure && isRefused(error)) return failed(error.code);
      throw error;
    }
  }
  async function find(refundId: string): Promise<SquareRefund> {
    return one(await square.run(LOOK_MS, (client, o) => client.refunds.get({ refundId }, o)));
  }

  /** Sent already, before our file was lost: Square may have forgotten the key by now. */
  async function madeBefore(row: StoredRefund, ids: string[]): Promise<SquareRefund | undefined> {
    for (const id of ids.filter((made) => !refunds.isKnown(made))) {
      const found = await find(id);
      if (isOurs(found, row)) return found;
    }
    return undefined;
  }

  /**
   * What is only held is let go when all of it goes back, else taken; true: it is let go, and the
   * guest is never charged.
   */
  async function release(row: StoredRefund, payment: SquarePayment): Promise<boolean> {
    const { id, total, status } = payment;
    const attempt = attempts.byTender(row.payment_id);
    const ours = attempt?.square_payment_id === id ? attempt : undefined;
    const isAll = row.amount === total;
    if (isAll && ours?.capture_at) await capturing.letGo(ours, payment);
    else if (isAll && status === 'APPROVED') await square.cancel(id);
    if (isAll || status === 'CANCELED') return true;
    await (ours ? capturing.captureNow(ours) : square.capture(id));
    return false;
  }

  /** Taken by an admin's word, and found at Square later: orders does not know of it. */
  function adopted({ id, attempt_id }: Payment): string | null {
    const attempt = attempts.byTender(id);
    return attempt && attempt.attempt_id === attempt_id ? attempt.square_payment_id : null;
  }

  async function send(row: StoredRefund): Promise<Said> {
    const paid = store.find(row.payment_id);
    if (!paid) return { ...row, code: NOT_HEARD_OF }; // the other follower is behind
    const square_payment_id = paid.square_payment_id ?? adopted(paid);
    if (!square_payment_id) return failed('NO_SQUARE_PAYMENT');
    const payment = await square.find(square_payment_id);
    if (!payment) return failed('NOT_FOUND');
    const isHeld = payment.status === 'APPROVED' || payment.status === 'CANCELED';
    if (isHeld && (await release(row, payment))) return completed();
    const before = await madeBefore(row, payment.refund_ids);
    if (before) return saidOf(before);
    const request = row.request ?? requestOf(row, payment, keyOf(payment.id, row.refund_id));
    if (!row.request) await database.transact(() => refunds.setRequest(row.id, request));
    return make(request);
  }

  /** What Square says now; where it says nothing, why it is asked again. */
  return async function ask(row: StoredRefund): Promise<Said> {
    const { square_refund_id } = row;
    try {
      if (square_refund_id) return saidOf(await find(square_refund_id));
      return await send(row);
    } catch (error) {
      if (error instanceof PosError) return { ...row, code: error.code };
      if (!(error instanceof SquareFailure)) throw error;
      const { kind, code } = error;
      log.warn({ refund: row.id, kind, code }, 'Square did not say what became of a refund');
      return { ...row, code };
    }
  };
}

/** One refund, or it is not known what was answered. */
function one(answer: { refund?: Parameters<typeof refundOf>[0] }): SquareRefund {
  const refund = refundOf(answer.refund);
  if (!refund) throw new SquareFailure('unknown', 'UNREADABLE', 200);
  return refund;
}

/** Square will not do it; a key of another refund's is as good as a no. */
function isRefused({ kind, code }: SquareFailure): boolean {
  if (code === 'IDEMPOTENCY_KEY_REUSED') return true;
  return (kind === 'refused' || kind === 'declined') && !ASK_AGAIN.has(code);
}

function saidOf({ id, status }: SquareRefund): Said {
  if (status === 'COMPLETED') return completed(id);
  if (status === 'REJECTED' || status === 'FAILED') return failed(status, id);
  return { status: 'pending', code: null, square_refund_id: id };
}

/** Of the refund alone: who has lost everything asks for it under the same key. */
function keyOf(square_payment_id: string, refund_id: number | null): string {
  const digest = createHash('sha256').update(`${square_payment_id}:${refund_id ?? 'given_back'}`);
  const hex = digest.digest('hex').slice(0, 32);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
