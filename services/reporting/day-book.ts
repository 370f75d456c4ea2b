import { beginsAt, businessDay, dayAfter } from '#shared/business-day.ts';
import type { Daily } from '#shared/contracts/daily-report.ts';
import type { Span } from '#shared/contracts/reports.ts';
import type { Checklist, XReport } from '#shared/contracts/z-reports.ts';
import { PosError } from '#shared/errors.ts';
import { figuresOf, instantOf } from './daily.ts';
import { total } from './house-store.ts';
import type { Reports } from './reports-store.ts';

export type DayBook = ReturnType<typeof openDayBook>;

/** What the handlers stand on: which day it is, and a day as it is told. */
export function openDayBook(reports: Reports) {
  const { house, daily, drawers, people, zReports } = reports;

  function terms() {
    const known = house.terms();
    if (!known) throw new PosError('SERVICE_UNAVAILABLE');
    return known;
  }

  /** The day by the clock, whatever was closed. */
  function calendarDay(at: string): string {
    const { timezone, business_day_cutoff } = terms();
    return businessDay(at, timezone, business_day_cutoff);
  }

  /** The running day: the one after the last Z, where that was made before the cutoff. */
  function today(at: string): string {
    const [day, last] = [calendarDay(at), zReports.last()?.business_day];
    return last !== undefined && day <= last ? dayAfter(last) : day;
  }

  /** What is open and held now belongs to the running day. */
  function report(date: string, at: string): Daily {
    const day = daily.of(date);
    const isRunning = date === today(at);
    const now = <T>(rows: () => T[]) => (isRunning ? rows() : []);
    return {
      date,
      ...figuresOf(day ? [day] : []),
      open_orders: now(house.openOrders).length,
      deposits_held: total(now(house.deposits)),
      unmatched_payments: total(now(drawers.unmatched)),
      first_sale_at: instantOf(day?.first_ms),
      last_sale_at: instantOf(day?.last_ms),
      z_number: zReports.numberOf(date),
    };
  }

  function drawersOf({ start, end }: Span) {
    const { timezone, business_day_cutoff } = terms();
    const from = beginsAt(start, timezone, business_day_cutoff);
    return drawers.between(from, beginsAt(end, timezone, business_day_cutoff, 1));
  }

  return {
    /** Whether the store's zone is known. */
    isOpen: () => house.terms() !== undefined,
    terms,
    today,
    calendarDay,
    report,

    /** The day as its Z would tell it. */
    x(date: string, at: string, number: number | null = null): XReport {
      const span = { start: date, end: date };
      return {
        number,
        at,
        ...report(date, at),
        payments: reports.tenders.between(span),
        taxes: reports.taxes.between(span),
        discounts: reports.discounts.between(span),
        categories: reports.items.byCategory(span),
        drawers: drawersOf(span),
      };
    },

    checklist(date: string, at: string): Checklist {
      const { timezone, business_day_cutoff } = terms();
      const end = beginsAt(date, timezone, business_day_cutoff, 1);
      const isRunning = date === today(at);
      const open_orders = isRunning ? house.openOrders() : [];
      const unknown_payments = isRunning ? house.unknown() : [];
      const uncounted_drawers = drawers.uncounted(end);
      const clocked_in = isRunning ? people.clockedIn() : [];
      const all = [open_orders, unknown_payments, uncounted_drawers, clocked_in];
      const ready = all.every((list) => list.length === 0);
      return { date, ready, open_orders, unknown_payments, uncounted_drawers, clocked_in };
    },
  };
}
