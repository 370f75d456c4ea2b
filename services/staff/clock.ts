import { PosError } from '#shared/errors.ts';

export interface BreakTimes {
  break_start: string;
  break_end: string | null;
  paid: boolean;
}

/** The times of a shift, breaks in their order; one that runs has no `clock_out`. */
export interface Hours {
  clock_in: string;
  clock_out: string | null;
  breaks: BreakTimes[];
}

/** What a time clock offers. */
export type Action = 'clock_in' | 'clock_out' | 'break_start' | 'break_end';

/** Longer than anybody works: the clock-out was forgotten. */
export const LONGEST_SHIFT_HOURS = 16;

const openBreak = ({ breaks }: Hours) => breaks.find(({ break_end }) => break_end === null);

/** The shift that runs, if `latest` does. */
const running = (latest: Hours | undefined) => (latest?.clock_out === null ? latest : undefined);

/** What a person whose latest shift this is can do next. */
export function actionsOf(latest: Hours | undefined): Action[] {
  const shift = running(latest);
  if (!shift) return ['clock_in'];
  return openBreak(shift) ? ['break_end', 'clock_out'] : ['clock_out', 'break_start'];
}

/** The same, with since when the person is in, and on a break; null: is not. */
export function statusOf(latest: Hours | undefined) {
  const shift = running(latest);
  const { break_start = null } = (shift && openBreak(shift)) ?? {};
  return { actions: actionsOf(latest), clock_in: shift?.clock_in ?? null, break_start };
}

/** A new shift from now on; `latest` is the person's last one. */
export function clockIn(latest: Hours | undefined, at: string): Hours {
  if (running(latest)) throw new PosError('ALREADY_CLOCKED_IN');
  if (latest) notBefore(latest, at);
  return { clock_in: at, clock_out: null, breaks: [] };
}

/** The shift ends, and a break with it: who goes home from a break does not come back for it. */
export function clockOut(latest: Hours | undefined, at: string): Hours {
  const shift = mustRun(latest, at);
  return { ...shift, clock_out: at, breaks: withBreakEnded(shift, at) };
}

/** A break begins. */
export function startBreak(latest: Hours | undefined, at: string, paid: boolean): Hours {
  const shift = mustRun(latest, at);
  if (openBreak(shift)) throw new PosError('ALREADY_ON_BREAK');
  return { ...shift, breaks: [...shift.breaks, { break_start: at, break_end: null, paid }] };
}

/** The break ends. */
export function endBreak(latest: Hours | undefined, at: string): Hours {
  const shift = mustRun(latest, at);
  if (!openBreak(shift)) throw new PosError('NOT_ON_BREAK');
  return { ...shift, breaks: withBreakEnded(shift, at) };
}

/** A shift with other times; `others` are the same person's. Throws what does not fit. */
export function mend(
  shift: Hours,
  changes: { clock_in?: string; clock_out?: string; breaks?: BreakTimes[] },
  others: readonly Hours[],
  at: string,
): Hours {
  const { clock_in = shift.clock_in, clock_out = shift.clock_out, breaks = shift.breaks } = changes;
  const sorted = breaks.toSorted((a, b) => (a.break_start < b.break_start ? -1 : 1));
  const mended = { clock_in, clock_out, breaks: sorted };
  if (timesOf(mended).some((time) => time > at)) throw new PosError('SHIFT_IN_FUTURE');
  if (!isPossible(mended)) throw new PosError('SHIFT_IMPOSSIBLE');
  if (others.some((other) => overlaps(mended, other))) throw new PosError('SHIFTS_OVERLAP');
  return mended;
}

/** Whether a shift is, or was, longer than anybody works. */
export function isOverdue({ clock_in, clock_out }: Hours, at: string): boolean {
  return Date.parse(clock_out ?? at) - Date.parse(clock_in) > LONGEST_SHIFT_HOURS * 3600_000;
}

/** A shift as it is told: its latest break, and whether an admin should look at it. */
export function told<S extends Hours & { mended_at: string | null }>(shift: S, at: string) {
  const { break_start = null, break_end = null } = shift.breaks.at(-1) ?? {};
  const overdue = shift.mended_at === null && isOverdue(shift, at);
  return { ...shift, break_start, break_end, overdue };
}

function mustRun(latest: Hours | undefined, at: string): Hours {
  const shift = running(latest);
  if (!shift) throw new PosError('NOT_CLOCKED_IN');
  notBefore(shift, at);
  return shift;
}

/** A clock that was set back must not make a shift end before it began. */
function notBefore(shift: Hours, at: string): void {
  if (timesOf(shift).some((time) => time > at)) throw new PosError('SHIFT_IN_FUTURE');
}

function withBreakEnded({ breaks }: Hours, at: string): BreakTimes[] {
  return breaks.map((one) => ({ ...one, break_end: one.break_end ?? at }));
}

function timesOf({ clock_in, clock_out, breaks }: Hours): string[] {
  const ofBreaks = breaks.flatMap(({ break_start, break_end }) => [break_start, break_end]);
  return [clock_in, ...ofBreaks, clock_out].filter((time) => time !== null);
}

/** In order: in, then break after break, each ended but for the last of a running shift, out. */
function isPossible(hours: Hours): boolean {
  const times = timesOf(hours);
  const inOrder = times.every((time, i) => i === 0 || (times[i - 1] as string) <= time);
  const last = hours.clock_out === null ? hours.breaks.length - 1 : hours.breaks.length;
  return inOrder && hours.breaks.slice(0, last).every(({ break_end }) => break_end !== null);
}

function overlaps(a: Hours, b: Hours): boolean {
  const endsBefore = (one: Hours, other: Hours) =>
    one.clock_out !== null && one.clock_out <= other.clock_in;
  return !endsBefore(a, b) && !endsBefore(b, a);
}
