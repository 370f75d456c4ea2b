import type { Settings } from '#shared/contracts/catalog.ts';
import type { Ticket } from '#shared/contracts/print-spooler.ts';
import type { Connection } from '#shared/storage.ts';
import { fromRow, toRow } from '#shared/rows.ts';
import type { Told } from './station.ts';

/** A ticket before its first write, with the order's version that it came from. */
export type NewTicket = Omit<Ticket, 'id'> & { order_version: number };

const TERMS = ['address_lines', 'receipt_header', 'receipt_footer', 'tip_presets'] as const;

/** The store's terms as the catalog announces them; the one table that can be folded anew. */
export function openSettings(connection: Connection) {
  const read = connection.prepare('SELECT * FROM settings');
  const forget = connection.prepare('DELETE FROM settings');
  const write = connection.prepare(
    `INSERT INTO settings VALUES (@store_name, @address_lines, @timezone, @currency,
      @business_day_cutoff, @receipt_header, @receipt_footer, @phone, @tax_number, @tip_presets)`,
  );
  return {
    /** Undefined until the catalog was heard for the first time. */
    read: (): Settings | undefined => {
      const row = read.get();
      return row ? fromRow<Settings>(row, [], [...TERMS]) : undefined;
    },
    write: (settings: Settings): void => {
      forget.run();
      write.run(toRow(settings));
    },
  };
}

/** The tickets that hang at the stations, and hung there. */
export function openTickets(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const find = sql('SELECT * FROM ticket WHERE id = ?');
  const due = sql("SELECT * FROM ticket WHERE station_id = ? AND status = 'new' ORDER BY id");
  const add = sql(
    `INSERT INTO ticket (order_id, order_version, station_id, order_number, type, status,
       customer_name, note, sent_at, bumped_at, items)
     VALUES (@order_id, @order_version, @station_id, @order_number, @type, @status,
       @customer_name, @note, @sent_at, @bumped_at, @items)
     ON CONFLICT (order_id, station_id, order_version) DO NOTHING RETURNING id`,
  );
  const bump = sql("UPDATE ticket SET status = 'bumped', bumped_at = ? WHERE id = ?");
  const told = sql(
    `SELECT DISTINCT station_id, json_extract(value, '$.order_item_id') AS order_item_id
     FROM ticket, json_each(items) WHERE order_id = ?`,
  );
  /** Tickets from before there were changes have none. */
  function ticket(row: unknown): Ticket {
    const found = fromRow<Ticket>(row, [], ['items']);
    const items = found.items.map((item) => ({ ...item, change: item.change ?? 'none' }));
    return { ...found, items };
  }

  return {
    /** What each station was told of an order: a line for each. */
    told: (orderId: number) => told.all(orderId) as Told[],
    find: (id: number) => {
      const row = find.get(id);
      return row ? ticket(row) : undefined;
    },
    /** Oldest first. */
    due: (station_id: string) => due.all(station_id).map(ticket),
    /** Undefined when the station has it already. */
    add({ order_version, ...fresh }: NewTicket): Ticket | undefined {
      const row = add.get({ ...toRow(fresh), order_version }) as { id: number } | undefined;
      return row && { ...fresh, id: row.id };
    },
    bump: (id: number, at: string) => void bump.run(at, id),
  };
}
