import type { Availability } from '#shared/contracts/menu.ts';
import { fromRow, toRow } from '#shared/rows.ts';
import type { Connection } from '#shared/storage.ts';

/** `setting`: how often it was set; what orders counts from another setting is of no interest. */
export type SetAvailability = Availability & { setting: number };

/** What is sold out or counted down. */
export function openAvailability(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const find = sql('SELECT * FROM availability WHERE item_id = ?');
  const limited = sql(
    'SELECT * FROM availability WHERE sold_out OR remaining IS NOT NULL ORDER BY item_id',
  );
  const named = sql(
    `SELECT availability.*, item.name FROM availability JOIN item ON item.id = item_id
     WHERE sold_out OR remaining IS NOT NULL ORDER BY item_id`,
  );
  const nextBack = sql('SELECT min(sold_out_until) FROM availability').pluck();
  const save = sql(
    `REPLACE INTO availability
     VALUES (@item_id, @sold_out, @sold_out_until, @remaining, @setting)`,
  );
  const remove = sql('DELETE FROM availability WHERE item_id = ?');
  const read = (row: unknown) => fromRow<SetAvailability>(row, ['sold_out']);
  return {
    find(itemId: number): SetAvailability | undefined {
      const row = find.get(itemId);
      return row ? read(row) : undefined;
    },
    limited: () => limited.all().map(read),
    /** The same with their names, for screens that have no menu. */
    named: () =>
      named.all().map((row) => fromRow<SetAvailability & { name: string }>(row, ['sold_out'])),
    /** When the first one that comes back by itself does. */
    nextBack: () => nextBack.get() as string | null,
    save: (set: SetAvailability) => void save.run(toRow(set)),
    remove: (itemId: number) => void remove.run(itemId),
  };
}
