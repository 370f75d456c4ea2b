import type { z } from 'zod';
import type { Call } from '#shared/answer.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import { reporting } from '#shared/contracts/reporting.ts';
import type { Span } from '#shared/contracts/reports.ts';
import { encode } from '#shared/encode.ts';
import { columnsOf, csvOf, MODIFIER_COLUMNS, withModifiers } from './csv.ts';
import { figuresOf } from './daily.ts';
import type { DayBook } from './day-book.ts';
import { quartersOf } from './quarter.ts';
import { periodsOf, spanOf } from './range.ts';
import type { Reports } from './reports-store.ts';

type Of<N extends string> = Pick<
  Handlers<typeof reporting, Call>,
  Extract<keyof Handlers<typeof reporting, Call>, N>
>;
type Format = { format: 'json' | 'csv' };
type Wanted = Partial<Span> & Format;
const { operations } = reporting;

/** What days brought in, each report from its own sums. */
export function reportHandlers(reports: Reports, book: DayBook): Of<`report_${string}`> {
  /** The rows of some days, and the same as a table. */
  function ofDays<N extends string, R>(
    name: N,
    output: z.ZodObject,
    wanted: Wanted,
    { at }: Call,
    rows: (span: Span) => R[],
  ): Span & Record<N, R[]> {
    const span = spanOf(wanted, book.today(at));
    const told = { ...span, [name]: rows(span) } as Span & Record<N, R[]>;
    return wanted.format === 'json' ? told : { ...told, csv: tableOf(output, name, told) };
  }

  function day(date: string, { format }: Format, at: string) {
    const told = book.report(date, at);
    const { output } = operations.report_today;
    const csv = () => csvOf(columnsOf(output), [encode(output, told)]);
    return format === 'json' ? told : { ...told, csv: csv() };
  }

  return {
    report_today: ({ date, ...how }, { at }) => day(date ?? book.today(at), how, at),
    report_day: ({ date, ...how }, { at }) => day(date, how, at),

    report_range({ group, format, ...wanted }, { at }) {
      const span = spanOf(wanted, book.today(at));
      const days = reports.daily.between(span);
      const periods = periodsOf(span, group, days);
      const told = { ...span, group, total: figuresOf(days), periods };
      const csv = () => tableOf(operations.report_range.output, 'periods', told);
      return format === 'json' ? told : { ...told, csv: csv() };
    },

    report_items(wanted, { at }) {
      const span = spanOf(wanted, book.today(at));
      const told = { ...span, items: reports.items.between(span) };
      if (wanted.format === 'json') return told;
      const { output } = operations.report_items;
      const columns = [...columnsOf(output.shape.items.element), ...MODIFIER_COLUMNS];
      return { ...told, csv: csvOf(columns, withModifiers(encode(output, told).items)) };
    },

    report_categories: (wanted, call) =>
      ofDays(
        'categories',
        operations.report_categories.output,
        wanted,
        call,
        reports.items.byCategory,
      ),

    report_hours: (wanted, call) =>
      ofDays('hours', operations.report_hours.output, wanted, call, (span) =>
        reports.hours.between(span, book.terms().timezone),
      ),

    report_staff: (wanted, call) =>
      ofDays('staff', operations.report_staff.output, wanted, call, (span) =>
        reports.people.between(span, call.at),
      ),

    report_discounts: (wanted, call) =>
      ofDays(
        'discounts',
        operations.report_discounts.output,
        wanted,
        call,
        reports.discounts.between,
      ),

    report_taxes: (wanted, call) =>
      ofDays('taxes', operations.report_taxes.output, wanted, call, reports.taxes.between),

    report_payments: (wanted, call) =>
      ofDays('payments', operations.report_payments.output, wanted, call, reports.tenders.between),

    report_kitchen: (wanted, call) =>
      ofDays('stations', operations.report_kitchen.output, wanted, call, (span) =>
        reports.kitchen.between(quartersOf(span, book.terms())),
      ),
  };
}

/** The list of this name as a table. */
function tableOf(output: z.ZodObject, name: string, told: object): string {
  const rows = (encode(output, told as never) as Record<string, Record<string, unknown>[]>)[name];
  const list = output.shape[name] as z.ZodArray;
  return csvOf(columnsOf(list.element), rows ?? []);
}
