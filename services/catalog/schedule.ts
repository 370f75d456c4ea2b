import { Temporal } from 'temporal-polyfill';
import { type HappyHour, WEEKDAYS } from '#shared/contracts/menu.ts';
import { wrongField } from '#shared/errors.ts';

/** Every week is the same, but that a clock put on may skip one: what is the same for two stays. */
const LOOK_AHEAD_DAYS = 15;
/** The window of a day may end on the next, and a clock that is set back makes it longer. */
const LOOK_BACK_DAYS = 2;

/** From the start on, before the end: milliseconds since 1970. */
interface Window {
  from: number;
  to: number;
}

/** Refuses a time that ends when it starts: whether that is a whole day or nothing, who knows. */
export function mustLast(schedule: HappyHour[]): void {
  const wrong = schedule.findIndex(({ start, end }) => start === end);
  if (wrong >= 0) {
    throw wrongField('VALIDATION_FAILED', `schedule.${wrong}.end`, 'is the same as start');
  }
}

/** Whether the week says so at an instant, by the wall clock of the store's zone. */
export function activeAt(schedule: HappyHour[], timezone: string, at: string): boolean {
  return isIn(windows(schedule, timezone, at), Date.parse(at));
}

/** When the week next switches, after an instant; null: never. */
export function nextSwitch(schedule: HappyHour[], timezone: string, at: string): string | null {
  const around = windows(schedule, timezone, at);
  const now = isIn(around, Date.parse(at));
  const known = lastKnown(timezone, at);
  const next = around
    .flatMap(({ from, to }) => [from, to])
    .filter((edge) => edge > Date.parse(at) && edge <= known && isIn(around, edge) !== now)
    .reduce((first, edge) => Math.min(first, edge), Infinity);
  return next === Infinity ? null : new Date(next).toISOString();
}

const isIn = (all: Window[], at: number) => all.some(({ from, to }) => from <= at && at < to);

const dayOf = (at: string, timezone: string) =>
  Temporal.Instant.from(at).toZonedDateTimeISO(timezone).toPlainDate();

/** Later than this a window may be missing that begins where another ends. */
function lastKnown(timezone: string, at: string): number {
  const date = dayOf(at, timezone).add({ days: LOOK_AHEAD_DAYS });
  return date.toZonedDateTime({ timeZone: timezone }).epochMilliseconds;
}

/**
 * The windows around an instant. A time that the clock skips is as much later as it skips; of one
 * that comes twice the first counts.
 */
function windows(schedule: HappyHour[], timezone: string, at: string): Window[] {
  const today = dayOf(at, timezone);
  const instant = (date: Temporal.PlainDate, plainTime: string) =>
    date.toZonedDateTime({ timeZone: timezone, plainTime }).epochMilliseconds;
  const found: Window[] = [];
  for (let ahead = -LOOK_BACK_DAYS; ahead <= LOOK_AHEAD_DAYS; ahead++) {
    const date = today.add({ days: ahead });
    const weekday = WEEKDAYS[date.dayOfWeek - 1] as HappyHour['days'][number];
    for (const { days, start, end } of schedule) {
      if (!days.includes(weekday)) continue;
      const last = end < start ? date.add({ days: 1 }) : date;
      found.push({ from: instant(date, start), to: instant(last, end) });
    }
  }
  return found;
}
