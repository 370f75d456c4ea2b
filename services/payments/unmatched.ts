import { z } from 'zod';
import type { Alarms } from '#shared/alarms.ts';
import { type Cents, cents, money } from '#shared/contracts/money.ts';
import type { payments } from '#shared/contracts/payments.ts';
import type { Actor } from '#shared/contracts/service.ts';
import type { Database } from '#shared/database.ts';
import type { Journal } from '#shared/journal.ts';
import type { StoredAttempt } from './attempt.ts';
import type { AttemptStore } from './attempt-store.ts';
import { unmatchedBack } from './card-refund.ts';
import type { RefundStore } from './refund-store.ts';
import type { SquarePayment } from './square-payment.ts';

/** Who did something, and when. */
export interface By {
  actor: Actor;
  at: string;
}
export type Unmatched = ReturnType<typeof openUnmatched>;

/** Money that Square took and no order accounts for: kept, announced, and alarmed until settled. */
export function openUnmatched(desk: {
  database: Database;
  journal: Journal<typeof payments>;
  alarms: Alarms;
  attempts: AttemptStore;
  refunds: RefundStore;
}) {
  const { database, journal, alarms, attempts, refunds } = desk;

  /** One alarm for an attempt, as long as there is any. */
  function alarm(attempt_id: string): Promise<void> {
    const { order_id, unmatched, currency } = attempts.find(attempt_id) as StoredAttempt;
    const name = `unmatched_${attempt_id}`;
    if (unmatched === 0) return alarms.clear(name);
    const refusal = refunds.refusalOf(attempt_id);
    const words =
      `Square took ${inWords(unmatched)} ${currency} for order ${order_id} that it does not ` +
      `account for${refusal ? ` and will not give it back (${refusal})` : ''}: ` +
      'an admin has to keep it or give it back.';
    return alarms.raise(name, words);
  }
  const alarmSoon = (attempt_id: string) =>
    database.afterCommit(() => void alarm(attempt_id).catch(() => undefined));

  return {
    /** In a transaction. */
    keep(
      { attempt_id, order_id }: StoredAttempt,
      { id: square_payment_id, amount, tip }: SquarePayment,
      code: string,
      { actor, at }: By,
    ): void {
      const found = { square_payment_id, attempt_id, amount, tip, code };
      attempts.addUnmatched({ ...found, state: 'open', created_at: at });
      journal.announce('payment_unmatched', { ...found, order_id }, actor, at);
      alarmSoon(attempt_id);
    },

    /** In a transaction, an admin has looked at it; what goes back has its refund. */
    settle(
      { attempt_id, order_id }: StoredAttempt,
      outcome: 'kept' | 'given_back',
      reason: string,
      { actor, at }: By,
    ): void {
      const found = attempts.unmatchedOf(attempt_id);
      const amount = cents(found.reduce((sum, one) => sum + one.amount + one.tip, 0));
      for (const one of found) {
        attempts.setUnmatched(one.square_payment_id, outcome);
        if (outcome === 'given_back') refunds.add(unmatchedBack(one, order_id, at));
      }
      attempts.resolve(attempt_id, `${outcome}: ${reason}`);
      const told = { attempt_id, order_id, amount, outcome, reason };
      journal.announce('unmatched_settled', told, actor, at);
      alarmSoon(attempt_id);
    },

    /** In a transaction: Square will not give it back, so somebody has to look at it again. */
    reopen(square_payment_id: string, { actor, at }: By): void {
      attempts.setUnmatched(square_payment_id, 'open');
      const { state: _, created_at: __, ...found } = attempts.unmatched(square_payment_id);
      const { order_id } = attempts.find(found.attempt_id) as StoredAttempt;
      journal.announce('payment_unmatched', { ...found, order_id }, actor, at);
      alarmSoon(found.attempt_id);
    },

    /** Once at a start: an alarm may have been lost with the process. */
    async alarmAll(): Promise<void> {
      const all = attempts.openUnmatched().map(({ attempt_id }) => attempt_id);
      for (const attempt_id of new Set(all)) await alarm(attempt_id);
    },
  };
}

/** As a person writes it: `12.50`. */
function inWords(sum: Cents): string {
  return z.encode(money, sum).toFixed(2);
}
