import type { Database } from '#shared/database.ts';
import type { Log } from '#shared/log.ts';
import { isOpen, type StoredAttempt } from './attempt.ts';
import { type AttemptBook, SELF } from './attempt-book.ts';
import type { AttemptStore } from './attempt-store.ts';
import type { Charging } from './charging.ts';
import { isEnd, SquareFailure } from './outcome.ts';
import type { Square } from './square.ts';
import { lookAgainAfter, type StoredCheckout, type ToldCheckout } from './terminal.ts';
import { openTerminals } from './terminal-square.ts';
import type { TerminalStore } from './terminal-store.ts';

interface Desk {
  database: Database;
  square: Square;
  attempts: AttemptStore;
  book: AttemptBook;
  charging: Charging;
  terminals: TerminalStore;
  log: Log;
}

/** Follows what was sent to a terminal until it is known what became of it. */
export function openCheckoutWatch(desk: Desk) {
  const { database, square, attempts, book, charging, terminals: store, log } = desk;
  const terminals = openTerminals(square);
  const looking = new Map<string, Promise<void>>();
  const timers = new Map<string, NodeJS.Timeout>();
  let stopped = false;

  const read = (id: string) => store.checkout(id) as StoredCheckout;
  const attemptOf = (id: string) => attempts.find(id) as StoredAttempt;

  /** What Square said; the end is written down only once the attempt has one. */
  function note(id: string, told: ToldCheckout): Promise<void> {
    const { id: square_checkout_id, status, cancel_reason } = told;
    const row = { attempt_id: id, square_checkout_id, status, cancel_reason };
    return database.transact(() => {
      const settled_at = isOpen(attemptOf(id)) ? null : new Date().toISOString();
      store.setProgress({ ...row, settled_at });
    });
  }

  function end(id: string, status: 'declined' | 'canceled' | 'timed_out', code: string) {
    const at = new Date().toISOString();
    return database.transact(() => {
      const attempt = attemptOf(id);
      if (isOpen(attempt)) book.end(attempt, status, code, { actor: SELF, at });
    });
  }

  async function send(id: string, again: boolean): Promise<ToldCheckout | undefined> {
    const { request, ...row } = read(id);
    try {
      return await terminals.send(request);
    } catch (error) {
      if (!(error instanceof SquareFailure) || !isEnd(error, again)) throw error;
      await end(id, 'declined', error.code);
      const settled_at = new Date().toISOString();
      await database.transact(() => store.setProgress({ ...row, status: 'refused', settled_at }));
      return undefined;
    }
  }

  /** Every payment of it counts, or does not, by itself: a card may have failed before another. */
  async function takePayments(id: string, payment_ids: string[]): Promise<void> {
    let failed = 0;
    for (const payment_id of payment_ids) {
      const payment = await square.find(payment_id);
      if (payment && (await charging.take(id, payment)) === 'failed') failed++;
    }
    if (failed === payment_ids.length) await end(id, 'declined', 'DECLINED');
  }

  async function follow(id: string, again: boolean): Promise<void> {
    const { square_checkout_id, settled_at } = read(id);
    if (settled_at) return;
    const told = square_checkout_id
      ? await terminals.read(square_checkout_id)
      : await send(id, again);
    if (!told) return;
    if (told.status === 'completed') await takePayments(id, told.payment_ids);
    if (told.status === 'canceled') {
      // a card may have been taken in the moment in which it was called off
      await charging.findOut(id);
      const reason = told.cancel_reason ?? 'CANCELED';
      await end(id, reason === 'TIMED_OUT' ? 'timed_out' : 'canceled', reason);
    }
    await note(id, told);
  }

  /** One look at a time for each; who comes meanwhile waits for the same. */
  function look(id: string, again = true): Promise<void> {
    const running = looking.get(id);
    if (running) return running;
    clearTimeout(timers.get(id));
    const begun = follow(id, again)
      .catch((error: unknown) => {
        if (!(error instanceof SquareFailure)) throw error;
        log.warn({ attempt_id: id, code: error.code }, 'a checkout could not be looked at');
      })
      .finally(() => {
        looking.delete(id);
        lookLater(id);
      });
    looking.set(id, begun);
    return begun;
  }

  function lookLater(id: string): void {
    const { settled_at, created_at } = read(id);
    if (settled_at || stopped) return;
    const wait_ms = lookAgainAfter(Date.now() - Date.parse(created_at));
    timers.set(id, setTimeout(lookAgain, wait_ms, id).unref());
  }

  function lookAgain(id: string): void {
    look(id).catch((error) => log.error({ err: error }, 'a checkout cannot be followed'));
  }

  return {
    look,
    /** Square is told to call it off; whether it still could, the next looks find out. */
    async cancel(id: string): Promise<void> {
      const { square_checkout_id } = read(id);
      if (square_checkout_id) {
        await terminals.cancel(square_checkout_id).catch((error: SquareFailure) => {
          // it has ended meanwhile: the look says how
          if (error.kind !== 'refused') throw error;
        });
      }
      await look(id);
    },
    /** Square has told of it by itself. */
    async hear(square_checkout_id: string): Promise<void> {
      const row = store.bySquareId(square_checkout_id);
      if (row) await look(row.attempt_id);
    },
    /** What a stop interrupted goes on, at once. */
    start: () => store.openCheckouts().forEach(({ attempt_id }) => lookAgain(attempt_id)),
    stop(): void {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
