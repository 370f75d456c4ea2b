import type { SquareTerminal } from '#shared/contracts/terminal.ts';
import { toRow } from '#shared/rows.ts';
import type { Connection } from '#shared/storage.ts';
import type { StoredCheckout } from './terminal.ts';

/** A terminal as it stands in the file. */
export interface StoredTerminal extends SquareTerminal {
  question_key: string;
  square_key: string;
  code_id: string | null;
}
type Progress = Pick<
  StoredCheckout,
  'attempt_id' | 'square_checkout_id' | 'status' | 'cancel_reason' | 'settled_at'
>;
type CodeRow = Pick<StoredTerminal, 'id' | 'code_id' | 'code' | 'pair_by'>;

export type TerminalStore = ReturnType<typeof openTerminalStore>;

/** Terminals, and what was sent to them. */
export function openTerminalStore(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const all = sql('SELECT * FROM terminal ORDER BY id');
  const byKey = sql('SELECT * FROM terminal WHERE question_key = ?');
  const byId = sql('SELECT * FROM terminal WHERE id = ?');
  const add = sql(
    `INSERT INTO terminal (question_key, square_key, name, status, created_at)
     VALUES (@question_key, @square_key, @name, 'pairing', @created_at)`,
  );
  const setCode = sql(
    'UPDATE terminal SET code_id = @code_id, code = @code, pair_by = @pair_by WHERE id = @id',
  );
  const pair = sql(
    `UPDATE terminal SET status = 'paired', device_id = ?, paired_at = ?, code = NULL
     WHERE id = ?`,
  );
  const expire = sql("UPDATE terminal SET status = 'expired', code = NULL WHERE id = ?");
  const older = sql('DELETE FROM terminal WHERE device_id = ? AND id <> ?');
  const remove = sql('DELETE FROM terminal WHERE id = ?');
  const find = sql('SELECT * FROM terminal_checkout WHERE attempt_id = ?');
  const bySquare = sql('SELECT * FROM terminal_checkout WHERE square_checkout_id = ?');
  const open = sql('SELECT * FROM terminal_checkout WHERE settled_at IS NULL');
  const send = sql(
    `INSERT INTO terminal_checkout (attempt_id, device_id, request, status, created_at)
     VALUES (@attempt_id, @device_id, @request, 'sending', @created_at)`,
  );
  const progress = sql(
    `UPDATE terminal_checkout SET square_checkout_id = @square_checkout_id, status = @status,
       cancel_reason = @cancel_reason, settled_at = @settled_at WHERE attempt_id = @attempt_id`,
  );
  return {
    all: () => all.all() as StoredTerminal[],
    terminal: (id: number) => byId.get(id) as StoredTerminal | undefined,
    /** The one that a question has begun. */
    byKey: (key: string) => byKey.get(key) as StoredTerminal | undefined,
    add: (fresh: Pick<StoredTerminal, 'question_key' | 'square_key' | 'name' | 'created_at'>) =>
      Number(add.run(toRow(fresh)).lastInsertRowid),
    setCode: (row: CodeRow) => void setCode.run(toRow(row)),
    /** A terminal that is paired anew is there once. */
    pair(id: number, device_id: string, at: string): void {
      older.run(device_id, id);
      pair.run(device_id, at, id);
    },
    expire: (id: number) => void expire.run(id),
    remove: (id: number) => void remove.run(id),
    checkout: (attempt_id: string) => find.get(attempt_id) as StoredCheckout | undefined,
    bySquareId: (id: string) => bySquare.get(id) as StoredCheckout | undefined,
    openCheckouts: () => open.all() as StoredCheckout[],
    send: (fresh: Pick<StoredCheckout, 'attempt_id' | 'device_id' | 'request' | 'created_at'>) =>
      void send.run(toRow(fresh)),
    setProgress: (row: Progress) => void progress.run(toRow(row)),
  };
}
