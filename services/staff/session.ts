import type { Settings } from '#shared/contracts/catalog.ts';

const HOUR_MS = 3600_000;
/** Activity is reported this seldom at most: without it an idle time would end that much early. */
const REPORTED_EVERY_MS = 10 * 60_000;

/** The store's terms as far as they matter here. */
export interface Terms extends Pick<Settings, 'timezone' | 'business_day_cutoff'> {
  session_hours: number;
  session_idle_hours: number;
}

/** Until catalog has said something: a long shift, and a shift's length without a touch. */
export const DEFAULT_TERMS: Omit<Terms, 'timezone'> = {
  business_day_cutoff: '04:00',
  session_hours: 12,
  session_idle_hours: 8,
};

interface Lasting {
  expires_at: string;
  active_at: string;
  ended_at: string | null;
}

const after = (at: string, ms: number) => new Date(Date.parse(at) + ms).toISOString();

/** When a session that starts at `at` is over, used or not. */
export const expiryOf = (at: string, { session_hours }: Pick<Terms, 'session_hours'>) =>
  after(at, session_hours * HOUR_MS);

/** When a session that was last said to be in use at `active_at` is over for idleness. */
export const idleUntil = (
  active_at: string,
  { session_idle_hours }: Pick<Terms, 'session_idle_hours'>,
) => after(active_at, session_idle_hours * HOUR_MS + REPORTED_EVERY_MS);

/** Whether a session is still good at `at`. */
export function isLive(
  { ended_at, expires_at, active_at }: Lasting,
  at: string,
  terms: Pick<Terms, 'session_idle_hours'>,
): boolean {
  return ended_at === null && at < expires_at && at < idleUntil(active_at, terms);
}
