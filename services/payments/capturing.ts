import type { Alarms } from '#shared/alarms.ts';
import type { Cents } from '#shared/contracts/money.ts';
import type { payments } from '#shared/contracts/payments.ts';
import type { Actor } from '#shared/contracts/service.ts';
import type { Database } from '#shared/database.ts';
import { PosError } from '#shared/errors.ts';
import type { Journal } from '#shared/journal.ts';
import type { Log } from '#shared/log.ts';
import type { StoredAttempt } from './attempt.ts';
import { SELF } from './attempt-book.ts';
import type { AttemptStore } from './attempt-store.ts';
import { classify, SquareFailure } from './outcome.ts';
import type { RefundStore } from './refund-store.ts';
import type { Square } from './square.ts';
import { moneyOf, type SquarePayment } from './square-payment.ts';

interface Desk {
  database: Database;
  journal: Journal<typeof payments>;
  alarms: Alarms;
  square: Square;
  attempts: AttemptStore;
  refunds: RefundStore;
  log: Log;
}

export type Capturing = ReturnType<typeof openCapturing>;

/** Money that Square holds: its tip until it is taken, and that it is taken in time. */
export function openCapturing(desk: Desk) {
  const { database, journal, alarms, square, attempts, refunds, log } = desk;
  const queues = new Map<string, Promise<unknown>>();

  /** A tip is not changed while the money is being taken, nor twice at once. */
  function inTurn<T>(attempt_id: string, what: () => Promise<T>): Promise<T> {
    const before = queues.get(attempt_id) ?? Promise.resolve();
    const mine = before.then(what, what);
    queues.set(attempt_id, mine);
    const forget = () => queues.get(attempt_id) === mine && queues.delete(attempt_id);
    void mine.then(forget, forget);
    return mine;
  }

  const note = (attempt_id: string, captured: boolean, code: string | null) =>
    database.transact(() => attempts.setCapture(attempt_id, captured, code));

  /** Also what was changed by a request whose answer was lost. */
  async function noteTip(attempt_id: string, tip: Cents, actor: Actor, at: string): Promise<void> {
    const { tender_id, order_id, tip: tip_before } = attempts.find(attempt_id) as StoredAttempt;
    if (tip === tip_before) return;
    await database.transact(() => {
      attempts.setTip(attempt_id, tip);
      const told = { payment_id: tender_id as number, order_id, tip, tip_before };
      journal.announce('card_tip_changed', told, actor, at);
    });
  }

  /** Taken, whoever did it; held still; or gone: then somebody has to know. */
  async function capture({ attempt_id, order_id }: StoredAttempt): Promise<void> {
    const now = attempts.find(attempt_id) as StoredAttempt;
    const { tender_id, square_payment_id, capture_at } = now;
    if (!capture_at) return; // taken, or let go, while it waited for its turn
    const payment = await complete(square_payment_id as string);
    if (payment) await noteTip(attempt_id, payment.tip, SELF, new Date().toISOString());
    if (payment?.status === 'COMPLETED') return note(attempt_id, true, null);
    if (payment?.status === 'APPROVED') return;
    // let go by us: all of it goes back, and the answer to that was lost
    const isGivenBack = payment && refunds.sumOf(tender_id as number) >= payment.total;
    if (payment?.status === 'CANCELED' && isGivenBack) return note(attempt_id, false, 'GIVEN_BACK');
    await note(attempt_id, false, payment?.status ?? 'NOT_FOUND');
    const words = `Square no longer holds the card's money for order ${order_id}; it is lost.`;
    await alarms.raise(`not_captured_${attempt_id}`, words);
  }

  async function complete(payment_id: string): Promise<SquarePayment | undefined> {
    try {
      return await square.capture(payment_id);
    } catch (error) {
      const failure = classify(error);
      if (failure.kind !== 'refused') throw failure;
      return square.find(payment_id); // it may have been taken already, by the request before
    }
  }

  /** Square's payment with its new tip; TIP_LOCKED once it is taken. */
  async function setTip(attempt: StoredAttempt, tip: Cents, key: string): Promise<SquarePayment> {
    const payment = await square.find(attempt.square_payment_id as string);
    if (payment?.status !== 'APPROVED') throw new PosError('TIP_LOCKED');
    if (payment.tip === tip) return payment; // by the request before, whose answer was lost
    const way = tip > payment.tip ? 'EDIT_TIP_AMOUNT_UP' : 'EDIT_TIP_AMOUNT_DOWN';
    if (!payment.capabilities.includes(way)) throw new PosError('TIP_LOCKED');
    return square.setTip(payment, moneyOf(tip, payment.currency), key);
  }

  return {
    /** Takes at once what is held: a part of it is to go back. Throws SquareFailure. */
    captureNow: (attempt: StoredAttempt) => inTurn(attempt.attempt_id, () => capture(attempt)),

    /** All that is held goes back: it is let go, if it was not yet. Throws SquareFailure. */
    letGo: ({ attempt_id }: StoredAttempt, payment: SquarePayment) =>
      inTurn(attempt_id, async () => {
        if (payment.status === 'APPROVED') await square.cancel(payment.id);
        await note(attempt_id, false, 'GIVEN_BACK');
      }),

    /** Takes what is due; what Square does not answer for is tried again in the next round. */
    async captureDue(): Promise<void> {
      for (const attempt of attempts.held(new Date().toISOString())) {
        const { attempt_id } = attempt;
        await inTurn(attempt_id, () => capture(attempt)).catch((error: Error) => {
          if (!(error instanceof SquareFailure)) throw error;
          log.warn({ attempt_id, reason: error.message }, 'held money was not taken yet');
        });
      }
    },

    /** Changes the tip of a card's payment; TIP_LOCKED, SQUARE_REFUSED, SQUARE_UNAVAILABLE. */
    changeTip(
      { attempt_id }: StoredAttempt,
      tip: Cents,
      { key, actor, at }: { key: string; actor: Actor; at: string },
    ): Promise<StoredAttempt> {
      return inTurn(attempt_id, async () => {
        const attempt = attempts.find(attempt_id) as StoredAttempt;
        const info = { payment_id: attempt.tender_id };
        if (!attempt.capture_at) throw new PosError('TIP_LOCKED', info);
        try {
          await setTip(attempt, tip, key);
        } catch (error) {
          if (!(error instanceof SquareFailure)) throw error;
          const isRefusal = error.kind === 'refused' || error.kind === 'declined';
          const code = isRefusal ? 'SQUARE_REFUSED' : 'SQUARE_UNAVAILABLE';
          throw new PosError(code, { ...info, square_code: error.code });
        }
        await noteTip(attempt_id, tip, actor, at);
        return attempts.find(attempt_id) as StoredAttempt;
      });
    },
  };
}
