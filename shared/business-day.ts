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

/** An instant as the store's wall clock shows it: `2026-11-23 18:04`. */
export function wallClock(at: string, timezone: string): string {
  const { hour, minute } = Temporal.Instant.from(at).toZonedDateTimeISO(timezone);
  const date = Temporal.Instant.from(at).toZonedDateTimeISO(timezone).toPlainDate();
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.toString()} ${two(hour)}:${two(minute)}`;
}
