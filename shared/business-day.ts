import { Temporal } from 'temporal-polyfill';

/**
 * The business day of an instant, `2026-11-23`: it begins at the cutoff (`04:00`) in the store's
 * zone and ends before the next one, so it has 23 or 25 hours when the clocks change. Throws a
 * RangeError for an unknown zone.
 */
export function businessDay(at: string, timezone: string, cutoff: string): string {
  const instant = Temporal.Instant.from(at);
  const date = instant.toZonedDateTimeISO(timezone).toPlainDate();
  const begins = date.toZonedDateTime({ timeZone: timezone, plainTime: cutoff }).toInstant();
  const before = Temporal.Instant.compare(instant, begins) < 0;
  return (before ? date.subtract({ days: 1 }) : date).toString();
}

/** The instant at which a business day begins; `later`: the one so many days after it. */
export function beginsAt(day: string, timezone: string, cutoff: string, later = 0): string {
  const date = Temporal.PlainDate.from(day).add({ days: later });
  const begins = date.toZonedDateTime({ timeZone: timezone, plainTime: cutoff });
  return begins.toInstant().toString({ fractionalSecondDigits: 3 });
}

/** The day so many days after another one. */
export const dayAfter = (day: string, days = 1): string =>
  Temporal.PlainDate.from(day).add({ days }).toString();

/** How far a zone's clock is ahead of UTC, from the first instant on and after each change. */
export function clockChanges(from_ms: number, until_ms: number, timezone: string) {
  let at = Temporal.Instant.fromEpochMilliseconds(from_ms).toZonedDateTimeISO(timezone);
  const changes: { at_ms: number; ahead_ms: number }[] = [];
  for (;;) {
    const ahead_ms = at.offsetNanoseconds / 1_000_000;
    changes.push({ at_ms: at.epochMilliseconds, ahead_ms });
    const next = at.getTimeZoneTransition('next');
    if (!next || next.epochMilliseconds >= until_ms) return changes;
    at = next;
  }
}

/** An instant as the store's wall clock shows it: `2026-11-23 18:04`. */
export function wallClock(at: string, timezone: string): string {
  const { hour, minute } = Temporal.Instant.from(at).toZonedDateTimeISO(timezone);
  const date = Temporal.Instant.from(at).toZonedDateTimeISO(timezone).toPlainDate();
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.toString()} ${two(hour)}:${two(minute)}`;
}
