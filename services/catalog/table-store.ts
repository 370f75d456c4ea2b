import { fromRow, toRow } from '#shared/rows.ts';
import type { Connection } from '#shared/storage.ts';

interface Columns<T> {
  columns: (keyof T & string)[];
  flags: (keyof T)[];
  lists?: (keyof T)[];
  /** Names are unique among those that have the same in this column; else in the whole table. */
  within?: keyof T & string;
}

/** A table of things that have a name; columns of other names are not written. */
export interface Table<T extends { id: number; name: string }> {
  all(): T[];
  find(id: number): T | undefined;
  count(): number;
  add(entity: Omit<T, 'id'>): T;
  change(entity: T): T;
  remove(id: number): void;
  /** The id of another one that has this name, but for the case of a–z. */
  namesake(entity: Omit<T, 'id'> & { id?: number }): number | undefined;
}

export function openTable<T extends { id: number; name: string }>(
  connection: Connection,
  table: string,
  { columns, flags, lists = [], within }: Columns<T>,
): Table<T> {
  const sql = (text: string) => connection.prepare(text);
  const all = sql(`SELECT * FROM ${table} ORDER BY id`);
  const find = sql(`SELECT * FROM ${table} WHERE id = ?`);
  const count = sql(`SELECT count(*) FROM ${table}`).pluck();
  const values = columns.map((column) => `@${column}`);
  const add = sql(`INSERT INTO ${table} (${columns}) VALUES (${values}) RETURNING *`);
  const change = sql(
    `UPDATE ${table} SET ${columns.map((c) => `${c} = @${c}`)} WHERE id = @id RETURNING *`,
  );
  const remove = sql(`DELETE FROM ${table} WHERE id = ?`);
  const namesake = sql(
    `SELECT id FROM ${table} WHERE name = @name COLLATE NOCASE AND id IS NOT @id
       ${within ? `AND ${within} IS @${within}` : ''} LIMIT 1`,
  ).pluck();
  const read = (row: unknown) => fromRow<T>(row, flags, lists);

  return {
    all: () => all.all().map(read),
    find(id) {
      const row = find.get(id);
      return row ? read(row) : undefined;
    },
    count: () => count.get() as number,
    add: (entity) => read(add.get(toRow(entity))),
    change: (entity) => read(change.get(toRow(entity))),
    remove: (id) => void remove.run(id),
    namesake: (entity) => namesake.get({ id: null, ...toRow(entity) }) as number | undefined,
  };
}
