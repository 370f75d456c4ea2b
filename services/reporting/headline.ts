import type { Bus } from '#shared/bus.ts';
import { reporting } from '#shared/contracts/reporting.ts';
import type { DayBook } from './day-book.ts';

/** The figures become another day's at the cutoff, though nothing is sold then. */
const LOOK_EVERY_MS = 10_000;

/** The running day's figures on a wall or a phone: shown once for each commit. */
export function openHeadline(bus: Bus, book: DayBook) {
  let shown = '';
  bus.ownShows([reporting.shows.headline]);

  function show(): void {
    if (!book.isOpen()) return; // catalog has not said yet which day it is
    const at = new Date().toISOString();
    const figures = book.report(book.today(at), at);
    const text = JSON.stringify(figures);
    if (text === shown) return;
    shown = text;
    bus.show(reporting.shows.headline, {}, figures);
  }
  const clock = setInterval(() => shown && show(), LOOK_EVERY_MS);
  clock.unref();
  return { show };
}
