import type { Call } from '#shared/answer.ts';
import type { Asker } from '#shared/ask.ts';
import type { Attempt } from '#shared/contracts/attempt.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import type { payments } from '#shared/contracts/payments.ts';
import type { Database } from '#shared/database.ts';
import { PosError } from '#shared/errors.ts';
import { isOpen, type StoredAttempt } from './attempt.ts';
import type { AttemptBook } from './attempt-book.ts';
import type { AttemptStore } from './attempt-store.ts';
import { beginAttempt } from './beginning.ts';
import type { Capturing } from './capturing.ts';
import type { Charging } from './charging.ts';
import { SquareFailure } from './outcome.ts';
import type { Resolving } from './resolving.ts';
import type { Square } from './square.ts';
import type { Terms } from './terms-store.ts';

/** All that a card needs on its way. */
export interface CardDesk {
  asker: Asker;
  database: Database;
  square: Square;
  attempts: AttemptStore;
  book: AttemptBook;
  charging: Charging;
  capturing: Capturing;
  resolving: Resolving;
  terms: () => Terms | undefined;
}
type AttemptOperation =
  | 'begin_attempt'
  | 'list_attempts'
  | 'get_attempt'
  | 'cancel_attempt'
  | 'resolve_attempt';

/** A card from the first word to the last. */
export function attemptHandlers(
  desk: CardDesk,
): Pick<Handlers<typeof payments, Call>, AttemptOperation> {
  const { database, attempts, book, charging, resolving } = desk;

  function known(attempt_id: string): StoredAttempt {
    const attempt = attempts.find(attempt_id);
    if (!attempt || attempt.tender_id === null) {
      throw new PosError('ATTEMPT_NOT_FOUND', { attempt_id });
    }
    return attempt;
  }
  const told = (attempt_id: string) => known(attempt_id) as Attempt;

  return {
    async begin_attempt(wanted, call) {
      const { attempt_id } = await beginAttempt(desk, 'reader', wanted, call);
      return told(attempt_id);
    },

    list_attempts({ limit, ...wanted }) {
      const found = attempts.list({ ...wanted, limit: limit + 1 }) as Attempt[];
      const page = found.slice(0, limit);
      return { attempts: page, next_cursor: found[limit] && page.at(-1)?.attempt_id };
    },

    get_attempt: ({ attempt_id }) => told(attempt_id),

    async cancel_attempt({ attempt_id, reason }, { actor, at }) {
      const { status, kind } = known(attempt_id);
      if (status === reason) return told(attempt_id); // perhaps by this question, before a stop
      if (!isOpen(known(attempt_id))) throw new PosError('ATTEMPT_SETTLED', { attempt_id, status });
      // a terminal goes on asking for the card: it is called off by its checkout
      if (kind === 'terminal') throw new PosError('PAYMENT_PENDING', { attempt_id });
      const now = await charging.findOut(attempt_id).catch((error) => {
        const isSilent = error instanceof SquareFailure;
        throw isSilent ? new PosError('PAYMENT_UNKNOWN', { attempt_id }) : error;
      });
      // a token may be charged by what was sent last, also when Square does not show it yet
      if (isOpen(now) && now.request) throw new PosError('PAYMENT_UNKNOWN', { attempt_id });
      await database.transact(() => {
        const attempt = known(attempt_id);
        if (isOpen(attempt)) book.end(attempt, reason, reason.toUpperCase(), { actor, at });
      });
      return told(attempt_id);
    },

    async resolve_attempt({ attempt_id, ...said }, call) {
      await resolving.resolve(known(attempt_id), said, call);
      return told(attempt_id);
    },
  };
}
