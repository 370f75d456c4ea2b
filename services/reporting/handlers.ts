import type { Call } from '#shared/answer.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import type { reporting } from '#shared/contracts/reporting.ts';
import type { Database } from '#shared/database.ts';
import type { Journal } from '#shared/journal.ts';
import type { DayBook } from './day-book.ts';
import type { Rebuild } from './rebuild.ts';
import { explainHandlers } from './explain-handlers.ts';
import { rebuildHandlers } from './rebuild-handlers.ts';
import { reportHandlers } from './report-handlers.ts';
import type { Reports } from './reports-store.ts';
import type { ZFiles } from './z-files.ts';
import { zHandlers } from './z-handlers.ts';

/** All that reporting answers. */
export function reportingHandlers(on: {
  database: Database;
  journal: Journal<typeof reporting>;
  reports: Reports;
  book: DayBook;
  rebuild: Rebuild;
  zFiles: ZFiles;
  show: () => void;
}): Handlers<typeof reporting, Call> {
  return {
    ...reportHandlers(on.reports, on.book),
    ...explainHandlers(on.reports, on.book),
    ...zHandlers(on),
    ...rebuildHandlers(on.rebuild),
  };
}
