import type { Payment } from '#shared/contracts/order.ts';
import type { Connection } from '#shared/storage.ts';
import { toRow } from '#shared/rows.ts';

export const PAYMENT_TABLES = ['payment'] as const;

interface Wanted {
  order_id?: number;
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
       AND (@date IS NULL OR business_day = @date)
       AND (@cursor IS NULL OR id < @cursor)
     ORDER BY id DESC LIMIT @limit`,
  );
  const add = sql(
    `INSERT INTO payment VALUES (@id, @order_id, @method, @amount, @card_fee, @tip,
       @cash_tendered, @change_due, @till, @staff_id, @created_at, NULL)`,
  );
  const stamp = sql('UPDATE payment SET business_day = ? WHERE order_id = ?');
  return {
    find: (id: number) => find.get(id) as Payment | undefined,
    /** Newest first; `cursor` is the id after which to go on. */
    list: ({ order_id, date, limit, cursor }: Wanted) =>
      list.all(toRow({ order_id, date, limit, cursor })) as Payment[],
    add: (payment: Payment) => void add.run(toRow(payment)),
    stamp: (orderId: number, businessDay: string) => void stamp.run(businessDay, orderId),
  };
}
