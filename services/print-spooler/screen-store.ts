import type { Screen } from '#shared/contracts/screens.ts';
import type { Connection } from '#shared/storage.ts';
import { fromRow, toRow } from '#shared/rows.ts';

const FIELDS = [
  'screen_id',
  'kind',
  'name',
  'status',
  'code',
  'till',
  'stations',
  'registered_at',
  'approved_at',
  'seen_at',
] as const satisfies (keyof Screen)[];

export type Screens = ReturnType<typeof openScreens>;

/** The screens, each found by its id or by the hash of its secret, which nobody is told. */
export function openScreens(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const list = FIELDS.join(', ');
  const all = sql(`SELECT ${list} FROM screen ORDER BY registered_at DESC, screen_id`);
  const find = sql(`SELECT ${list} FROM screen WHERE screen_id = ?`);
  const ofSecret = sql(`SELECT ${list} FROM screen WHERE secret_hash = ?`);
  const add = sql(
    `INSERT INTO screen (${list}, secret_hash)
     VALUES (${FIELDS.map((field) => `@${field}`).join(', ')}, @secret_hash)`,
  );
  const change = sql(
    `UPDATE screen SET name = @name, status = @status, code = @code, till = @till,
       stations = @stations, approved_at = @approved_at WHERE screen_id = @screen_id`,
  );
  const see = sql('UPDATE screen SET seen_at = ? WHERE screen_id = ?');
  const remove = sql('DELETE FROM screen WHERE screen_id = ?');
  const screen = (row: unknown) =>
    row === undefined ? undefined : fromRow<Screen>(row, [], ['stations']);

  return {
    /** Newest first. */
    all: () => all.all().map((row) => screen(row) as Screen),
    find: (screen_id: string) => screen(find.get(screen_id)),
    ofSecret: (secret_hash: string) => screen(ofSecret.get(secret_hash)),
    add: (fresh: Screen, secret_hash: string) => void add.run({ ...toRow(fresh), secret_hash }),
    change: (known: Screen) => void change.run(toRow(known)),
    seen: (screen_id: string, at: string) => void see.run(at, screen_id),
    remove: (screen_id: string) => void remove.run(screen_id),
  };
}
