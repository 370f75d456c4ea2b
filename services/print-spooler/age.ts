import type { Job } from '#shared/contracts/print-spooler.ts';

/** Nobody stands at the printer for it any more; staff are asked first. */
const HELD_AFTER_MS = 15 * 60_000;
/** The day is over: what was announced before is history, and nobody's work. */
const HISTORY_AFTER_MS = 24 * 3600_000;
const TOO_OLD = 'It was ordered more than 15 minutes before it could be printed.';
/** Whoever asked has walked away: a drawer that opens by itself is an invitation. */
const DRAWER_EXPIRES_MS = 10_000;
/** A test is of now: a pile of pages in the morning tests nothing. */
const TEST_EXPIRES_MS = 60_000;

/**
 * Whether what was announced then is still to be acted on: by itself, by staff, or not at all. What
 * has come just now is no history: the clock was set meanwhile.
 */
export function freshness(
  announced_at: string,
  now: string,
  isLive = false,
): 'fresh' | 'stale' | 'history' {
  const age_ms = Date.parse(now) - Date.parse(announced_at);
  if (age_ms > HISTORY_AFTER_MS && !isLive) return 'history';
  return age_ms > HELD_AFTER_MS ? 'stale' : 'fresh';
}

/** How a new job begins: waiting for its printer or, when it is stale, for staff. */
export function enqueued(announced_at: string, now: string): Pick<Job, 'status' | 'problem'> {
  const fresh = freshness(announced_at, now) === 'fresh';
  return fresh ? { status: 'queued', problem: null } : { status: 'held', problem: TOO_OLD };
}

/** When a job that nobody waits for any more is given up; null: never. */
export function expiry(kind: Job['kind'], begins: string): string | null {
  const lasts_ms = { drawer: DRAWER_EXPIRES_MS, test: TEST_EXPIRES_MS }[kind as string];
  return lasts_ms ? new Date(Date.parse(begins) + lasts_ms).toISOString() : null;
}
