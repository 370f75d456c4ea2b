import type { Call } from '#shared/answer.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import { cents } from '#shared/contracts/money.ts';
import { reporting } from '#shared/contracts/reporting.ts';
import type { Explained, Explanation } from '#shared/contracts/z-reports.ts';
import { encode } from '#shared/encode.ts';
import { columnsOf, csvOf } from './csv.ts';
import type { DayBook } from './day-book.ts';
import type { Reports } from './reports-store.ts';

type Because = Explanation['entries'][number];

/** What is behind each figure. */
export function explainHandlers(
  reports: Reports,
  book: DayBook,
): Pick<Handlers<typeof reporting, Call>, 'explain'> {
  const { house, drawers } = reports;
  return {
    explain({ date, field, format }, { at }) {
      const isRunning = date === book.today(at);
      const ofNow = () => (isRunning ? nowBehind(field) : []);
      const entries = reports.explanations.of(date, field) ?? ofNow();
      const isCount =
        field === 'orders_count' || field === 'open_orders' || field === 'late_entries';
      const sum = entries.reduce((all, one) => all + (one.amount ?? one.count ?? 0), 0);
      const told = isCount
        ? { date, field, entries, count: sum }
        : { date, field, entries, amount: cents(sum) };
      const { output } = reporting.operations.explain;
      const columns = columnsOf(output.shape.entries.element);
      if (format === 'json') return told;
      return { ...told, csv: csvOf(columns, encode(output, told).entries) };
    },
  };

  /** Of figures that are true now, not of a day. */
  function nowBehind(field: Explained): Because[] {
    const held = ({ payment_id, order_id, amount }: ReturnType<typeof house.deposits>[number]) => {
      return { kind: 'payment' as const, id: payment_id, order_id, amount, late_of: null };
    };
    if (field === 'open_orders') {
      return house.openOrders().map(({ order_id }) => {
        return { kind: 'order' as const, id: order_id, order_id, count: 1, late_of: null };
      });
    }
    if (field === 'deposits_held') return house.deposits().map(held);
    return drawers.unmatched().map(({ attempt_id, order_id, amount }) => {
      return { kind: 'payment' as const, attempt_id, order_id, amount, late_of: null };
    });
  }
}
