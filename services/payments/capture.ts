import { Temporal } from 'temporal-polyfill';
import { businessDay } from '#shared/business-day.ts';

/** Square lets go after 36 h; this leaves a morning to see to it. */
const LATEST_H = 30;
/** Before Square lets go: a power cut at night is over by then, mostly. */
const BEFORE_LETTING_GO_H = 1;

/**
 * When the money that Square holds since `at` is to be taken: when its business day ends, after
 * 30 h at the latest, and before Square lets go of it.
 */
export function captureAt(
  at: string,
  { timezone, business_day_cutoff }: { timezone: string; business_day_cutoff: string },
  delayed_until: string | null,
): string {
  const day = Temporal.PlainDate.from(businessDay(at, timezone, business_day_cutoff));
  const dayEnds = day
    .add({ days: 1 })
    .toZonedDateTime({ timeZone: timezone, plainTime: business_day_cutoff })
    .toInstant();
  const latest = Temporal.Instant.from(at).add({ hours: LATEST_H });
  const instants = [dayEnds, latest];
  if (delayed_until) {
    instants.push(Temporal.Instant.from(delayed_until).subtract({ hours: BEFORE_LETTING_GO_H }));
  }
  const [first] = instants.toSorted(Temporal.Instant.compare);
  return (first as Temporal.Instant).toString({ fractionalSecondDigits: 3 });
}
