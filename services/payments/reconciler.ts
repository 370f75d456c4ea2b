import type { Alarms } from '#shared/alarms.ts';
import type { Database } from '#shared/database.ts';
import type { Log } from '#shared/log.ts';
import { earliest, isOpen, type StoredAttempt } from './attempt.ts';
import { type AttemptBook, SELF } from './attempt-book.ts';
import type { AttemptStore } from './attempt-store.ts';
import type { Capturing } from './capturing.ts';
import type { Charging } from './charging.ts';
import { SquareFailure } from './outcome.ts';
import type { Square } from './square.ts';

/** A guest whose card nobody knows about waits for this; Square is asked once for all of them. */
const ROUND_EVERY_MS = 30_000;
/** A reader that has not paid by then will not: guests do not hold a card for so long. */
const READER_GIVES_UP_MS = 10 * 60_000;
/** A payment may turn up so long after its attempt was given up. */
const WATCH_MS = 24 * 3600_000;
/** Square's lists lag by some seconds; what a round may have missed, later rounds see. */
const LIST_LAGS_MS = 10 * 60_000;

interface Desk {
  database: Database;
  alarms: Alarms;
  square: Square;
  attempts: AttemptStore;
  book: AttemptBook;
  charging: Charging;
  capturing: Capturing;
  log: Log;
}

/** Finds out what became of cards of which nobody knows: at the start, and every 30 s. */
export function openReconciler(desk: Desk): { stop(): void } {
  const { database, alarms, square, attempts, book, charging, capturing, log } = desk;
  let sweptUntil_ms = 0;
  let running = false;
  let stopped = false;

  const endedLately = () => attempts.endedSince(new Date(Date.now() - WATCH_MS).toISOString());

  /** Nothing is asked while nothing is open, or may still turn up. */
  function begin(open: StoredAttempt[]): string | undefined {
    const ended = endedLately().filter(({ square_payment_id }) => square_payment_id === null);
    const since = open.map((attempt) => earliest(attempt));
    for (const attempt of ended) {
      const unseen_ms = Math.max(Date.parse(earliest(attempt)), sweptUntil_ms - LIST_LAGS_MS);
      since.push(new Date(unseen_ms).toISOString());
    }
    return since.toSorted()[0];
  }

  /** Whatever Square has that names one of our attempts. */
  async function sweep(since: string): Promise<void> {
    for (const payment of await square.since(since)) {
      const { id, reference_id } = payment;
      if (!reference_id || attempts.ownerOf(id) || !attempts.find(reference_id)) continue;
      await charging.take(reference_id, payment);
    }
  }

  /** Square knows of no payment for it, and was asked after the reader had had its time. */
  async function giveUp({ attempt_id }: StoredAttempt): Promise<void> {
    await database.transact(() => {
      const attempt = attempts.find(attempt_id);
      if (!attempt || !isOpen(attempt)) return;
      const at = new Date().toISOString();
      book.end(attempt, 'timed_out', 'TIMED_OUT', { actor: SELF, at });
    });
  }

  async function reconcile(): Promise<void> {
    const now_ms = Date.now();
    if (now_ms < sweptUntil_ms) sweptUntil_ms = 0; // by a clock that was ahead: nothing was seen
    const open = attempts.open().filter(({ attempt_id }) => !charging.isBusy(attempt_id));
    const since = begin(open);
    if (!since) return;
    await sweep(since);
    sweptUntil_ms = now_ms;
    for (const { attempt_id } of open) {
      const attempt = attempts.find(attempt_id);
      if (!attempt || !isOpen(attempt)) continue;
      const age_ms = now_ms - Date.parse(attempt.created_at);
      if (attempt.kind === 'reader' && age_ms > READER_GIVES_UP_MS) await giveUp(attempt);
      else if (attempt.status === 'unknown' && attempt.request) await charging.settle(attempt_id);
    }
  }

  /** Whoever is at the till was told; this is for who was not there. */
  async function alarmAll(): Promise<void> {
    for (const { attempt_id } of endedLately()) await alarms.clear(`unknown_${attempt_id}`);
    for (const { attempt_id, order_id, status } of attempts.open()) {
      if (status !== 'unknown') continue;
      const words =
        `Nobody knows yet whether the card for order ${order_id} was charged. Square is asked ` +
        'again and again; until it answers the order takes no other payment.';
      await alarms.raise(`unknown_${attempt_id}`, words);
    }
  }

  /** Where Square does not answer one question, the others are asked all the same. */
  async function whileItAnswers(what: () => Promise<void>): Promise<void> {
    try {
      await what();
    } catch (error) {
      if (!(error instanceof SquareFailure)) throw error;
      log.warn({ reason: error.message }, 'Square could not be asked about cards');
    }
  }

  async function round(): Promise<void> {
    if (running) return;
    running = true;
    try {
      if (square.isConfigured()) {
        await whileItAnswers(reconcile);
        await whileItAnswers(capturing.captureDue);
      }
      if (!stopped) await alarmAll();
    } finally {
      running = false;
    }
  }

  /** What a stop cuts off is found out at the next start. */
  const go = () =>
    void round().catch((error) => {
      if (!stopped) log.error({ err: error }, 'cards could not be reconciled');
    });
  const timer = setInterval(go, ROUND_EVERY_MS);
  timer.unref();
  go();
  return {
    stop() {
      stopped = true;
      clearInterval(timer);
    },
  };
}
