import type { DayOfStaff, LabourOfDay } from '#shared/contracts/hours.ts';
import { type Cents, cents } from '#shared/contracts/money.ts';
import { wrongField } from '#shared/errors.ts';
import type { Hours } from './clock.ts';

/** What a person sold on a business day, from the orders that were closed. */
export interface StaffSale {
  staff_id: number;
  business_day: string;
  net_sales: Cents;
  tips: Cents;
}

interface PaidShift extends Hours {
  staff_id: number;
  business_day: string;
  hourly_rate: Cents;
}

/** A leap year: what an accountant asks for at once, and a Pi adds up in a moment. */
const MOST_DAYS = 366;
const DAY_MS = 86_400_000;
const HOUR_MS = 3600_000;
const length_ms = (start: string, end: string) => Date.parse(end) - Date.parse(start);
const minutes = (ms: number) => Math.round(ms / 60_000);

/** VALIDATION_FAILED, where the days from `start` to `end` are none, or too many. */
export function keepToAYear(start: string, end: string): void {
  const days = length_ms(start, end) / DAY_MS + 1;
  if (days < 1) throw wrongField('VALIDATION_FAILED', 'end', 'before the start');
  if (days > MOST_DAYS) throw wrongField('VALIDATION_FAILED', 'end', `at most ${MOST_DAYS} days`);
}

/**
 * How long a shift and its breaks were; what still runs is counted until `at`, and as nothing where
 * the clock was set back to before it began.
 */
function lengthsOf({ clock_in, clock_out, breaks }: Hours, at: string) {
  const latest = breaks.at(-1)?.break_start ?? clock_in;
  const end = clock_out ?? (at > latest ? at : latest);
  const breaks_ms = (paid: boolean) =>
    breaks
      .filter((one) => one.paid === paid)
      .reduce((sum, one) => sum + length_ms(one.break_start, one.break_end ?? end), 0);
  const [paid_ms, unpaid_ms] = [breaks_ms(true), breaks_ms(false)];
  return { paid_ms, unpaid_ms, worked_ms: length_ms(clock_in, end) - unpaid_ms };
}

/** What a shift earns: elapsed time without unpaid breaks, rounded once, half a cent up. */
export function payOf(shift: Hours & { hourly_rate: Cents }, at: string): Cents {
  const { worked_ms } = lengthsOf(shift, at);
  return cents(Math.floor((2 * shift.hourly_rate * worked_ms + HOUR_MS) / (2 * HOUR_MS)));
}

/** An entry for each person and business day with a shift or a sale, in the order of the days. */
export function entriesOf(
  people: readonly { id: number; name: string }[],
  shifts: readonly PaidShift[],
  sales: readonly StaffSale[],
  at: string,
): DayOfStaff[] {
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const keyOf = (one: { staff_id: number; business_day: string }) =>
    `${one.business_day} ${String(one.staff_id).padStart(12, '0')}`;
  const shiftsBy = Map.groupBy(shifts, keyOf);
  const salesBy = new Map(sales.map((sale) => [keyOf(sale), sale]));
  const keys = [...new Set([...shiftsBy.keys(), ...salesBy.keys()])].sort();
  return keys.map((key) => {
    const [business_day = '', padded] = key.split(' ');
    const staff_id = Number(padded);
    const sold = salesBy.get(key);
    return {
      staff_id,
      name: names.get(staff_id) ?? '',
      business_day,
      ...sumOf(shiftsBy.get(key) ?? [], at),
      net_sales: sold?.net_sales ?? cents(0),
      tips: sold?.tips ?? cents(0),
    };
  });
}

function sumOf(shifts: readonly PaidShift[], at: string) {
  const lengths = shifts.map((shift) => lengthsOf(shift, at));
  const sum = (of: (one: (typeof lengths)[number]) => number) =>
    lengths.reduce((total, one) => total + of(one), 0);
  return {
    shifts: shifts.length,
    hours_worked: Math.round(sum((one) => one.worked_ms) / (HOUR_MS / 100)) / 100,
    breaks_taken: shifts.reduce((total, { breaks }) => total + breaks.length, 0),
    paid_break_minutes: minutes(sum((one) => one.paid_ms)),
    unpaid_break_minutes: minutes(sum((one) => one.unpaid_ms)),
    pay: cents(shifts.reduce((total, shift) => total + payOf(shift, at), 0)),
    clocked_in: shifts.some(({ clock_out }) => clock_out === null),
  };
}

/** What the work of each day cost, beside what was sold on it. */
export function labourOf(entries: readonly DayOfStaff[]): LabourOfDay[] {
  return [...Map.groupBy(entries, ({ business_day }) => business_day)].map(([day, ofDay]) => {
    const labour_cost = cents(ofDay.reduce((total, { pay }) => total + pay, 0));
    const net_sales = cents(ofDay.reduce((total, one) => total + one.net_sales, 0));
    const labour_share = net_sales > 0 ? Math.round((labour_cost * 1000) / net_sales) / 10 : null;
    return { business_day: day, labour_cost, net_sales, labour_share };
  });
}

const COLUMNS = [
  'business_day',
  'staff_id',
  'name',
  'shifts',
  'hours_worked',
  'breaks_taken',
  'paid_break_minutes',
  'unpaid_break_minutes',
  'pay',
  'net_sales',
  'tips',
  'clocked_in',
] as const;

/** The entries, in wire form, as a table (RFC 4180) that a spreadsheet takes for no formula. */
export function csvOf(entries: readonly Record<(typeof COLUMNS)[number], unknown>[]): string {
  const cell = (value: unknown) => {
    const text = typeof value === 'string' ? value.replace(/^(?=[=+\-@])/, "'") : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const rows = entries.map((entry) => COLUMNS.map((name) => cell(entry[name])));
  return [COLUMNS, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}
