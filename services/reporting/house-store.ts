import { type Cents, cents } from '#shared/contracts/money.ts';
import type { Settings } from '#shared/contracts/settings.ts';
import type { Connection } from '#shared/storage.ts';

/** Folded from catalog. */
export const MENU_TABLES = ['store_terms', 'menu_item', 'category'] as const;

export type Terms = Pick<Settings, 'timezone' | 'business_day_cutoff'>;
interface Deposit {
  id: number;
  order_id: number;
  method: string;
  amount: Cents;
  card_fee: Cents;
  cash_rounding: Cents;
}
type Held = { payment_id: number; order_id: number; amount: Cents };

/** What is true now: open orders, what was paid for them, and what catalog says of the store. */
export function openHouseBook(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const opened = sql('INSERT INTO open_order VALUES (?, ?)');
  const gone = sql('DELETE FROM open_order WHERE order_id = ?');
  const openOrders = sql('SELECT * FROM open_order ORDER BY order_id');
  const hold = sql('REPLACE INTO deposit VALUES (@id, @order_id, @method, @amount, @pending)');
  const release = sql('DELETE FROM deposit WHERE payment_id = ?');
  const held = sql('SELECT * FROM deposit WHERE pending = ? ORDER BY payment_id');
  const terms = sql('SELECT * FROM store_terms');
  const clearTerms = sql('DELETE FROM store_terms');
  const saveTerms = sql('INSERT INTO store_terms VALUES (@timezone, @business_day_cutoff)');
  const saveItem = sql('REPLACE INTO menu_item VALUES (@id, @category_id)');
  const saveCategory = sql('REPLACE INTO category VALUES (@id, @name)');

  function holdAs(pending: 0 | 1, payment: Deposit): void {
    const { id, order_id, method, card_fee, cash_rounding } = payment;
    const amount = payment.amount + card_fee + cash_rounding;
    hold.run({ id, order_id, method, amount, pending });
  }
  return {
    opened: (order_id: number, order_number: number) => void opened.run(order_id, order_number),
    gone: (order_id: number) => void gone.run(order_id),
    openOrders: () => openOrders.all() as { order_id: number; order_number: number }[],
    /** Paid for an order that is still open. */
    hold: (payment: Deposit) => holdAs(0, payment),
    /** A card that nobody knows the end of. */
    await: (payment: Deposit) => holdAs(1, payment),
    release: (payment_id: number) => void release.run(payment_id),
    deposits: () => held.all(0) as Held[],
    unknown: () => held.all(1) as Held[],
    terms: () => terms.get() as Terms | undefined,
    saveTerms({ timezone, business_day_cutoff }: Terms): void {
      clearTerms.run();
      saveTerms.run({ timezone, business_day_cutoff });
    },
    saveItem: ({ id, category_id }: { id: number; category_id: number }) =>
      void saveItem.run({ id, category_id }),
    saveCategory: ({ id, name }: { id: number; name: string }) =>
      void saveCategory.run({ id, name }),
  };
}

export const total = (held: readonly { amount: number }[]): Cents =>
  cents(held.reduce((all, { amount }) => all + amount, 0));
