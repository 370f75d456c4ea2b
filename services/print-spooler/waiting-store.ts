import { fromRow, toRow } from '#shared/rows.ts';
import type { Connection } from '#shared/storage.ts';
import type { WaitingOrder } from './waiting.ts';

/** Orders for later, from when they were sent; one that hangs stays known by its version. */
export function openWaiting(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const find = sql('SELECT * FROM waiting_order WHERE order_id = ?');
  const all = sql(
    'SELECT * FROM waiting_order WHERE scheduled_for IS NOT NULL ORDER BY scheduled_for, order_id',
  );
  const due = sql(
    'SELECT * FROM waiting_order WHERE scheduled_for <= ? ORDER BY scheduled_for, order_id',
  );
  const save = sql(
    'REPLACE INTO waiting_order VALUES (@order_id, @version, @scheduled_for, @sent, @actor)',
  );
  const order = (row: unknown) => fromRow<WaitingOrder>(row, [], ['sent', 'actor']);

  return {
    /** Also one that waits no more. */
    find(order_id: number): WaitingOrder | undefined {
      const row = find.get(order_id);
      return row ? order(row) : undefined;
    },
    /** Those that wait, the next one first. */
    all: () => all.all().map(order),
    /** Those that are wanted by then. */
    due: (wanted_by: string) => due.all(wanted_by).map(order),
    save({ sent, actor, ...one }: WaitingOrder): void {
      const kept = { sent: JSON.stringify(sent), actor: JSON.stringify(actor) };
      save.run(toRow({ ...one, ...kept }));
    },
  };
}
