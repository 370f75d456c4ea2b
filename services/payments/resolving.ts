import type { Call } from '#shared/answer.ts';
import type { Database } from '#shared/database.ts';
import { PosError } from '#shared/errors.ts';
import { isOpen, type StoredAttempt } from './attempt.ts';
import type { AttemptBook, Taken } from './attempt-book.ts';
import type { AttemptStore } from './attempt-store.ts';
import type { Charging } from './charging.ts';
import { SquareFailure } from './outcome.ts';
import type { Refunding } from './refunding.ts';
import type { Square } from './square.ts';
import type { Unmatched } from './unmatched.ts';

interface Desk {
  database: Database;
  square: Square;
  attempts: AttemptStore;
  book: AttemptBook;
  unmatched: Unmatched;
  charging: Charging;
  refunding: Refunding;
}
/** What an admin says of a card. */
interface Said {
  outcome: 'taken' | 'not_taken';
  square_payment_id?: string;
  reason: string;
}

const REFUSALS: Partial<Record<Taken, 'PAYMENT_USED' | 'PAYMENT_MISMATCH' | 'AMOUNT_MISMATCH'>> = {
  used: 'PAYMENT_USED',
  other: 'PAYMENT_MISMATCH',
  amount: 'AMOUNT_MISMATCH',
};

/** Why a payment that was named does not pay an attempt. */
export const refusalOf = (taken: Exclude<Taken, 'paid'>) => REFUSALS[taken] ?? 'PAYMENT_NOT_MADE';

export type Resolving = ReturnType<typeof openResolving>;

/** An admin's word on a card of which nobody knows, and on money that matched nothing. */
export function openResolving(desk: Desk) {
  const { database, square, attempts, book, unmatched, charging, refunding } = desk;

  /** Applies what Square knows; false: it could not be asked. */
  async function ask({ attempt_id }: StoredAttempt, payment_id?: string): Promise<boolean> {
    try {
      if (!payment_id) {
        await charging.findOut(attempt_id);
        return true;
      }
      const payment = await charging.fetch(payment_id);
      if (!payment) throw new PosError('PAYMENT_NOT_MADE', { attempt_id });
      const taken = await charging.take(attempt_id, payment);
      if (taken !== 'paid') throw new PosError(refusalOf(taken), { attempt_id });
      return true;
    } catch (error) {
      const isAway = error instanceof PosError && error.code === 'CARD_NOT_CONFIGURED';
      if (error instanceof SquareFailure || isAway) return false;
      throw error;
    }
  }

  /** What a token's request may hold unseen is let go, and Square is looked at once more. */
  async function letGo(attempt: StoredAttempt): Promise<boolean> {
    if (!attempt.request) return true;
    try {
      await square.cancelByKey(attempt.attempt_id);
    } catch (error) {
      if (!(error instanceof SquareFailure)) throw error;
    }
    return ask(attempt);
  }

  /** What Square only holds is taken, or it would let go of it. */
  async function take(payment_id: string): Promise<void> {
    const payment = await square.find(payment_id);
    const now = payment?.status === 'APPROVED' ? await square.capture(payment_id) : payment;
    if (now?.status !== 'COMPLETED') throw new PosError('PAYMENT_NOT_MADE');
  }

  async function keepHeld({ attempt_id, autocomplete }: StoredAttempt): Promise<void> {
    if (autocomplete) return;
    try {
      for (const one of attempts.unmatchedOf(attempt_id)) await take(one.square_payment_id);
    } catch (error) {
      if (!(error instanceof SquareFailure)) throw error;
      throw new PosError('SQUARE_UNAVAILABLE', { attempt_id, square_code: error.code });
    }
  }

  /** What is given back goes the way of every refund, whether Square answers now or not. */
  async function settleUnmatched(
    attempt: StoredAttempt,
    { outcome, reason }: Said,
    { actor, at }: Call,
  ): Promise<void> {
    const { attempt_id } = attempt;
    if (outcome === 'taken') await keepHeld(attempt);
    const end = outcome === 'taken' ? 'kept' : 'given_back';
    await database.transact(() => {
      const now = attempts.find(attempt_id) as StoredAttempt;
      const { status } = now;
      // somebody else was a moment earlier
      if (now.unmatched === 0) throw new PosError('ATTEMPT_SETTLED', { attempt_id, status });
      unmatched.settle(now, end, reason, { actor, at });
      if (end === 'given_back') refunding.begin();
    });
  }

  return {
    async resolve(attempt: StoredAttempt, said: Said, call: Call): Promise<void> {
      const { attempt_id, status } = attempt;
      if (attempt.unmatched > 0) return settleUnmatched(attempt, said, call);
      if (!isOpen(attempt)) throw new PosError('ATTEMPT_SETTLED', { attempt_id, status });
      if (charging.isBusy(attempt_id)) throw new PosError('PAYMENT_PENDING', { attempt_id });
      let isAsked = await ask(attempt, said.square_payment_id);
      if (isAsked && said.outcome === 'not_taken') isAsked = await letGo(attempt);
      const { outcome, reason } = said;
      const resolution = `${outcome}: ${reason}`;
      const how = { actor: call.actor, at: call.at, resolution };
      await database.transact(() => {
        const now = attempts.find(attempt_id) as StoredAttempt;
        if (!isOpen(now)) return attempts.resolve(attempt_id, resolution); // Square knew
        if (outcome === 'not_taken') return book.end(now, 'declined', 'NOT_TAKEN', how);
        if (isAsked) throw new PosError('PAYMENT_NOT_MADE', { attempt_id });
        return book.approve(now, undefined, how);
      });
    },
  };
}
