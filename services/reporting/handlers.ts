import type { Call } from '#shared/answer.ts';
import { businessDay } from '#shared/business-day.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import type { reporting } from '#shared/contracts/reporting.ts';
import { PosError } from '#shared/errors.ts';
import { dailyReport } from './daily.ts';
import type { Store } from './store.ts';

export function reportingHandlers(store: Store): Handlers<typeof reporting, Call> {
  function today(at: string): string {
    const terms = store.terms();
    if (!terms) throw new PosError('SERVICE_UNAVAILABLE');
    return businessDay(at, terms.timezone, terms.business_day_cutoff);
  }

  /** Orders that are still open belong to the running day. */
  function report(date: string, at: string) {
    return dailyReport(date, store.day(date), date === today(at) ? store.openCount() : 0);
  }

  return {
    report_today: ({ date }, { at }) => report(date ?? today(at), at),
    report_day: ({ date }, { at }) => report(date, at),
  };
}
