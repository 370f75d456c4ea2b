import type { Database } from '#shared/database.ts';
import type { Log } from '#shared/log.ts';
import { asSent, earliest, isOpen, type StoredAttempt } from './attempt.ts';
import { type AttemptBook, SELF, type Taken } from './attempt-book.ts';
import type { AttemptStore } from './attempt-store.ts';
import { isEnd, SquareFailure } from './outcome.ts';
import { MONEY_MS, type Square } from './square.ts';
import type { SquarePayment } from './square-payment.ts';

/** After a request of which nobody knows what became, the same one again. */
const AGAIN_AFTER_MS = [1_000, 3_000, 9_000];
/** In all: the till waits for 40 s, and orders' question with it. */
const TOTAL_MS = 30_000;
/** A payment may be a moment in coming: it is looked for this often. */
const LOOK_AGAIN_AFTER_MS = [1_000, 1_500, 2_500];

interface Counter {
  database: Database;
  square: Square;
  attempts: AttemptStore;
  book: AttemptBook;
  log: Log;
}

export type Charging = ReturnType<typeof openCharging>;

/** Cards as they are charged: what is sent to Square, when again, and what its answer means. */
export function openCharging({ database, square, attempts, book, log }: Counter) {
  const busy = new Map<string, Promise<StoredAttempt>>();
  const by = () => ({ actor: SELF, at: new Date().toISOString() });
  const read = (attempt_id: string) => attempts.find(attempt_id) as StoredAttempt;

  /** One at a time for each attempt; who comes meanwhile waits for the same. */
  function alone(attempt_id: string, what: () => Promise<StoredAttempt>): Promise<StoredAttempt> {
    const running = busy.get(attempt_id);
    if (running) return running;
    const begun = what().finally(() => busy.delete(attempt_id));
    busy.set(attempt_id, begun);
    return begun;
  }

  function take(attempt_id: string, payment: SquarePayment): Promise<Taken> {
    return database.transact(() => book.take(attempt_id, payment, by()));
  }

  function decline(attempt_id: string, code: string): void {
    const attempt = read(attempt_id);
    if (isOpen(attempt)) book.end(attempt, 'declined', code, by());
  }

  /** Sends what is kept, once; whether it is known now what became of it. */
  async function sendOnce(
    attempt: StoredAttempt,
    deadline_ms: number,
    mayHaveBeenSent: boolean,
  ): Promise<'known' | 'unknown' | 'useless'> {
    const { attempt_id, request } = attempt;
    try {
      const payment = await square.pay(asSent(request as string), deadline_ms);
      const taken = await take(attempt_id, payment);
      if (taken === 'other' || taken === 'used')
        log.error({ attempt_id, taken }, 'not our payment');
      return isOpen(read(attempt_id)) ? 'unknown' : 'known';
    } catch (error) {
      if (!(error instanceof SquareFailure)) throw error;
      const { kind, code, status } = error;
      if (isEnd(error, mayHaveBeenSent)) {
        await database.transact(() => decline(attempt_id, code));
        return 'known';
      }
      log.warn({ attempt_id, kind, code, status }, 'nobody knows whether a card was charged');
      return code === 'IDEMPOTENCY_KEY_REUSED' ? 'useless' : 'unknown';
    }
  }

  async function sendUntilKnown(
    attempt: StoredAttempt,
    mayHaveBeenSent: boolean,
  ): Promise<StoredAttempt> {
    const { attempt_id } = attempt;
    const until = performance.now() + TOTAL_MS;
    for (let tries = 0; ; tries++) {
      const deadline_ms = Math.ceil(Math.min(MONEY_MS, until - performance.now()));
      const said = await sendOnce(attempt, deadline_ms, mayHaveBeenSent || tries > 0);
      if (said === 'known') return read(attempt_id);
      const wait_ms = AGAIN_AFTER_MS[tries];
      const isLast = wait_ms === undefined || performance.now() + wait_ms >= until;
      if (said === 'useless' || isLast) break;
      await pause(wait_ms);
    }
    await database.transact(() => leaveUnknown(attempt_id));
    return read(attempt_id);
  }

  function leaveUnknown(attempt_id: string): void {
    if (isOpen(read(attempt_id))) attempts.setStatus(attempt_id, 'unknown');
  }

  /** All that Square has for an attempt is applied; throws where it cannot be asked. */
  async function ask(attempt_id: string): Promise<StoredAttempt> {
    for (const payment of await square.since(earliest(read(attempt_id)))) {
      if (payment.reference_id === attempt_id) await take(attempt_id, payment);
    }
    return read(attempt_id);
  }

  return {
    take,
    isBusy: (attempt_id: string) => busy.has(attempt_id),

    /**
     * Charges a token whose attempt is in the file; resolves when it is known, or given up. One
     * that may have been sent before is looked for first: Square may have forgotten its key.
     */
    send: (attempt_id: string) =>
      alone(attempt_id, async () => {
        const isFirst = read(attempt_id).status === 'sending';
        const attempt = isFirst ? read(attempt_id) : await ask(attempt_id);
        return isOpen(attempt) ? sendUntilKnown(attempt, !isFirst) : attempt;
      }),

    /** What Square knows of an attempt is applied. Throws SquareFailure: it cannot be asked. */
    findOut: (attempt_id: string) => alone(attempt_id, () => ask(attempt_id)),

    /** The same, and where Square knows of nothing a token is sent again, but once. */
    settle: (attempt_id: string) =>
      alone(attempt_id, async () => {
        const attempt = await ask(attempt_id);
        if (!isOpen(attempt) || !attempt.request) return attempt;
        await sendOnce(attempt, MONEY_MS, true);
        return read(attempt_id);
      }),

    /** A payment by its id, which may be a moment in coming; undefined: Square has none. */
    async fetch(payment_id: string): Promise<SquarePayment | undefined> {
      for (const wait_ms of LOOK_AGAIN_AFTER_MS) {
        const payment = await square.find(payment_id);
        if (payment) return payment;
        await pause(wait_ms);
      }
      return square.find(payment_id);
    },

    leaveUnknown: (attempt_id: string) => database.transact(() => leaveUnknown(attempt_id)),
  };
}

function pause(wait_ms: number): Promise<void> {
  return new Promise((go) => setTimeout(go, wait_ms));
}
