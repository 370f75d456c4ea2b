import { createHash } from 'node:crypto';
import type { Payment } from '#shared/contracts/order.ts';
import type { Database } from '#shared/database.ts';
import { PosError } from '#shared/errors.ts';
import type { Log } from '#shared/log.ts';
import type { AttemptStore } from './attempt-store.ts';
import type { Capturing } from './capturing.ts';
import {
  askedAs,
  asSent,
  isOurs,
  NOT_HEARD_OF,
  requestOf,
  stillOwed,
  type StoredRefund,
} from './card-refund.ts';
import { readable, SquareFailure } from './outcome.ts';
import type { RefundStore } from './refund-store.ts';
import { LOOK_MS, MONEY_MS, type Square } from './square.ts';
import type { SquarePayment } from './square-payment.ts';
import {
  completed,
  failed,
  isRefused,
  refundOf,
  type Said,
  saidOf,
  type SquareRefund,
} from './square-refund.ts';
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
    const attempt = row.payment_id === null ? undefined : attempts.byTender(row.payment_id);
    const ours = attempt?.square_payment_id === id ? attempt : undefined;
    const isAll = row.payment_id === null || row.amount === total;
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

  /** What Square gives back of; undefined: nobody has heard of the payment yet. */
  function paymentOf({ payment_id, square_payment_id }: StoredRefund): string | null | undefined {
    if (payment_id === null) return square_payment_id;
    const paid = store.find(payment_id);
    return paid && (paid.square_payment_id ?? adopted(paid));
  }

  async function send(row: StoredRefund): Promise<Said> {
    const square_payment_id = paymentOf(row);
    // the other follower is behind
    if (square_payment_id === undefined) return { ...row, code: NOT_HEARD_OF };
    if (square_payment_id === null) return failed('NO_SQUARE_PAYMENT');
    const payment = await square.find(square_payment_id);
    if (!payment) return failed('NOT_FOUND');
    const isHeld = payment.status === 'APPROVED' || payment.status === 'CANCELED';
    if (isHeld && (await release(row, payment))) return completed();
    const before = await madeBefore(row, payment.refund_ids);
    if (before) return saidOf(before);
    if (!row.request && stillOwed(row, payment) <= 0) return completed(); // somebody was first
    return make(row.request ?? (await keep(row, payment)));
  }

  /** The request is in the file before it is sent. */
  async function keep(row: StoredRefund, payment: SquarePayment): Promise<string> {
    const key = keyOf(askedAs(row, payment.id, refunds.refusedBefore(row)));
    const request = requestOf(row, payment, key);
    await database.transact(() => refunds.setRequest(row.id, request));
    return request;
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
  return readable(() => refundOf(answer.refund));
}

/** Square's keys are short, and look like this. */
function keyOf(what: string): string {
  const hex = createHash('sha256').update(what).digest('hex').slice(0, 32);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
