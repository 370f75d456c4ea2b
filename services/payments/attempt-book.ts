import type { payments } from '#shared/contracts/payments.ts';
import type { Actor } from '#shared/contracts/service.ts';
import type { Journal } from '#shared/journal.ts';
import { type Fit, fit, isOpen, outcomeOf, type StoredAttempt } from './attempt.ts';
import type { AttemptStore } from './attempt-store.ts';
import { captureAt } from './capture.ts';
import type { SquarePayment } from './square-payment.ts';
import type { Terms } from './terms-store.ts';
import type { By, Unmatched } from './unmatched.ts';

/** Who settles what nobody asked for: the service itself. */
export const SELF: Actor = { service: 'payments' };

/** What became of a payment that was held against an attempt; `used`: it belongs to another one. */
export type Taken = Fit | 'used';

interface Desk {
  journal: Journal<typeof payments>;
  attempts: AttemptStore;
  unmatched: Unmatched;
  terms: () => Terms | undefined;
  application_id: () => string | null;
}
type Settling = By & { resolution?: string };

export type AttemptBook = ReturnType<typeof openAttemptBook>;

/** How attempts end: the row and what is announced, in one transaction. */
export function openAttemptBook(desk: Desk) {
  const { journal, attempts, unmatched } = desk;

  function tell(attempt_id: string, { actor, at }: By): void {
    const attempt = attempts.find(attempt_id) as StoredAttempt;
    if (attempt.tender_id === null) return; // orders has never heard of it
    journal.announce('tender_settled', outcomeOf(attempt), actor, at);
  }

  /** Without a payment: by somebody's word. */
  function record(
    { attempt_id, tip }: StoredAttempt,
    payment: SquarePayment | undefined,
    by: Settling,
  ): void {
    const terms = desk.terms();
    const isHeld = payment?.status === 'APPROVED';
    const heldUntil = () =>
      terms ? captureAt(by.at, terms, payment?.delayed_until ?? null) : by.at;
    attempts.end({
      attempt_id,
      status: 'approved',
      tip: payment?.tip ?? tip,
      code: null,
      square_payment_id: payment?.id ?? null,
      card_brand: payment?.card_brand ?? null,
      last4: payment?.last4 ?? null,
      captured: !isHeld,
      capture_at: isHeld ? heldUntil() : null,
      settled_at: by.at,
      resolution: by.resolution ?? null,
    });
  }

  function approve(attempt: StoredAttempt, payment: SquarePayment | undefined, by: Settling): void {
    record(attempt, payment, by);
    tell(attempt.attempt_id, by);
  }

  /** What was taken by somebody's word has its payment after all; only its tip may be news. */
  function adopt(attempt: StoredAttempt, payment: SquarePayment, by: By): void {
    const { resolution, order_id, tip: tip_before } = attempt;
    record(attempt, payment, { ...by, ...(resolution && { resolution }) });
    if (payment.tip === tip_before) return;
    const told = { payment_id: attempt.tender_id as number, order_id, tip: payment.tip };
    journal.announce('card_tip_changed', { ...told, tip_before }, by.actor, by.at);
  }

  /** The card did not pay, as far as anybody knows. */
  function end(
    { attempt_id, tip }: StoredAttempt,
    status: 'declined' | 'canceled' | 'timed_out',
    code: string,
    by: Settling,
  ): void {
    attempts.end({
      attempt_id,
      status,
      tip,
      code,
      square_payment_id: null,
      card_brand: null,
      last4: null,
      captured: false,
      capture_at: null,
      settled_at: by.at,
      resolution: by.resolution ?? null,
    });
    tell(attempt_id, by);
  }

  return {
    approve,
    end,

    /**
     * In a transaction: a payment that Square has, held against an attempt. The one way in: for the
     * answer, the reconciler, terminals and webhooks; each payment counts once, whoever brings it.
     */
    take(attempt_id: string, payment: SquarePayment, by: By): Taken {
      const attempt = attempts.find(attempt_id) as StoredAttempt;
      const owner = attempts.ownerOf(payment.id);
      if (owner !== undefined && owner !== attempt_id) return 'used';
      const found = fit(attempt, payment, desk.application_id());
      if (owner !== undefined) return found;
      if (found === 'amount') {
        unmatched.keep(attempt, payment, 'AMOUNT_MISMATCH', by);
        if (isOpen(attempt)) end(attempt, 'declined', 'AMOUNT_MISMATCH', by);
      } else if (found === 'paid') {
        const isByWord = attempt.status === 'approved' && attempt.square_payment_id === null;
        if (isOpen(attempt)) approve(attempt, payment, by);
        else if (isByWord) adopt(attempt, payment, by);
        else unmatched.keep(attempt, payment, 'ATTEMPT_ENDED', by);
      } else if (found === 'failed' && attempt.kind === 'token' && isOpen(attempt)) {
        end(attempt, 'declined', payment.status, by);
      }
      return found;
    },
  };
}
