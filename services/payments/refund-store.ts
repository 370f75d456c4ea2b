import type { CardRefund } from '#shared/contracts/card-refund.ts';
import { toRow } from '#shared/rows.ts';
import type { Connection } from '#shared/storage.ts';
import type { NewRefund, StoredRefund } from './card-refund.ts';

interface Wanted {
  status?: CardRefund['status'];
  order_id?: number;
  limit: number;
  cursor?: number;
}
/** What Square has said, or not said. */
type Said = Pick<StoredRefund, 'id' | 'status' | 'code' | 'square_refund_id'>;

export type RefundStore = ReturnType<typeof openRefundStore>;

/** Money on its way back to cards. */
export function openRefundStore(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const add = sql(
    `INSERT INTO card_refund
       (refund_id, payment_id, square_payment_id, order_id, amount, status, next_at, requested_at)
     VALUES (@refund_id, @payment_id, @square_payment_id, @order_id, @amount, 'requested',
       @requested_at, @requested_at)
     ON CONFLICT DO NOTHING`,
  );
  const find = sql('SELECT * FROM card_refund WHERE id = ?');
  // one after the other for each payment: the next is not sent before the last one is answered
  const inTurn = `FROM card_refund AS one WHERE next_at IS NOT NULL AND NOT EXISTS
    (SELECT 1 FROM card_refund AS before WHERE before.next_at IS NOT NULL
       AND before.payment_id = one.payment_id AND before.id < one.id
       AND before.status = 'requested')`;
  // never asked yet: due, though orders wrote it down while the clock was ahead
  const due = sql(
    `SELECT * ${inTurn} AND (next_at <= ? OR (tries = 0 AND code IS NULL)) ORDER BY id LIMIT 1`,
  );
  const next = sql(`SELECT min(next_at) ${inTurn}`).pluck();
  const unsettled = sql('SELECT * FROM card_refund WHERE next_at IS NOT NULL ORDER BY id');
  const hurry = sql('UPDATE card_refund SET next_at = @at WHERE next_at > @at');
  const hurryOne = sql(
    'UPDATE card_refund SET next_at = @at WHERE square_refund_id = @id AND next_at > @at',
  );
  const isKnown = sql('SELECT 1 FROM card_refund WHERE square_refund_id = ?');
  const refusedBefore = sql(
    'SELECT count(*) FROM card_refund WHERE square_payment_id = ? AND id < ?',
  ).pluck();
  const refusal = sql(
    `SELECT card_refund.code FROM card_refund JOIN unmatched_payment USING (square_payment_id)
     WHERE attempt_id = ? AND state = 'open' ORDER BY id DESC LIMIT 1`,
  ).pluck();
  const sumOf = sql(
    `SELECT coalesce(sum(amount), 0) FROM card_refund
     WHERE payment_id = ? AND status <> 'failed'`,
  ).pluck();
  const setRequest = sql('UPDATE card_refund SET request = ? WHERE id = ?');
  const later = sql(
    `UPDATE card_refund SET status = @status, code = @code, square_refund_id = @square_refund_id,
       tries = @tries, next_at = @next_at WHERE id = @id`,
  );
  const settle = sql(
    `UPDATE card_refund SET status = @status, code = @code, square_refund_id = @square_refund_id,
       next_at = NULL, settled_at = @at WHERE id = @id`,
  );
  const list = sql(
    `SELECT * FROM card_refund
     WHERE (@status IS NULL OR status = @status) AND (@order_id IS NULL OR order_id = @order_id)
       AND (@cursor IS NULL OR id < @cursor)
     ORDER BY id DESC LIMIT @limit`,
  );
  return {
    /** Once, however often it is told. */
    add: (fresh: NewRefund) => void add.run(toRow(fresh)),
    find: (id: number) => find.get(id) as StoredRefund | undefined,
    /** The oldest that Square is to be asked about by now. */
    due: (at: string) => due.get(at) as StoredRefund | undefined,
    /** When the next one is due. */
    next: () => next.get() as string | null,
    unsettled: () => unsettled.all() as StoredRefund[],
    /** All that is unsettled is due. */
    hurry: (at: string) => void hurry.run({ at }),
    hurryOne: (id: string, at: string) => void hurryOne.run({ id, at }),
    isKnown: (square_refund_id: string) => isKnown.get(square_refund_id) !== undefined,
    /** How often Square has refused the same unmatched money before. */
    refusedBefore: ({ square_payment_id, id }: StoredRefund) =>
      refusedBefore.get(square_payment_id, id) as number,
    /** Why Square did not give back what of an attempt is unmatched. */
    refusalOf: (attempt_id: string) => refusal.get(attempt_id) as string | undefined,
    /** What of a payment goes back, or has gone. */
    sumOf: (payment_id: number) => sumOf.get(payment_id) as number,
    setRequest: (id: number, request: string) => void setRequest.run(request, id),
    later: (said: Said & { tries: number; next_at: string }) => void later.run(toRow(said)),
    settle: (said: Said & { at: string }) => void settle.run(toRow(said)),
    /** Newest first; `cursor` is the id after which to go on. */
    list: ({ status, order_id, limit, cursor }: Wanted) =>
      list.all(toRow({ status, order_id, limit, cursor })) as StoredRefund[],
  };
}
