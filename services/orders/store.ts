import { type Cents, cents } from '#shared/contracts/money.ts';
import type { Line, LineModifier, Order, OrderDiscount, Payment } from '#shared/contracts/order.ts';
import type { Connection } from '#shared/storage.ts';
import { fromRow, toRow } from '#shared/rows.ts';
import type { ChosenLine } from './order.ts';
import { type PricedDiscount, price, type Rate, type TaxTotal } from './price.ts';

type NewOrder = Pick<
  Order,
  'order_number' | 'number_shared' | 'staff_id' | 'till' | 'type' | 'created_at'
> & { customer_name: string | null; note: string | null };
type NewDiscount = PricedDiscount & { name: string };
/** An order's own columns. */
type OrderRow = Omit<
  Order,
  'items' | 'discounts' | 'payments' | 'card_fee' | 'total' | 'tip' | 'grand_total'
> & { taxes: TaxTotal[] };
type ItemRow = Line & { taxes: Rate[] };
type Taken = OrderDiscount & PricedDiscount;
/** What stands of an order in the file. */
interface Parts {
  own: OrderRow;
  lines: ItemRow[];
  taken: Taken[];
  paid: Payment[];
}

export type Store = ReturnType<typeof openStore>;

/** Orders with their lines, discounts and payments. */
export function openStore(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const order = sql('SELECT * FROM orders WHERE id = ?');
  // +?, because SQLite parses a sorted query anew for each plain ? that it looks an index up by
  const items = sql('SELECT * FROM order_item WHERE order_id = +? ORDER BY id');
  const modifiers = sql(
    `SELECT order_item_modifier.* FROM order_item
       JOIN order_item_modifier ON order_item_id = order_item.id
     WHERE order_id = +? ORDER BY order_item.id, order_item_modifier.id`,
  );
  const discounts = sql('SELECT * FROM order_discount WHERE order_id = +? ORDER BY id');
  const payments = sql('SELECT * FROM payment WHERE order_id = +? ORDER BY id');
  const open = sql("SELECT id FROM orders WHERE status = 'open' ORDER BY id").pluck();
  const holder = sql("SELECT id FROM orders WHERE status = 'open' AND order_number = ? LIMIT 1");
  const counter = sql('SELECT next_number FROM counter').pluck();
  const setCounter = sql('UPDATE counter SET next_number = ?');
  const addOrder = sql(
    `INSERT INTO orders (order_number, number_shared, staff_id, till, type, status, version,
       customer_name, note, subtotal, discount_total, tax, tax_included, taxes, created_at)
     VALUES (@order_number, @number_shared, @staff_id, @till, @type, 'open', 0,
       @customer_name, @note, 0, 0, 0, 0, '[]', @created_at) RETURNING id`,
  ).pluck();
  const addItem = sql(
    `INSERT INTO order_item (order_id, item_id, name, quantity, item_price, mods_price,
       total_price, discount, tax, note, taxes)
     VALUES (@order_id, @item_id, @name, @quantity, @item_price, @mods_price,
       @total_price, 0, 0, @note, @taxes) RETURNING id`,
  ).pluck();
  const addModifier = sql(
    `INSERT INTO order_item_modifier (order_item_id, mod_id, mod_name, mod_price, quantity)
     VALUES (@order_item_id, @mod_id, @mod_name, @mod_price, @quantity)`,
  );
  const setQuantity = sql(
    `UPDATE order_item SET quantity = @quantity,
       total_price = @quantity * (item_price + mods_price) WHERE id = @id`,
  );
  const removeModifiers = sql('DELETE FROM order_item_modifier WHERE order_item_id = ?');
  const removeItem = sql('DELETE FROM order_item WHERE id = ?');
  const addDiscount = sql(
    `INSERT INTO order_discount (order_id, discount_id, name, amount, is_percentage, amount_applied)
     VALUES (@order_id, @discount_id, @name, @amount, @is_percentage, 0)`,
  );
  const setTotals = sql(
    `UPDATE orders SET version = version + 1, subtotal = @subtotal, tax = @tax, taxes = @taxes,
       discount_total = @discount_total, tax_included = @tax_included WHERE id = @id`,
  );
  // only what changed is written: a line's share mostly stays as it was
  const setShare = sql(
    `UPDATE order_item SET discount = @discount, tax = @tax
     WHERE id = @id AND (discount <> @discount OR tax <> @tax)`,
  );
  const setApplied = sql('UPDATE order_discount SET amount_applied = ? WHERE id = ?');
  const addPayment = sql(
    `INSERT INTO payment (order_id, method, amount, card_fee, tip, cash_tendered, change_due,
       till, staff_id, created_at)
     VALUES (@order_id, @method, @amount, @card_fee, @tip, @cash_tendered, @change_due,
       @till, @staff_id, @created_at) RETURNING id`,
  ).pluck();
  const close = sql(
    `UPDATE orders SET status = 'closed', version = version + 1, business_day = @business_day,
       sent_at = coalesce(sent_at, @at), closed_at = @at WHERE id = @id`,
  );
  const tills = sql('SELECT name, order_id FROM till');
  const setTill = sql(
    `INSERT INTO till VALUES (?, ?)
     ON CONFLICT (name) DO UPDATE SET order_id = excluded.order_id
     WHERE order_id <> excluded.order_id`,
  );

  const linesOf = (id: number) =>
    items.all(id).map((row) => fromRow<Omit<ItemRow, 'modifiers'>>(row, [], ['taxes']));

  function partsOf(id: number): Parts | undefined {
    const row = order.get(id);
    if (!row) return undefined;
    const chosen = Map.groupBy(
      modifiers.all(id) as LineModifier[],
      ({ order_item_id }) => order_item_id,
    );
    return {
      own: fromRow<OrderRow>(row, ['number_shared'], ['taxes']),
      lines: linesOf(id).map((line) => ({
        ...line,
        modifiers: chosen.get(line.id) ?? [],
      })),
      taken: discounts.all(id).map((discount) => fromRow<Taken>(discount, ['is_percentage'])),
      paid: payments.all(id) as Payment[],
    };
  }

  return {
    find(id: number): Order | undefined {
      const parts = partsOf(id);
      return parts && whole(parts);
    },
    openOrders: () => open.all() as number[],
    counter: () => counter.get() as number,
    /** Whether an open order has a number. */
    heldNumbers: { has: (number: number) => holder.get(number) !== undefined },
    setCounter: (next: number) => void setCounter.run(next),
    add: (fresh: NewOrder) => addOrder.get(toRow(fresh)) as number,
    addLine(order_id: number, { modifiers: chosen, ...line }: ChosenLine): number {
      const order_item_id = addItem.get(toRow({ ...line, order_id })) as number;
      for (const modifier of chosen) addModifier.run({ ...modifier, order_item_id });
      return order_item_id;
    },
    setQuantity(id: number, quantity: number): void {
      if (quantity > 0) return void setQuantity.run({ id, quantity });
      removeModifiers.run(id);
      removeItem.run(id);
    },
    addDiscount: (order_id: number, discount: NewDiscount) =>
      void addDiscount.run(toRow({ ...discount, order_id })),
    /** Prices an order anew after a change: totals, shares, and one version more. */
    reprice(id: number): Order {
      const { own, lines, taken, paid } = partsOf(id) as Parts;
      const { bill: _, lines: shares, applied, ...totals } = price(lines, taken);
      setTotals.run({ ...toRow(totals), id });
      for (const [i, line] of lines.entries()) setShare.run({ ...shares[i], id: line.id });
      for (const [i, { id: discount }] of taken.entries()) setApplied.run(applied[i], discount);
      return whole({
        own: { ...own, ...totals, version: own.version + 1 },
        lines: lines.map((line, i) => ({ ...line, ...shares[i] })),
        taken: taken.map((one, i) => ({ ...one, amount_applied: applied[i] as Cents })),
        paid,
      });
    },
    /** What the lines are worth without the tax in their prices, before discounts. */
    gross(id: number): Cents {
      const { subtotal, tax_included } = price(linesOf(id), []);
      return cents(subtotal - tax_included);
    },
    addPayment: (fresh: Omit<Payment, 'id'>) => addPayment.get(toRow(fresh)) as number,
    close: (id: number, business_day: string, at: string) =>
      void close.run({ id, business_day, at }),
    /** The order that each till's guest sees. */
    tills: () => tills.all() as { name: string; order_id: number }[],
    setTill: (name: string, orderId: number) => void setTill.run(name, orderId),
  };
}

/** An order from its parts; what its payments come to is added up here. */
function whole({ own, lines, taken, paid }: Parts): Order {
  const sumOf = (of: (payment: Payment) => number) =>
    cents(paid.reduce((sum, payment) => sum + of(payment), 0));
  const card_fee = sumOf((payment) => payment.card_fee);
  const tip = sumOf((payment) => payment.tip);
  const total = cents(own.subtotal - own.discount_total + own.tax - own.tax_included + card_fee);
  const amount_paid = sumOf((payment) => payment.amount + payment.card_fee);
  const methods = new Set(paid.map(({ method }) => method));
  return {
    ...own,
    items: lines,
    discounts: taken,
    card_fee,
    total,
    tip,
    grand_total: cents(total + tip),
    amount_paid,
    balance_due: cents(total - amount_paid),
    payment_method: methods.size > 1 ? 'mixed' : ([...methods][0] ?? null),
    payments: paid,
  };
}
