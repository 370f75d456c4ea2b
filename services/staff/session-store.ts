import type { Connection } from '#shared/storage.ts';

export interface SessionRow {
  token_hash: string;
  staff_id: number;
  till: string;
  started_at: string;
  expires_at: string;
  ended_at: string | null;
  active_at: string;
}

/** Sessions, by the hash of their token. */
export function openSessionStore(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const find = sql('SELECT * FROM session WHERE token_hash = ?');
  const add = sql(
    `INSERT INTO session (token_hash, staff_id, till, started_at, expires_at, active_at)
     VALUES (@token_hash, @staff_id, @till, @started_at, @expires_at, @started_at)`,
  );
  const end = sql('UPDATE session SET ended_at = ? WHERE token_hash = ?');
  const used = sql('UPDATE session SET active_at = max(active_at, ?) WHERE token_hash = ?');
  const open = sql(
    'SELECT token_hash FROM session WHERE staff_id = ? AND ended_at IS NULL AND expires_at > ?',
  ).pluck();

  return {
    find: (tokenHash: string) => find.get(tokenHash) as SessionRow | undefined,
    add: (row: Omit<SessionRow, 'ended_at' | 'active_at'>) => void add.run(row),
    end: (tokenHash: string, at: string) => void end.run(at, tokenHash),
    used: (tokenHash: string, at: string) => void used.run(at, tokenHash),
    /** The hashes of a person's sessions that nobody has ended. */
    openOf: (staffId: number, at: string) => open.all(staffId, at) as string[],
  };
}
