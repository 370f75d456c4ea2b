import { z } from 'zod';
import type { Call } from '#shared/answer.ts';
import type { Asker } from '#shared/ask.ts';
import { type Handlers, refused } from '#shared/contracts/contract.ts';
import { orders } from '#shared/contracts/orders.ts';
import type { printSpooler } from '#shared/contracts/print-spooler.ts';
import { reporting } from '#shared/contracts/reporting.ts';
import { xReport } from '#shared/contracts/z-reports.ts';
import { PosError } from '#shared/errors.ts';
import type { Desk, Office } from './desk.ts';
import type { Report, TextDocument } from './document.ts';
import { reportOf } from './report.ts';
import { allSent, drawerOf, receiptOf, slipOf, ticketPaperOf, type Wanted } from './wanted.ts';

type PrintHandlers = Pick<
  Handlers<typeof printSpooler, Call>,
  | 'print_receipt'
  | 'print_ticket'
  | 'print_order_number'
  | 'print_report'
  | 'open_drawer'
  | 'get_print_settings'
  | 'set_print_settings'
>;

interface Printing {
  office: Office;
  desk: Desk;
  asker: Asker;
}

const ONE_OF_THREE = { field: 'order_id', message: 'exactly one of order_id, text and lines' };
const NO_ORDER = { order_id: null, order_version: null, order_number: null };

export function printHandlers({ office, desk, asker }: Printing): PrintHandlers {
  const { database, journal, kitchen, printSettings, settings } = office;

  const order = (order_id: number) =>
    asker.ask(orders, 'get_order', { order_id }).catch((error: PosError) => {
      throw error.code === 'ORDER_NOT_FOUND' ? new PosError('ORDER_NOT_FOUND') : error;
    });
  async function print(wanted: Wanted, { key, actor, at }: Call, printer_id?: number) {
    const asked = { key, actor, at, printer_id };
    return { jobs: await database.transact(() => desk.asked(wanted, asked)) };
  }
  const text = (document: TextDocument, { caller }: Call): Wanted => {
    return { kind: 'text', document, ...NO_ORDER, till: caller.till ?? null };
  };

  return {
    async print_receipt({ order_id, text: plain, lines, printer_id }, call) {
      const given = [order_id, plain, lines].filter((one) => one !== undefined);
      if (given.length !== 1) return refused('VALIDATION_FAILED', { errors: [ONE_OF_THREE] });
      if (order_id !== undefined) return print(receiptOf(await order(order_id)), call, printer_id);
      const document = { lines: lines ?? (plain ?? '').split('\n').map((one) => ({ text: one })) };
      return print(text(document, call), call, printer_id);
    },
    async print_ticket({ order_id, printer_id }, call) {
      const sent = allSent(await order(order_id));
      if (!sent) throw new PosError('ORDER_NOT_SENT', { order_id });
      return print(ticketPaperOf(kitchen.route(sent)), call, printer_id);
    },
    async print_order_number({ order_id, printer_id }, call) {
      return print(slipOf(await order(order_id)), call, printer_id);
    },
    async print_report({ date, kind, printer_id }, call) {
      if (kind === 'z' && !call.caller.isAdmin) throw new PosError('FORBIDDEN');
      const store = settings();
      if (!store) throw new PosError('SERVICE_UNAVAILABLE');
      const day = date ?? (await asker.ask(reporting, 'report_today', { format: 'json' })).date;
      const document = reportOf(kind, await figuresOf(asker, kind, day), store);
      const till = call.caller.till ?? null;
      return print({ kind: 'report', document, ...NO_ORDER, till }, call, printer_id);
    },
    open_drawer({ till, printer_id }, { caller, ...call }) {
      return { jobs: desk.asked(drawerOf(till ?? caller.till ?? null), { ...call, printer_id }) };
    },
    get_print_settings: () => printSettings.read(),
    set_print_settings(said, { actor, at }) {
      const now = printSettings.read();
      const after = {
        receipts: { ...now.receipts, ...said.receipts },
        order_tickets: { ...now.order_tickets, ...said.order_tickets },
        order_numbers: { ...now.order_numbers, ...said.order_numbers },
        reports: { ...now.reports, ...said.reports },
        drawer: { ...now.drawer, ...said.drawer },
        backup_after_s: said.backup_after_s ?? now.backup_after_s,
      };
      printSettings.write(after);
      journal.announce('print_settings_saved', after, actor, at);
      return after;
    },
  };
}

/** A day's figures; REPORT_NOT_FOUND where the day has no Z. */
async function figuresOf(asker: Asker, kind: Report['kind'], date: string) {
  const wanted = { date, format: 'json' as const };
  if (kind === 'daily') return asker.ask(reporting, 'report_day', wanted);
  if (kind === 'x') return asker.ask(reporting, 'x_report', wanted);
  const number = await numberOf(asker, date);
  if (number === undefined) throw new PosError('REPORT_NOT_FOUND', { date, kind });
  const { report } = await asker.ask(reporting, 'get_z_report', { number, format: 'json' });
  return { ...z.decode(xReport, report as z.input<typeof xReport>), number };
}

/** The Z of a business day, looked for from the newest on. */
async function numberOf(asker: Asker, date: string): Promise<number | undefined> {
  let cursor: number | undefined;
  do {
    const page = { limit: 200, cursor, format: 'json' as const };
    const { z_reports: some, next_cursor } = await asker.ask(reporting, 'list_z_reports', page);
    const found = some.find(({ business_day }) => business_day === date);
    if (found || (some.at(-1)?.business_day ?? '') < date) return found?.number;
    cursor = next_cursor;
  } while (cursor !== undefined);
  return undefined;
}
