import { beginsAt, clockChanges } from '#shared/business-day.ts';
import type { Span } from '#shared/contracts/reports.ts';

const QUARTER_MS = 900_000;
/** Longer than any zone is from another, in quarters of an hour. */
const A_DAY = 96;

/** Quarters of an hour since 1970: what a zone's clock is ahead of UTC is a number of them. */
export const quarterOf = (ms: number): number => Math.floor(ms / QUARTER_MS);
export const beginOf = (quarter: number): number => quarter * QUARTER_MS;

/** From which quarter on, and until which, the clock is so many quarters ahead of UTC. */
interface ClockSpan {
  from: number;
  until: number;
  ahead: number;
}

/** These days in parts in which no clock changes; a day before and after, for what is late. */
export function clockSpans({ start, end }: Span, timezone: string): ClockSpan[] {
  const first = quarterOf(Date.parse(start)) - 2 * A_DAY;
  const last = quarterOf(Date.parse(end)) + 3 * A_DAY;
  const changes = clockChanges(first * QUARTER_MS, last * QUARTER_MS, timezone);
  return changes.map(({ at_ms, ahead_ms }, i) => ({
    from: i === 0 ? 0 : quarterOf(at_ms),
    until: quarterOf(changes[i + 1]?.at_ms ?? Number.MAX_SAFE_INTEGER),
    // SQLite's remainder of what is negative would be negative
    ahead: quarterOf(ahead_ms) + A_DAY,
  }));
}

/** The quarters that begin in these business days; the last one is not among them. */
export function quartersOf(
  { start, end }: Span,
  { timezone, business_day_cutoff }: { timezone: string; business_day_cutoff: string },
): { from: number; until: number } {
  const begin = (day: string, later: number) =>
    Math.ceil(Date.parse(beginsAt(day, timezone, business_day_cutoff, later)) / QUARTER_MS);
  return { from: begin(start, 0), until: begin(end, 1) };
}
