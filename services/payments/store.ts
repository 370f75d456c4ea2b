import type { Payment } from '#shared/contracts/order.ts';
import type { Connection } from '#shared/storage.ts';
import { toRow } from '#shared/rows.ts';

export const PAYMENT_TABLES = ['payment'] as const;

interface Wanted {
  order_id?: number;
  status?: Payment['status'];
  date?: string;
  limit: number;
  cursor?: number;
}

export type Store = ReturnType<typeof openStore>;

export function openStore(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const find = sql('SELECT * FROM payment WHERE id = ?');
  const list = sql(
    `SELECT * FROM payment
     WHERE (@order_id IS NULL OR order_id = @order_id)
       AND (@status IS NULL OR status = @status)
       AND (@date IS NULL OR business_day = @date)
       AND (@cursor IS NULL OR id < @cursor)
     ORDER BY id DESC LIMIT @limit`,
  );
  const add = sql(
    `INSERT INTO payment (id, order_id, method, amount, card_fee, tip, cash_rounding,
       cash_tendered, change_due, status, attempt_id, square_payment_id, card_brand, last4, till,
       staff_id, created_at)
     VALUES (@id, @order_id, @method, @amount, @card_fee, @tip, @cash_rounding, @cash_tendered,
       @change_due, @status, @attempt_id, @square_payment_id, @card_brand, @last4, @till,
       @staff_id, @created_at)`,
  );
  const setStatus = sql('UPDATE payment SET status = ? WHERE id = ?');
  const setTip = sql('UPDATE payment SET tip = ? WHERE id = ?');
  const stamp = sql('UPDATE payment SET business_day = ? WHERE order_id = ?');
  return {
    find: (id: number) => find.get(id) as Payment | undefined,
    /** Newest first; `cursor` is the id after which to go on. */
    list: ({ order_id, status, date, limit, cursor }: Wanted) =>
      list.all(toRow({ order_id, status, date, limit, cursor })) as Payment[],
    add: (payment: Payment) => void add.run(toRow(payment)),
    setStatus: (id: number, status: Payment['status']) => void setStatus.run(status, id),
    setTip: (id: number, tip: number) => void setTip.run(tip, id),
    stamp: (orderId: number, businessDay: string) => void stamp.run(businessDay, orderId),
  };
}
