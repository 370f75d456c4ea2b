import type { Order } from '#shared/contracts/order.ts';
import { fromRow, toRow } from '#shared/rows.ts';
import type { Connection } from '#shared/storage.ts';
import { type NewDiscount, openLineStore } from './line-store.ts';
import { openMoneyStore } from './money-store.ts';
import { LAST_NUMBER } from './number.ts';
import type { ChosenLine } from './order.ts';
import { price } from './price.ts';
import { type OrderRow, type Parts, type Sent, type Standing, standing } from './standing.ts';

type Wish = 'type' | 'customer_name' | 'note' | 'scheduled_for';
type NewOrder = Pick<
  Order,
  Wish | 'order_number' | 'number_shared' | 'staff_id' | 'till' | 'created_at'
>;
/** What of an order is set as it is, without being priced. */
type Facts = Partial<Pick<Order, Wish | 'held' | 'staff_id' | 'tip_choice'>>;
const NO_STAMPS = { business_day: null, closed_at: null, voided_at: null, refunded_at: null };

export type Store = ReturnType<typeof openStore>;

/** Orders; `lines` are their lines with the discounts, `money` their payments and refunds. */
export function openStore(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const money = openMoneyStore(connection);
  const lines = openLineStore(connection);
  const order = sql('SELECT * FROM orders WHERE id = ?');
  const open = sql(
    "SELECT id FROM orders INDEXED BY open_order WHERE status = 'open' ORDER BY id",
  ).pluck();
  const freeNumber = sql(
    `WITH RECURSIVE turn (number) AS
       (VALUES (?) UNION ALL SELECT number % ${LAST_NUMBER} + 1 FROM turn LIMIT ${LAST_NUMBER})
     SELECT number FROM turn
     WHERE NOT EXISTS (SELECT 1 FROM orders WHERE status = 'open' AND order_number = number)
       AND NOT EXISTS (SELECT 1 FROM called_number
                       WHERE order_number = number AND sent_at > ? AND sent_at <= ?)
     LIMIT 1`,
  ).pluck();
  const counter = sql('SELECT next_number, reset_at, business_day FROM counter');
  const setCounter = sql('UPDATE counter SET next_number = ?, business_day = ?');
  const resetCounter = sql('UPDATE counter SET next_number = ?, reset_at = ?');
  const addOrder = sql(
    `INSERT INTO orders (order_number, number_shared, staff_id, till, type, status, held, version,
       customer_name, note, scheduled_for, subtotal, discount_total, tax, tax_included, taxes,
       created_at)
     VALUES (@order_number, @number_shared, @staff_id, @till, @type, 'open', 0, 1,
       @customer_name, @note, @scheduled_for, @subtotal, @discount_total, @tax, @tax_included,
       @taxes, @created_at)
     RETURNING *`,
  );
  const setTotals = sql(
    `UPDATE orders SET version = version + 1, subtotal = @subtotal, tax = @tax, taxes = @taxes,
       discount_total = @discount_total, tax_included = @tax_included WHERE id = @id`,
  );
  const setFacts = sql(
    `UPDATE orders SET version = version + 1, held = @held, note = @note, type = @type,
       customer_name = @customer_name, staff_id = @staff_id, tip_choice = @tip_choice,
       scheduled_for = @scheduled_for
     WHERE id = @id`,
  );
  const setSent = sql(
    'UPDATE orders SET version = version + 1, sent_at = coalesce(?, sent_at) WHERE id = ?',
  );
  const touch = sql('UPDATE orders SET version = version + 1 WHERE id = ?');
  const setStatus = sql(
    `UPDATE orders SET status = @status, version = version + 1, held = 0,
       business_day = coalesce(@business_day, business_day),
       closed_at = coalesce(@closed_at, closed_at), voided_at = coalesce(@voided_at, voided_at),
       refunded_at = CASE @status WHEN 'closed' THEN NULL
         ELSE coalesce(@refunded_at, refunded_at) END WHERE id = @id`,
  );
  const tills = sql('SELECT name, order_id FROM till');
  const setTill = sql(
    `INSERT INTO till VALUES (?, ?)
     ON CONFLICT (name) DO UPDATE SET order_id = excluded.order_id
     WHERE order_id <> excluded.order_id`,
  );

  function partsOf(id: number): Parts | undefined {
    const row = order.get(id);
    if (!row) return undefined;
    const own = fromRow<OrderRow>(row, ['number_shared', 'held'], ['taxes']);
    const refunds = money.refundsOf(id);
    const parts = { own, ...lines.read(id, refunds), paid: money.paymentsOf(id), refunds };
    return { ...parts, lines: withTaxParts(parts) };
  }

  return {
    money,
    lines,
    find(id: number): Standing | undefined {
      const parts = partsOf(id);
      return parts && standing(parts);
    },
    openOrders: () => open.all() as number[],
    counter: () =>
      counter.get() as { next_number: number } & Record<'reset_at' | 'business_day', string | null>,
    /** The first number from this one on that no open order holds, nor a screen since then. */
    freeNumber: (from: number, called: { since: string; until: string }) =>
      freeNumber.get(from, called.since, called.until) as number | undefined,
    setCounter: (next: number, day: string | null) => void setCounter.run(next, day),
    resetCounter: (next: number, at: string) => void resetCounter.run(next, at),
    /** A new order, its lines priced before they are written: each row is written once. */
    add(fresh: NewOrder, chosen: ChosenLine[], wanted: NewDiscount[]): Standing {
      const { bill: _, lines: shares, applied, ...totals } = price(chosen, wanted);
      const row = addOrder.get(toRow({ ...fresh, ...totals }));
      const own = fromRow<OrderRow>(row, ['number_shared', 'held'], ['taxes']);
      const added = chosen.map((line, i) => lines.add(own.id, { ...line, ...shares[i] }));
      const taken = wanted.map((one, i) => lines.addDiscount(own.id, one, applied[i]));
      return standing({ own, lines: added, taken, paid: [], refunds: [] });
    },
    /** Prices an order anew after a change: totals, shares, and one version more. */
    reprice(id: number): Standing {
      const parts = partsOf(id) as Parts;
      const { bill: _, lines: shares, applied, ...totals } = price(parts.lines, parts.taken);
      setTotals.run({ ...toRow(totals), id });
      const repriced = lines.setShares(parts, shares, applied);
      const own = { ...parts.own, ...totals, version: parts.own.version + 1 };
      return standing({ ...parts, ...repriced, own });
    },
    setFacts: (now: Standing, facts: Facts) => void setFacts.run(toRow({ ...now, ...facts })),
    /** From now on the kitchen knows these lines as they are. */
    markSent(
      order_id: number,
      known: { id: number; sent: Sent | null }[],
      at: string | null,
    ): void {
      lines.markSent(known);
      setSent.run(at, order_id);
    },
    /** One version more: something else of the order is not what it was. */
    touch: (id: number) => void touch.run(id),
    setStatus: (
      id: number,
      now: Pick<Order, 'status'> &
        Partial<Pick<Order, 'business_day' | 'closed_at' | 'voided_at' | 'refunded_at'>>,
    ) => void setStatus.run(toRow({ ...NO_STAMPS, ...now, id })),
    /** The order that each till's guest sees. */
    tills: () => tills.all() as { name: string; order_id: number }[],
    setTill: (name: string, orderId: number) => void setTill.run(name, orderId),
  };
}

/** Lines from before each part of a tax was written down: priced once more, by the same rules. */
function withTaxParts({ lines, taken }: Parts): Parts['lines'] {
  if (lines.every(({ taxes }) => taxes.every(({ tax }) => tax !== undefined))) return lines;
  const priced = price(lines, taken).lines;
  return lines.map((line, i) => ({ ...line, taxes: priced[i]?.taxes ?? [] }));
}
