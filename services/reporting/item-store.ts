import { cents } from '#shared/contracts/money.ts';
import type { CategorySale, ItemSale, Span } from '#shared/contracts/reports.ts';
import type { Connection } from '#shared/storage.ts';
import { type Fold, openCalled, openSums } from './sum-store.ts';
import { worthOf } from './worth.ts';

type ItemKey = { item_id: number };
type ModKey = { item_id: number; mod_id: number };

/** What was sold, by item with its modifiers, and by category. */
export function openItems(connection: Connection) {
  const items = openSums(
    connection,
    'item_day',
    ['item_id'],
    ['quantity', 'gross', 'sold', 'tax', 'quantity_returned', 'returned'],
  );
  const mods = openSums(connection, 'modifier_day', ['item_id', 'mod_id'], ['quantity', 'amount']);
  const called = openCalled(connection, 'item');
  const modCalled = openCalled(connection, 'modifier');
  const addLine = connection.prepare(
    'INSERT INTO line VALUES (@order_item_id, @order_id, @item_id, @quantity, @net)',
  );
  const itemOf = connection.prepare('SELECT item_id FROM line WHERE order_item_id = ?').pluck();
  const categoryOf = connection
    .prepare('SELECT category_id FROM menu_item WHERE item_id = ?')
    .pluck();
  const categories = connection.prepare('SELECT category_id, name FROM category');

  const fold: Fold = {
    sold(at, { order_id, lines }) {
      for (const { order_item_id, item_id, name, quantity, gross, net, tax, modifiers } of lines) {
        addLine.run({ order_item_id, order_id, item_id, quantity, net });
        items.add(at, { item_id }, { quantity, gross, sold: net, tax });
        called.call(item_id, name);
        for (const { mod_id, mod_name, quantity: times, amount } of modifiers) {
          mods.add(at, { item_id, mod_id }, { quantity: times, amount });
          modCalled.call(mod_id, mod_name);
        }
      }
    },
    refunded(at, { items: back }) {
      for (const { order_item_id, quantity, net, tax } of back) {
        const item_id = itemOf.get(order_item_id) as number;
        const less = { quantity_returned: quantity, returned: net, tax: 0 - tax };
        items.add(at, { item_id }, less);
      }
    },
  };

  function between(span: Span): ItemSale[] {
    const modifiers = Map.groupBy(mods.between<ModKey>(span), ({ item_id }) => item_id);
    return items.between<ItemKey>(span).map((row) => ({
      item_id: row.item_id,
      name: called.nameOf(row.item_id),
      category_id: (categoryOf.get(row.item_id) as number | undefined) ?? null,
      quantity: row.quantity,
      quantity_refunded: row.quantity_returned,
      ...worthOf(row),
      tax: cents(row.tax),
      modifiers: (modifiers.get(row.item_id) ?? []).map(({ mod_id, quantity, amount }) => {
        return { mod_id, name: modCalled.nameOf(mod_id), quantity, amount: cents(amount) };
      }),
    }));
  }

  /** An item counts where the menu has it now; what is deleted, where it was. */
  function byCategory(span: Span): CategorySale[] {
    const rows = categories.all() as { category_id: number; name: string }[];
    const names = new Map(rows.map((one) => [one.category_id, one.name]));
    const byId = Map.groupBy(between(span), ({ category_id }) => category_id);
    return [...byId]
      .toSorted(([a], [b]) => (a ?? Infinity) - (b ?? Infinity))
      .map(([category_id, sales]) => {
        const of = (name: 'gross' | 'discounts' | 'refunds' | 'net') =>
          cents(sales.reduce((all, sale) => all + sale[name], 0));
        return {
          category_id,
          name: names.get(category_id ?? 0) ?? '',
          quantity: sales.reduce((all, sale) => all + sale.quantity, 0),
          gross: of('gross'),
          discounts: of('discounts'),
          refunds: of('refunds'),
          net: of('net'),
        };
      });
  }

  return { fold, between, byCategory };
}
