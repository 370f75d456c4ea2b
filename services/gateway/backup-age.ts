/** The newest backup that was proven. */
export interface Proven {
  /** The house as it was until then is in it. */
  until_ms: number;
  proven_at: string;
}

/** What is lost with a stick is a quarter of an hour at most. */
const EVERY_MS = 15 * 60_000;
/** Three were missed: one may be under way, and one have failed. */
const TOO_OLD_MS = 3 * EVERY_MS;

/** Whether it is time; a clock that was set back makes none wait for hours. */
export function isDue(newest: Proven | undefined, tried_ms: number, now_ms: number): boolean {
  const last_ms = Math.max(newest?.until_ms ?? 0, tried_ms);
  return now_ms - last_ms >= EVERY_MS || last_ms > now_ms + EVERY_MS;
}

/** Who has just begun has time to make the first one. */
export function lateness(
  newest: Proven | undefined,
  opened_ms: number,
  now_ms: number,
): 'ok' | 'too_old' {
  const since_ms = Math.max(newest?.until_ms ?? 0, opened_ms);
  return now_ms - since_ms > TOO_OLD_MS ? 'too_old' : 'ok';
}
