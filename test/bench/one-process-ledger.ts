import { randomUUID } from 'node:crypto';
import type { Connection } from '#shared/storage.ts';

/** A line as it was chosen, with its price in cents. */
interface ChosenLine {
  item_id: number;
  name: string;
  quantity: number;
  item_price: number;
  mods_price: number;
  total_price: number;
  tax: number;
  note: string | null;
  picked: { mod_id: number; mod_name: string; mod_price: number; quantity: number }[];
}

interface Head {
  staff_id: number;
  till: string;
  type: string;
  customer_name: string | null;
  note: string | null;
}

const LAST_NUMBER = 99;
const TAX = { tax_id: 1, name: 'Sales tax', percentage: 8, inclusive: false };
const TAXES = JSON.stringify([{ ...TAX, percentage: 80_000 }]);
const FRESH_LINE = { status: 'unsent', voided_quantity: 0, refunded_quantity: 0, discounts: [] };
/** A gateway's own key is forgotten after an hour. */
const KEPT_MS = 3600_000;

/** The plain program's SQL: one transaction for each order, with all that the product writes. */
export function openLedger(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const answered = sql('SELECT fingerprint, output FROM answer WHERE key = ?');
  const counter = sql('SELECT next_number FROM counter').pluck();
  const held = sql("SELECT 1 FROM orders WHERE status = 'open' AND order_number = ? LIMIT 1");
  const count = sql('UPDATE counter SET next_number = ?');
  const addOrder = sql(
    `INSERT INTO orders (order_number, number_shared, staff_id, till, type, status, held, version,
       customer_name, note, subtotal, discount_total, tax, tax_included, taxes, created_at)
     VALUES (@order_number, @number_shared, @staff_id, @till, @type, 'open', 0, 1,
       @customer_name, @note, @subtotal, 0, @tax, 0, @taxes, @created_at)`,
  );
  const addItem = sql(
    `INSERT INTO order_item (order_id, item_id, name, quantity, voided_quantity, item_price,
       mods_price, total_price, discount, tax, note, taxes)
     VALUES (@order_id, @item_id, @name, @quantity, 0, @item_price, @mods_price,
       @total_price, 0, @tax, @note, @taxes)`,
  );
  const addModifier = sql(
    `INSERT INTO order_item_modifier (order_item_id, mod_id, mod_name, mod_price, quantity)
     VALUES (@order_item_id, @mod_id, @mod_name, @mod_price, @quantity)`,
  );
  const setTill = sql('REPLACE INTO till VALUES (?, ?)');
  const addEvent = sql(
    `INSERT INTO journal (at, actor, type, body, prev_hash, hash)
     VALUES (?, ?, 'order_created', ?, ?, ?)`,
  );
  const keep = sql('INSERT INTO answer VALUES (?, ?, ?, ?)');
  let lastHash = '';

  function takeNumber() {
    let number = counter.get() as number;
    let tries = 0;
    for (; tries < LAST_NUMBER && held.get(number); tries++) number = (number % LAST_NUMBER) + 1;
    count.run((number % LAST_NUMBER) + 1);
    return { order_number: number, number_shared: tries === LAST_NUMBER };
  }

  function addLines(order_id: number, lines: ChosenLine[]) {
    return lines.map(({ picked, ...line }) => {
      const row = { ...line, order_id, taxes: TAXES };
      const id = Number(addItem.run(row).lastInsertRowid);
      const modifiers = picked.map((mod) => {
        const own = Number(addModifier.run({ ...mod, order_item_id: id }).lastInsertRowid);
        return { id: own, order_item_id: id, ...mod, mod_price: mod.mod_price / 100 };
      });
      const [item_price, mods_price] = [line.item_price / 100, line.mods_price / 100];
      const [total_price, tax] = [line.total_price / 100, line.tax / 100];
      return {
        id,
        order_id,
        ...line,
        item_price,
        mods_price,
        total_price,
        discount: 0,
        tax,
        ...FRESH_LINE,
        modifiers,
      };
    });
  }

  const take = connection.transaction(
    (head: Head, lines: ChosenLine[], key: string, print: string) => {
      const before = answered.get(key) as { fingerprint: string; output: string } | undefined;
      if (before?.fingerprint === print) return JSON.parse(before.output) as object;
      const created_at = new Date().toISOString();
      const numbered = takeNumber();
      const subtotal = lines.reduce((sum, line) => sum + line.total_price, 0);
      const tax = lines.reduce((sum, line) => sum + line.tax, 0);
      const shared = numbered.number_shared ? 1 : 0;
      const row = { ...head, ...numbered, number_shared: shared, subtotal, tax };
      const added = addOrder.run({ ...row, taxes: TAXES, created_at });
      const id = Number(added.lastInsertRowid);
      const order = answerOf(id, { ...head, ...numbered, created_at }, addLines(id, lines), {
        subtotal,
        tax,
      });
      setTill.run(head.till, id);
      const { order_number, number_shared, staff_id, till, type, items, discounts, total } = order;
      const event = { order_id: id, version: 1, total, order_number, number_shared, staff_id };
      const told = items.map(
        ({ id: line, item_id, name, quantity, total_price, note, modifiers }) => {
          const mods = modifiers.map((mod) => {
            return { mod_id: mod.mod_id, mod_name: mod.mod_name, quantity: mod.quantity };
          });
          return { id: line, item_id, name, quantity, total_price, note, modifiers: mods };
        },
      );
      const body = JSON.stringify({ ...event, till, type, items: told, discounts });
      const hash = randomUUID().replaceAll('-', '');
      addEvent.run(created_at, JSON.stringify({ staff_id, till }), body, lastHash, hash);
      lastHash = hash;
      const expiry = new Date(Date.now() + KEPT_MS).toISOString();
      keep.run(key, print, expiry, JSON.stringify(order));
      return order;
    },
  );

  return { take: take.immediate };
}

function answerOf<H extends object, L>(
  id: number,
  head: H,
  items: L[],
  { subtotal, tax }: { subtotal: number; tax: number },
) {
  const total = (subtotal + tax) / 100;
  return {
    id,
    ...head,
    status: 'open',
    held: false,
    version: 1,
    business_day: null,
    items,
    discounts: [],
    taxes: [{ ...TAX, taxable: subtotal / 100, tax: tax / 100 }],
    subtotal: subtotal / 100,
    discount_total: 0,
    tax: tax / 100,
    tax_included: 0,
    card_fee: 0,
    cash_rounding: 0,
    total,
    tip: 0,
    grand_total: total,
    amount_paid: 0,
    amount_refunded: 0,
    balance_due: total,
    card_fee_due: 0,
    balance_due_card: total,
    tip_choice: null,
    pending_attempt_id: null,
    payment_method: null,
    payments: [],
    refunds: [],
    sent_at: null,
    closed_at: null,
    voided_at: null,
    refunded_at: null,
  };
}
