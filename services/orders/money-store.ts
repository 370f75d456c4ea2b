import type { Payment } from '#shared/contracts/order.ts';
import { fromRow, toRow } from '#shared/rows.ts';
import type { Connection } from '#shared/storage.ts';
import type { PaymentStanding, RefundStanding } from './standing.ts';

/** What a till said of the card of a pending payment. */
export interface CardWords {
  source_id?: string;
  payment_id?: string;
}
/** How a pending payment ended. */
export type Settled = Pick<
  Payment,
  'id' | 'status' | 'tip' | 'card_fee' | 'attempt_id' | 'square_payment_id' | 'card_brand' | 'last4'
>;

/** Payments and refunds of orders. */
export function openMoneyStore(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const columns = `id, order_id, method, amount, card_fee, tip, cash_rounding, cash_tendered,
    change_due, status, attempt_id, square_payment_id, card_brand, last4, till, staff_id,
    created_at, unknown`;
  // +?: see line-store.ts
  const payments = sql(`SELECT ${columns} FROM payment WHERE order_id = +? ORDER BY id`);
  const payment = sql(`SELECT ${columns} FROM payment WHERE id = ?`);
  const keyed = sql(`SELECT ${columns} FROM payment WHERE order_id = ? AND tender_key = ?
     ORDER BY id DESC LIMIT 1`);
  const byAttempt = sql(`SELECT ${columns} FROM payment WHERE attempt_id = ?`);
  const note = sql('UPDATE payment SET card = ? WHERE id = ?');
  const forget = sql('UPDATE payment SET card = NULL, unknown = 0 WHERE id = ?');
  const markUnknown = sql('UPDATE payment SET unknown = 1 WHERE id = ?');
  const setTip = sql('UPDATE payment SET tip = ? WHERE id = ?');
  const card = sql('SELECT card FROM payment WHERE id = ?').pluck();
  const asked = sql(
    "SELECT id FROM payment WHERE status = 'pending' AND card IS NOT NULL ORDER BY id",
  ).pluck();
  const addPayment = sql(
    `INSERT INTO payment (order_id, method, amount, card_fee, tip, cash_rounding, cash_tendered,
       change_due, status, attempt_id, till, staff_id, created_at, tender_key, card)
     VALUES (@order_id, @method, @amount, @card_fee, @tip, @cash_rounding, @cash_tendered,
       @change_due, @status, @attempt_id, @till, @staff_id, @created_at, @tender_key, @card)`,
  );
  const settle = sql(
    `UPDATE payment SET status = @status, tip = @tip, card_fee = @card_fee,
       attempt_id = @attempt_id, square_payment_id = @square_payment_id, card_brand = @card_brand,
       last4 = @last4, card = NULL, unknown = 0 WHERE id = @id`,
  );
  const refunds = sql('SELECT * FROM refund WHERE order_id = +? ORDER BY id');
  const addRefund = sql(
    `INSERT INTO refund (order_id, reason, amount, net, tax, card_fee, tip, cash_rounding, taxes,
       items, payments, business_day, till, staff_id, created_at, reverses)
     VALUES (@order_id, @reason, @amount, @net, @tax, @card_fee, @tip, @cash_rounding, @taxes,
       @items, @payments, @business_day, @till, @staff_id, @created_at, @reverses)`,
  );

  const read = (row: unknown) => fromRow<PaymentStanding>(row, ['unknown']);
  const found = (row: unknown) => (row ? read(row) : undefined);

  return {
    paymentsOf: (orderId: number) => payments.all(orderId).map(read),
    payment: (id: number) => found(payment.get(id)),
    byAttempt: (attempt_id: string) => found(byAttempt.get(attempt_id)),
    /** What payments is asked to charge. */
    note: (id: number, words: CardWords) => void note.run(JSON.stringify(words), id),
    /** It was not that: the reader is at it as before, and nobody is asked. */
    forget: (id: number) => void forget.run(id),
    /** Square may or may not have charged it. */
    markUnknown: (id: number) => void markUnknown.run(id),
    setTip: (id: number, tip: number) => void setTip.run(tip, id),
    /** What the till said of a pending payment's card. */
    cardOf(id: number): CardWords | undefined {
      const words = card.get(id) as string | null | undefined;
      return words ? (JSON.parse(words) as CardWords) : undefined;
    },
    /** Cards that payments was asked to charge and of which nobody has said yet what became. */
    asked: () => asked.all() as number[],
    /** The payment that a question has taken already, before a restart. */
    keyed: (orderId: number, key: string) => found(keyed.get(orderId, key)),
    addPayment(fresh: NewPayment, tender_key?: string, words?: CardWords): number {
      const row = { ...fresh, tender_key, card: words && JSON.stringify(words) };
      return Number(addPayment.run(toRow(row)).lastInsertRowid);
    },
    settle: (settled: Settled) => void settle.run(toRow(settled)),
    refundsOf: (orderId: number) =>
      refunds
        .all(orderId)
        .map((row) => fromRow<RefundStanding>(row, [], ['taxes', 'items', 'payments'])),
    addRefund: (fresh: Omit<RefundStanding, 'id'>) =>
      Number(addRefund.run(toRow(fresh)).lastInsertRowid),
  };
}

/** A payment before it has an id. */
export type NewPayment = Omit<Payment, 'id' | 'square_payment_id' | 'card_brand' | 'last4'>;
