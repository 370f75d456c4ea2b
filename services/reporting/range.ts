import type { Figures, Range } from '#shared/contracts/daily-report.ts';
import type { Span } from '#shared/contracts/reports.ts';
import { wrongField } from '#shared/errors.ts';
import { type DaySums, figuresOf } from './daily.ts';

/** Ten years with their leap days: what a tax office asks for at most. */
const MOST_DAYS = 3653;
const DAY_MS = 86_400_000;
/** A calendar's days, which all have the same length; a year's report asks for it often. */
const dayAfter = (day: string, days = 1) =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** The days that are asked for; VALIDATION_FAILED where they are none, or too many. */
export function spanOf(wanted: Partial<Span>, today: string): Span {
  const start = wanted.start ?? wanted.end ?? today;
  const end = wanted.end ?? wanted.start ?? today;
  const days = (Date.parse(end) - Date.parse(start)) / DAY_MS + 1;
  if (days < 1) throw wrongField('VALIDATION_FAILED', 'end', 'before the start');
  if (days > MOST_DAYS) throw wrongField('VALIDATION_FAILED', 'end', `at most ${MOST_DAYS} days`);
  return { start, end };
}

/** The first day after `day` that begins another week (on Monday) or month. */
function next(day: string, group: Range['group']): string {
  if (group === 'day') return dayAfter(day);
  if (group === 'week') return dayAfter(day, 7 - ((new Date(day).getUTCDay() + 6) % 7));
  const [year = 0, month = 0] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
}

/** The figures of each day, week or month within the days, also of those with nothing. */
export function periodsOf(span: Span, group: Range['group'], days: readonly DaySums[]) {
  const periods: (Span & Figures)[] = [];
  let i = 0;
  for (let start = span.start; start <= span.end; ) {
    const after = next(start, group);
    const from = i;
    while ((days[i]?.date ?? after) < after) i++;
    const end = after > span.end ? span.end : dayAfter(after, -1);
    periods.push({ start, end, ...figuresOf(days.slice(from, i)) });
    start = after;
  }
  return periods;
}
