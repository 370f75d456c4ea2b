import type { z } from 'zod';
import type { Call } from '#shared/answer.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import { reporting } from '#shared/contracts/reporting.ts';
import {
  checklist as checklistSchema,
  xReport,
  type ZReport,
  zReport,
  zSummary,
} from '#shared/contracts/z-reports.ts';
import type { Database } from '#shared/database.ts';
import { encode } from '#shared/encode.ts';
import { PosError, wrongField } from '#shared/errors.ts';
import type { Journal } from '#shared/journal.ts';
import { openCursors } from '#shared/store.ts';
import { columnsOf, csvOf, flat } from './csv.ts';
import type { DayBook } from './day-book.ts';
import type { Rebuild } from './rebuild.ts';
import type { ZFiles } from './z-files.ts';
import type { Reports } from './reports-store.ts';

type Of<N extends string> = Pick<
  Handlers<typeof reporting, Call>,
  Extract<keyof Handlers<typeof reporting, Call>, N>
>;
type ZOperations = 'x_report' | 'get_checklist' | 'close_day' | 'get_z_report';
type Format = 'json' | 'csv';

interface On {
  database: Database;
  journal: Journal<typeof reporting>;
  reports: Reports;
  book: DayBook;
  rebuild: Rebuild;
  zFiles: ZFiles;
  /** What screens see is another than before. */
  show: () => void;
}
/** Whose journals a day is made of. */
const SOURCES = ['orders', 'staff', 'payments', 'print-spooler', 'catalog'];

/** The end of a day: X, checklist, Z. */
export function zHandlers(on: On): Of<ZOperations | 'list_z_reports'> {
  const { database, journal, reports, book, rebuild, show, zFiles } = on;
  const { zReports } = reports;
  const cursors = openCursors(database.connection);

  /** VALIDATION_FAILED, DAY_NOT_BEGUN, DAY_CLOSED. */
  function mustBeNext(date: string, override: boolean, reason: string | undefined, at: string) {
    if (override && reason === undefined) {
      throw wrongField('VALIDATION_FAILED', 'reason', 'needed with override');
    }
    if (rebuild.isRunning()) throw new PosError('REPORTS_REBUILDING');
    if (date > book.calendarDay(at)) throw new PosError('DAY_NOT_BEGUN', { date });
    const last = zReports.last();
    if (last && date <= last.business_day) {
      throw new PosError('DAY_CLOSED', { date, last_closed: last.business_day });
    }
  }

  /** The checklist; DAY_NOT_SETTLED. */
  function mustBeSettled(date: string, override: boolean, at: string) {
    const checklist = book.checklist(date, at);
    if (!checklist.ready && !override) {
      throw new PosError('DAY_NOT_SETTLED', { checklist: encode(checklistSchema, checklist) });
    }
    return checklist;
  }

  /** Written once, with its place in the chain; what is answered is what is kept. */
  function seal(date: string, override: boolean, reason: string | undefined, call: Call): ZReport {
    const { at, key, caller, actor } = call;
    mustBeNext(date, override, reason, at);
    const checklist = mustBeSettled(date, override, at);
    const number = (zReports.last()?.number ?? 0) + 1;
    const points = SOURCES.map((service) => {
      return { service, ...(cursors.read(service) ?? { seq: 0, hash: '' }) };
    });
    const content = {
      number,
      business_day: date,
      closed_at: at,
      closed_by: caller.approved_by ?? caller.staff_id ?? null,
      override,
      reason: reason ?? null,
      report: encode(xReport, { ...book.x(date, at, number), z_number: number }),
      checklist: encode(checklistSchema, checklist),
      journals: points,
    };
    journal.announce('day_closed', { number, business_day: date, content }, actor, at);
    const z = { ...content, hash: journal.head().hash };
    const orders_seq = points[0]?.seq ?? 0;
    const kept = JSON.stringify(z);
    zReports.add({ number, business_day: date, key, orders_seq, closed_at: at, content: kept });
    database.afterCommit(() => zFiles.write(number, kept));
    database.afterCommit(show);
    return z;
  }

  return {
    x_report: ({ date, format }, { at }) => flatIn(xReport, book.x(date, at), format),
    get_checklist: ({ date, format }, { at }) =>
      flatIn(checklistSchema, book.checklist(date, at), format),

    close_day({ date, override, reason }, call) {
      const again = zReports.contentOf(call.key);
      if (again) return JSON.parse(again) as ZReport;
      mustBeNext(date, override, reason, call.at);
      return {
        // what was sold and counted until this moment is in it, though it is still on its way
        async finish() {
          await rebuild.caughtUp();
          return database.transact(() => seal(date, override, reason, call));
        },
      };
    },

    list_z_reports({ limit, cursor, format }) {
      const found = zReports.list(limit + 1, cursor);
      const z_reports = found.slice(0, limit);
      const told = { z_reports, next_cursor: found[limit] && z_reports.at(-1)?.number };
      const csv = () => csvOf(columnsOf(zSummary), z_reports);
      return format === 'json' ? told : { ...told, csv: csv() };
    },

    get_z_report({ number, format }) {
      const z = zReports.find(number);
      if (!z) throw new PosError('Z_REPORT_NOT_FOUND', { number });
      return flatIn(zReport, JSON.parse(z.content) as ZReport, format);
    },
  };
}

function flatIn<S extends z.ZodObject>(schema: S, told: z.output<S>, format: Format): z.output<S> {
  if (format === 'json') return told;
  return { ...told, csv: csvOf(['field', 'value'], flat(encode(schema, told as never))) };
}
