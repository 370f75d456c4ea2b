import type { Duplex } from 'node:stream';
import type { Session } from '#shared/contracts/staff.ts';
import type { Found } from './sessions.ts';

/** A longer one would go off at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** Twice as often as sessions report at most that they are in use: none of those is left out. */
const IN_USE_EVERY_MS = 5 * 60_000;

/**
 * An open screen keeps its session from idling, and goes when the session expires or turns out to
 * be over. `find` looks for it again.
 */
export function holdSession(
  stream: Duplex,
  { expires_at }: Session,
  find: () => Promise<Found | undefined>,
): void {
  const left_ms = Math.min(Date.parse(expires_at) - Date.now(), LONGEST_TIMER_MS);
  const end = setTimeout(() => stream.destroy(), left_ms).unref();
  const inUse = setInterval(() => {
    find().then(
      (found) => found ?? stream.destroy(),
      () => undefined, // nobody can tell now: the next time
    );
  }, IN_USE_EVERY_MS).unref();
  stream.once('close', () => {
    clearTimeout(end);
    clearInterval(inUse);
  });
}
