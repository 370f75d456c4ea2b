import { Temporal } from 'temporal-polyfill';

/** As `toISOString` writes it; any other text is left to Temporal, which refuses what is none. */
const PLAIN = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** The day asked for last: most that happens in a restaurant happens on the same one. */
let known = { timezone: '', cutoff: '', day: '', from_ms: NaN, until_ms: NaN };

/**
 * The business day of an instant, `2026-11-23`: it begins at the cutoff (`04:00`) in the store's
 * zone and ends before the next one, so it has 23 or 25 hours when the clocks change. Throws a
 * RangeError for an unknown zone.
 */
export function businessDay(at: string, timezone: string, cutoff: string): string {
  const at_ms = PLAIN.test(at) ? Date.parse(at) : NaN;
  const isThere = known.timezone === timezone && known.cutoff === cutoff;
  if (isThere && at_ms >= known.from_ms && at_ms < known.until_ms) return known.day;
  const day = lookUp(at, timezone, cutoff);
  const from_ms = Date.parse(beginsAt(day, timezone, cutoff));
  const until_ms = Date.parse(beginsAt(day, timezone, cutoff, 1));
  const last = new Date(until_ms - 1).toISOString();
  // not so on the eve of a day that a zone left out, as Apia did in 2011
  const isAllOfIt = lookUp(last, timezone, cutoff) === day;
  if (isAllOfIt) known = { timezone, cutoff, day, from_ms, until_ms };
  return day;
}

function lookUp(at: string, timezone: string, cutoff: string): string {
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
  const local = Temporal.Instant.from(at).toZonedDateTimeISO(timezone).toPlainDateTime();
  return local.toString({ smallestUnit: 'minute' }).replace('T', ' ');
}
