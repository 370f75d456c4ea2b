import type { Payload } from '#shared/contracts/contract.ts';
import type { Cents } from '#shared/contracts/money.ts';
import type { payments } from '#shared/contracts/payments.ts';
import type { Connection } from '#shared/storage.ts';

type Told<E extends keyof (typeof payments)['events']> = Payload<typeof payments, E>;

/** Folded from payments. */
export const DRAWER_TABLES = ['drawer', 'unmatched'] as const;

/** A drawer as it is told at the end of a day. */
export interface Drawer {
  session_id: number;
  till: string;
  opened_at: string;
  closed_at: string | null;
  float: Cents;
  cash_sales: Cents;
  cash_refunds: Cents;
  pay_ins: Cents;
  pay_outs: Cents;
  expected: Cents | null;
  counted: Cents | null;
  over_short: Cents | null;
}
type Unmatched = { attempt_id: string; order_id: number; amount: Cents; at: string };

/** Drawers from their opening to their count, and money that no order accounts for. */
export function openDrawers(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const open = sql(
    `INSERT INTO drawer VALUES (@id, @till, @opened_at, NULL, @float, 0, 0, 0, 0, 0,
       NULL, NULL, NULL)`,
  );
  const move = sql(
    `UPDATE drawer SET pay_ins = pay_ins + @pay_in, pay_outs = pay_outs + @pay_out,
       no_sales = no_sales + @no_sale WHERE session_id = @session_id`,
  );
  const close = sql(
    `UPDATE drawer SET closed_at = @closed_at, cash_sales = @cash_sales,
       cash_refunds = @cash_refunds, expected = @expected, counted = @counted,
       over_short = @over_short WHERE session_id = @id`,
  );
  const find = sql('SELECT * FROM drawer WHERE session_id = ?');
  const between = sql('SELECT * FROM drawer WHERE opened_at >= ? AND opened_at < ?');
  const uncounted = sql(
    `SELECT session_id, till, opened_at FROM drawer
     WHERE closed_at IS NULL AND opened_at < ? ORDER BY session_id`,
  );
  const found = sql(
    'INSERT OR IGNORE INTO unmatched VALUES (@attempt_id, @order_id, @amount, @at)',
  );
  const settled = sql('DELETE FROM unmatched WHERE attempt_id = ?');
  const unmatched = sql('SELECT * FROM unmatched ORDER BY at, attempt_id');
  return {
    opened: ({ id, till, opened_at, float }: Told<'drawer_opened'>) =>
      void open.run({ id, till, opened_at, float }),
    moved({ session_id, kind, amount }: Told<'drawer_moved'>): void {
      const [pay_in, pay_out] = [kind === 'pay_in' ? amount : 0, kind === 'pay_out' ? amount : 0];
      // a movement says what the drawer holds more; what was paid out is told as a positive sum
      const sums = { pay_in, pay_out: Math.abs(pay_out), no_sale: kind === 'no_sale' ? 1 : 0 };
      move.run({ session_id, ...sums });
    },
    closed(session: Told<'drawer_closed'>): void {
      const { id, closed_at, cash_sales, cash_refunds, expected, counted, over_short } = session;
      close.run({ id, closed_at, cash_sales, cash_refunds, expected, counted, over_short });
    },
    find: (session_id: number) => find.get(session_id) as Drawer | undefined,
    between: (from: string, until: string) => between.all(from, until) as Drawer[],
    /** Of those opened before. */
    uncounted: (until: string) =>
      uncounted.all(until) as Pick<Drawer, 'session_id' | 'till' | 'opened_at'>[],
    found: ({ attempt_id, order_id, amount, tip }: Told<'payment_unmatched'>, at: string) =>
      void found.run({ attempt_id, order_id, amount: amount + tip, at }),
    settled: (attempt_id: string) => void settled.run(attempt_id),
    unmatched: () => unmatched.all() as Unmatched[],
  };
}
