import type { Station } from '#shared/contracts/stations.ts';
import type { Connection } from '#shared/storage.ts';
import { fromRow, toRow } from '#shared/rows.ts';
import type { Making } from './station.ts';

const FIELDS = [
  'name',
  'sort_order',
  'category_ids',
  'is_default',
  'is_expo',
  'backup_printer_id',
] as const;
/** The tables that the catalog's announcements fill. */
export const MAKING_TABLES = ['menu_item'] as const;

export type Stations = ReturnType<typeof openStations>;

/** The stations; one that was taken away is still named by its tickets, and found by nobody. */
export function openStations(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const all = sql(
    `SELECT id, ${FIELDS.join(', ')} FROM station WHERE deleted = 0 ORDER BY sort_order, id`,
  );
  const ever = sql('SELECT id FROM station').pluck();
  const save = sql(
    `INSERT INTO station (id, ${FIELDS.join(', ')})
     VALUES (@id, ${FIELDS.map((field) => `@${field}`).join(', ')})
     ON CONFLICT (id) DO UPDATE SET ${FIELDS.map((f) => `${f} = excluded.${f}`).join(', ')}`,
  );
  const remove = sql('UPDATE station SET deleted = 1 WHERE id = ?');

  return {
    /** In the order in which they stand. */
    all: () =>
      all.all().map((row) => fromRow<Station>(row, ['is_default', 'is_expo'], ['category_ids'])),
    /** Every id that there ever was. */
    idsEver: () => ever.all() as string[],
    save: (station: Station) => void save.run(toRow(station)),
    remove: (id: string) => void remove.run(id),
  };
}

/** What the menu says of who makes an item. */
export function openMaking(connection: Connection) {
  const find = connection.prepare('SELECT category_id, station_ids FROM menu_item WHERE id = ?');
  const save = connection.prepare(
    'REPLACE INTO menu_item VALUES (@id, @category_id, @station_ids)',
  );
  const remove = connection.prepare('DELETE FROM menu_item WHERE id = ?');
  return {
    /** Undefined: of no item that was heard of. */
    find: (id: number): Making | undefined => {
      const row = find.get(id);
      return row ? fromRow<Making>(row, [], ['station_ids']) : undefined;
    },
    save: ({ id, category_id, station_ids }: Making & { id: number }) =>
      void save.run(toRow({ id, category_id, station_ids })),
    remove: ({ id }: { id: number }) => void remove.run(id),
  };
}
