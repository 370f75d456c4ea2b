/** More beginnings than this within five minutes are a service that crashes again and again. */
const MANY = 5;
const WITHIN_MS = 5 * 60_000;

/** When a service was heard to begin, and as which process the last time. */
export interface Beginnings {
  started_at: string;
  /** Beginnings after the first that was heard of. */
  again: number;
  at_ms: number[];
}

/**
 * What is remembered after a status: a process that was not heard of before is a beginning. A last
 * will, which the broker says for one that was killed, knows of no beginning.
 */
export function heardAgain(
  before: Beginnings | undefined,
  started_at: string | undefined,
  now_ms: number,
): Beginnings | undefined {
  if (!started_at || before?.started_at === started_at) return before;
  const recent = (before?.at_ms ?? []).filter((at_ms) => now_ms - at_ms < WITHIN_MS);
  const again = before ? before.again + 1 : 0;
  return { started_at, again, at_ms: [...recent, now_ms] };
}

/** Undefined where a service has begun as seldom as it should. */
export function restartProblem(of: Beginnings | undefined, now_ms: number): string | undefined {
  const times = of?.at_ms.filter((at_ms) => now_ms - at_ms < WITHIN_MS).length ?? 0;
  if (times <= MANY) return undefined;
  return `It has started ${times} times within five minutes: it crashes again and again.`;
}
