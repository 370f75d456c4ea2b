import type { Person } from '#shared/contracts/staff.ts';
import type { Connection } from '#shared/storage.ts';
import { fromRow, toRow } from '#shared/rows.ts';

export interface SessionRow {
  token_hash: string;
  staff_id: number;
  till: string;
  started_at: string;
  expires_at: string;
  ended_at: string | null;
}

export type Store = ReturnType<typeof openStore>;

export function openStore(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const anybody = sql('SELECT 1 FROM staff LIMIT 1');
  const byPin = sql('SELECT id, name, isAdmin, available FROM staff WHERE pin_hash = ?');
  const byId = sql('SELECT id, name, isAdmin, available FROM staff WHERE id = ?');
  const add = sql(
    `INSERT INTO staff (name, pin_hash, isAdmin, available)
     VALUES (@name, @pin_hash, @isAdmin, @available) RETURNING id`,
  );
  const session = sql('SELECT * FROM session WHERE token_hash = ?');
  const addSession = sql(
    'INSERT INTO session VALUES (@token_hash, @staff_id, @till, @started_at, @expires_at, NULL)',
  );
  const endSession = sql('UPDATE session SET ended_at = ? WHERE token_hash = ?');
  const person = (row: unknown) =>
    row ? fromRow<Person>(row, ['isAdmin', 'available']) : undefined;

  return {
    isEmpty: () => anybody.get() === undefined,
    /** By the hash of their PIN: there is no other way to say who one is. */
    findByPin: (pinHash: string) => person(byPin.get(pinHash)),
    find: (id: number) => person(byId.get(id)),
    add(newcomer: Omit<Person, 'id'> & { pin_hash: string }): Person {
      const { id } = add.get(toRow(newcomer)) as { id: number };
      return this.find(id) as Person;
    },
    findSession: (tokenHash: string) => session.get(tokenHash) as SessionRow | undefined,
    addSession: (row: Omit<SessionRow, 'ended_at'>) => void addSession.run(row),
    endSession: (tokenHash: string, at: string) => void endSession.run(at, tokenHash),
  };
}
