import { fromRow, toRow } from '#shared/rows.ts';
import type { Connection } from '#shared/storage.ts';
import { type Portion, takePortions } from './portion.ts';

export type PortionStore = ReturnType<typeof openPortions>;

/** What is sold out or counted down: set by catalog, taken from by orders alone. */
export function openPortions(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const find = sql('SELECT * FROM portion WHERE item_id = ?');
  const save = sql(
    `REPLACE INTO portion
     VALUES (@item_id, @sold_out, @sold_out_until, @remaining, @setting)`,
  );
  const count = sql('UPDATE portion SET remaining = @remaining WHERE item_id = @item_id');
  const remove = sql('DELETE FROM portion WHERE item_id = ?');
  return {
    set: (portion: Portion) => void save.run(toRow(portion)),
    remove: (itemId: number) => void remove.run(itemId),
    /** Takes portions, or gives back; SOLD_OUT. Answers each count that changed. */
    take(lines: { item_id: number; quantity: number }[], at: string) {
      return lines.flatMap(({ item_id, quantity }) => {
        const row = find.get(item_id);
        const portion = row ? fromRow<Portion>(row, ['sold_out']) : undefined;
        const remaining = takePortions(portion, quantity, at);
        if (!portion || remaining === undefined) return [];
        count.run({ item_id, remaining });
        return [{ item_id, remaining, setting: portion.setting }];
      });
    },
  };
}
