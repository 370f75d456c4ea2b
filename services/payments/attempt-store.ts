import type { Attempt } from '#shared/contracts/attempt.ts';
import type { Cents } from '#shared/contracts/money.ts';
import { fromRow, toRow } from '#shared/rows.ts';
import type { Connection } from '#shared/storage.ts';
import type { NewAttempt, StoredAttempt, UnmatchedPayment } from './attempt.ts';

type Part = Pick<StoredAttempt, 'attempt_id' | 'tender_id' | 'amount' | 'card_fee' | 'tip'>;
/** What an attempt's end writes. */
export type Ending = Pick<
  StoredAttempt,
  | 'attempt_id'
  | 'status'
  | 'tip'
  | 'code'
  | 'square_payment_id'
  | 'card_brand'
  | 'last4'
  | 'captured'
  | 'capture_at'
  | 'settled_at'
  | 'resolution'
>;

export interface WantedAttempts {
  order_id?: number;
  status?: Attempt['status'];
  unmatched?: boolean;
  limit: number;
  cursor?: string;
}

export type AttemptStore = ReturnType<typeof openAttemptStore>;

/** Every try to let a card pay, and the money that matched none. */
export function openAttemptStore(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const unmatched = `COALESCE((SELECT SUM(amount + tip) FROM unmatched_payment AS u
    WHERE u.attempt_id = attempt.attempt_id AND u.state = 'open'), 0)`;
  const from = `SELECT *, amount + card_fee AS charge_amount, ${unmatched} AS unmatched
    FROM attempt`;
  const find = sql(`${from} WHERE attempt_id = ?`);
  const byKey = sql(`${from} WHERE begun_by = ?`);
  const byTender = sql(`${from} WHERE tender_id = ? ORDER BY id DESC LIMIT 1`);
  const open = sql(`${from} WHERE status IN ('created', 'sending', 'unknown') ORDER BY id`);
  const endedSince = sql(`${from} WHERE settled_at > ? ORDER BY id`);
  const held = sql(`${from} WHERE capture_at <= ? ORDER BY capture_at`);
  const list = sql(
    `${from} WHERE tender_id IS NOT NULL
       AND (@order_id IS NULL OR order_id = @order_id)
       AND (@status IS NULL OR status = @status)
       AND (@unmatched IS NULL OR (${unmatched} > 0) = @unmatched)
       AND (@cursor IS NULL OR id < (SELECT id FROM attempt WHERE attempt_id = @cursor))
     ORDER BY id DESC LIMIT @limit`,
  );
  const add = sql(
    `INSERT INTO attempt (attempt_id, begun_by, tender_id, order_id, kind, status, amount, card_fee,
       tip, currency, location_id, request, autocomplete, till, staff_id, created_at)
     VALUES (@attempt_id, @begun_by, @tender_id, @order_id, @kind, @status, @amount, @card_fee,
       @tip, @currency, @location_id, @request, @autocomplete, @till, @staff_id, @created_at)`,
  );
  const remove = sql('DELETE FROM attempt WHERE attempt_id = ? AND tender_id IS NULL');
  const setPart = sql(
    `UPDATE attempt SET tender_id = @tender_id, amount = @amount, card_fee = @card_fee, tip = @tip
     WHERE attempt_id = @attempt_id`,
  );
  const setStatus = sql('UPDATE attempt SET status = ? WHERE attempt_id = ?');
  const interrupted = sql("UPDATE attempt SET status = 'unknown' WHERE status = 'sending'");
  const end = sql(
    `UPDATE attempt SET status = @status, tip = @tip, code = @code,
       square_payment_id = @square_payment_id, card_brand = @card_brand, last4 = @last4,
       captured = @captured, capture_at = @capture_at, settled_at = @settled_at,
       resolution = @resolution, request = NULL
     WHERE attempt_id = @attempt_id`,
  );
  const setTip = sql('UPDATE attempt SET tip = ? WHERE attempt_id = ?');
  const setCapture = sql(
    'UPDATE attempt SET captured = ?, capture_at = NULL, code = ? WHERE attempt_id = ?',
  );
  const resolve = sql('UPDATE attempt SET resolution = ? WHERE attempt_id = ?');
  const owner = sql(
    `SELECT attempt_id FROM attempt WHERE square_payment_id = @id
     UNION ALL SELECT attempt_id FROM unmatched_payment WHERE square_payment_id = @id`,
  ).pluck();
  const addUnmatched = sql(
    `INSERT INTO unmatched_payment VALUES
     (@square_payment_id, @attempt_id, @amount, @tip, @code, @state, @created_at)`,
  );
  const openUnmatched = sql("SELECT * FROM unmatched_payment WHERE state = 'open'");
  const unmatchedOf = sql(
    "SELECT * FROM unmatched_payment WHERE attempt_id = ? AND state = 'open'",
  );
  const oneUnmatched = sql('SELECT * FROM unmatched_payment WHERE square_payment_id = ?');
  const setUnmatched = sql('UPDATE unmatched_payment SET state = ? WHERE square_payment_id = ?');

  const attempt = (row: unknown) => fromRow<StoredAttempt>(row, ['autocomplete', 'captured']);
  const maybe = (row: unknown) => (row ? attempt(row) : undefined);
  return {
    find: (attempt_id: string) => maybe(find.get(attempt_id)),
    /** The one that a question has begun. */
    byKey: (begun_by: string) => maybe(byKey.get(begun_by)),
    byTender: (tender_id: number) => maybe(byTender.get(tender_id)),
    open: () => open.all().map(attempt),
    /** Those that ended after an instant. */
    endedSince: (instant: string) => endedSince.all(instant).map(attempt),
    /** Those whose money is to be taken by an instant. */
    held: (until: string) => held.all(until).map(attempt),
    /** Newest first; `cursor` is the attempt after which to go on. */
    list: ({ order_id, status, unmatched: only, limit, cursor }: WantedAttempts) =>
      list.all(toRow({ order_id, status, unmatched: only, limit, cursor })).map(attempt),
    add: (fresh: NewAttempt) => void add.run(toRow(fresh)),
    /** One that orders has refused to begin. */
    remove: (attempt_id: string) => void remove.run(attempt_id),
    setPart: (part: Part) => void setPart.run(toRow(part)),
    setStatus: (attempt_id: string, status: Attempt['status']) =>
      void setStatus.run(status, attempt_id),
    /** Nobody knows what became of what was being sent at a stop. */
    interrupted: () => void interrupted.run(),
    end: (ending: Ending) => void end.run(toRow(ending)),
    setTip: (attempt_id: string, tip: Cents) => void setTip.run(tip, attempt_id),
    /** What was held is taken, or with a code: could not be. */
    setCapture: (attempt_id: string, captured: boolean, code: string | null) =>
      void setCapture.run(captured ? 1 : 0, code, attempt_id),
    resolve: (attempt_id: string, resolution: string) => void resolve.run(resolution, attempt_id),
    /** The attempt that a payment of Square's has been put to. */
    ownerOf: (id: string) => owner.get({ id }) as string | undefined,
    addUnmatched: (fresh: UnmatchedPayment) => void addUnmatched.run(toRow(fresh)),
    openUnmatched: () => openUnmatched.all() as UnmatchedPayment[],
    unmatchedOf: (attempt_id: string) => unmatchedOf.all(attempt_id) as UnmatchedPayment[],
    unmatched: (id: string) => oneUnmatched.get(id) as UnmatchedPayment,
    setUnmatched: (id: string, state: UnmatchedPayment['state']) =>
      void setUnmatched.run(state, id),
  };
}
