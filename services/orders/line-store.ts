import { type Cents, cents } from '#shared/contracts/money.ts';
import type { LineModifier } from '#shared/contracts/order.ts';
import { fromRow, toRow } from '#shared/rows.ts';
import type { Connection } from '#shared/storage.ts';
import type { ChosenLine } from './order.ts';
import type { LinePrice, PricedDiscount } from './price.ts';
import type { LineStanding, Parts, RefundStanding, Sent, Taken } from './standing.ts';

/** A discount that is being taken, of an order or of a line. */
export type NewDiscount = PricedDiscount & { name: string };
type LineRow = Omit<LineStanding, 'modifiers' | 'discounts' | 'sent' | 'refunded_quantity'> & {
  sent: string | null;
};

/** The lines of orders with their modifiers, and all discounts. */
export function openLineStore(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  // +?, because SQLite parses a sorted query anew for each plain ? that it looks an index up by
  const items = sql('SELECT * FROM order_item WHERE order_id = +? ORDER BY id');
  const modifiers = sql(
    `SELECT order_item_modifier.* FROM order_item
       JOIN order_item_modifier ON order_item_id = order_item.id
     WHERE order_id = +? ORDER BY order_item.id, order_item_modifier.id`,
  );
  const discounts = sql('SELECT * FROM order_discount WHERE order_id = +? ORDER BY id');
  const addItem = sql(
    `INSERT INTO order_item (order_id, item_id, name, quantity, voided_quantity, item_price,
       mods_price, total_price, discount, tax, note, course, taxes, sent)
     VALUES (@order_id, @item_id, @name, @quantity, 0, @item_price,
       @mods_price, @total_price, @discount, @tax, @note, @course, @taxes, @sent)`,
  );
  const addModifier = sql(
    `INSERT INTO order_item_modifier (order_item_id, mod_id, mod_name, mod_price, quantity)
     VALUES (@order_item_id, @mod_id, @mod_name, @mod_price, @quantity)`,
  );
  const changeItem = sql(
    `UPDATE order_item SET quantity = @quantity, mods_price = @mods_price, note = @note,
       course = @course, total_price = @quantity * (item_price + @mods_price), sent = @sent,
       voided_quantity = @voided_quantity WHERE id = @id`,
  );
  const moveItem = sql('UPDATE order_item SET order_id = ? WHERE id = ?');
  const moveDiscounts = sql('UPDATE order_discount SET order_id = ? WHERE order_item_id = ?');
  const removeModifiers = sql('DELETE FROM order_item_modifier WHERE order_item_id = ?');
  const removeItem = sql('DELETE FROM order_item WHERE id = ?');
  const addDiscount = sql(
    `INSERT INTO order_discount (order_id, order_item_id, discount_id, name, amount, is_percentage,
       fixed, amount_applied)
     VALUES (@order_id, @order_item_id, @discount_id, @name, @amount, @is_percentage,
       @fixed, @amount_applied)`,
  );
  const removeDiscount = sql('DELETE FROM order_discount WHERE id = ?');
  const removeDiscounts = sql('DELETE FROM order_discount WHERE order_item_id = ?');
  const setDiscount = sql(
    'UPDATE order_discount SET amount = @amount, fixed = @fixed WHERE id = @id',
  );
  const setApplied = sql('UPDATE order_discount SET amount_applied = ? WHERE id = ?');
  // only what changed is written: a line's share mostly stays as it was
  const setShare = sql(
    `UPDATE order_item SET discount = @discount, tax = @tax, taxes = @taxes
     WHERE id = @id AND (discount <> @discount OR taxes <> @taxes)`,
  );
  const markSent = sql('UPDATE order_item SET sent = @sent WHERE id = @id');

  const insert = (into: typeof addItem, entity: object) =>
    Number(into.run(toRow(entity)).lastInsertRowid);

  function insertLine(order_id: number, chosen: ChosenLine & Partial<LinePrice>): LineStanding {
    const { modifiers: mods, discounts: wanted, applied = [], share: _, ...line } = chosen;
    const sent = chosen.sent ?? null;
    const priced = { discount: cents(0), tax: cents(0), ...line };
    const id = insert(addItem, { ...priced, order_id, sent: sent && JSON.stringify(sent) });
    const lineMods = mods.map((modifier) => {
      const own = { ...modifier, order_item_id: id };
      return { ...own, id: insert(addModifier, own) };
    });
    const taken = wanted.map((one, i) => insertDiscount(order_id, one, applied[i], id));
    const fresh = { voided_quantity: 0, refunded_quantity: 0, status: statusOf(priced, sent) };
    return { ...priced, ...fresh, sent, modifiers: lineMods, discounts: taken, id, order_id };
  }

  function insertDiscount(
    order_id: number,
    { name, discount_id, amount, is_percentage, fixed = null }: NewDiscount,
    amount_applied = cents(0),
    order_item_id?: number,
  ): Taken {
    const one = { order_id, order_item_id, discount_id, name, amount, is_percentage, fixed };
    return { ...one, amount_applied, id: insert(addDiscount, { ...one, amount_applied }) };
  }

  return {
    /** The lines of an order, and its own discounts. */
    read(orderId: number, refunds: RefundStanding[]): Pick<Parts, 'lines' | 'taken'> {
      const chosen = Map.groupBy(
        modifiers.all(orderId) as LineModifier[],
        (one) => one.order_item_id,
      );
      const taken = Map.groupBy(discounts.all(orderId).map(discountOf), (one) => one.order_item_id);
      const back = Map.groupBy(
        refunds.flatMap((one) => one.items),
        (item) => item.order_item_id,
      );
      const lines = items.all(orderId).map((found): LineStanding => {
        const line = fromRow<LineRow>(found, [], ['taxes']);
        const sent = line.sent === null ? null : (JSON.parse(line.sent) as Sent);
        return {
          ...line,
          sent,
          status: statusOf(line, sent),
          refunded_quantity: back.get(line.id)?.reduce((n, { quantity }) => n + quantity, 0) ?? 0,
          modifiers: chosen.get(line.id) ?? [],
          discounts: taken.get(line.id) ?? [],
        };
      });
      return { lines, taken: taken.get(undefined) ?? [] };
    },
    /** Without its price its shares of discounts and taxes come with the order's `reprice`. */
    add: insertLine,
    /** Units, modifiers, note, course, what was voided and what the kitchen knows, as of now. */
    change(line: LineStanding, mods?: ChosenLine['modifiers']): void {
      changeItem.run(toRow({ ...line, sent: line.sent && JSON.stringify(line.sent) }));
      if (!mods) return;
      removeModifiers.run(line.id);
      for (const modifier of mods) insert(addModifier, { ...modifier, order_item_id: line.id });
    },
    remove(id: number): void {
      removeDiscounts.run(id);
      removeModifiers.run(id);
      removeItem.run(id);
    },
    move(id: number, order_id: number): void {
      moveItem.run(order_id, id);
      moveDiscounts.run(order_id, id);
    },
    addDiscount: insertDiscount,
    removeDiscount: (id: number) => void removeDiscount.run(id),
    /** What a discount is worth from now on. */
    setDiscount: (id: number, amount: number, fixed: Cents | null) =>
      void setDiscount.run({ id, amount, fixed }),
    /** What each line and each discount came to; answers them as they are now. */
    setShares({ lines, taken }: Parts, shares: LinePrice[], applied: Cents[]) {
      const note = (one: Taken, took: Cents): Taken => {
        if (one.amount_applied !== took) setApplied.run(took, one.id);
        return { ...one, amount_applied: took };
      };
      return {
        lines: lines.map((line, i): LineStanding => {
          const { discount, tax, taxes, applied: own } = shares[i] as LinePrice;
          setShare.run(toRow({ discount, tax, taxes, id: line.id }));
          const mine = line.discounts.map((one, n) => note(one, own[n] as Cents));
          return { ...line, discount, tax, taxes, discounts: mine };
        }),
        taken: taken.map((one, i) => note(one, applied[i] as Cents)),
      };
    },
    markSent(known: { id: number; sent: Sent | null }[]): void {
      for (const { id, sent } of known) markSent.run({ id, sent: JSON.stringify(sent) });
    },
  };
}

function discountOf(row: unknown): Taken {
  const taken = fromRow<Taken & { order_item_id: number | null }>(row, ['is_percentage']);
  return { ...taken, order_item_id: taken.order_item_id ?? undefined };
}

function statusOf({ quantity }: { quantity: number }, sent: Sent | null): LineStanding['status'] {
  if (quantity === 0) return 'voided';
  return sent ? 'sent' : 'unsent';
}
