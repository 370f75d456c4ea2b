import type { Connection } from '#shared/storage.ts';
import { fromRow, toRow } from '#shared/rows.ts';
import type { Told } from './station.ts';
import type { HungTicket } from './ticket.ts';

/** A send of an order, as a station hears of it. */
interface Send {
  order_id: number;
  station_id: string;
  order_version: number;
}

/** All but the id; one that is forgotten here, tsc misses. */
const FIELDS = Object.keys({
  order_id: 1,
  station_id: 1,
  order_number: 1,
  type: 1,
  status: 1,
  recalled: 1,
  rush: 1,
  customer_name: 1,
  note: 1,
  sent_at: 1,
  scheduled_for: 1,
  delivered_at: 1,
  started_at: 1,
  ready_at: 1,
  bumped_at: 1,
  bumped_by_item: 1,
  original_position: 1,
  items: 1,
} satisfies Record<Exclude<keyof HungTicket, 'id'>, 1>);
/** Those bumped last: what can still be put right by recalling it. */
const MOST_BUMPED = 50;

export type Tickets = ReturnType<typeof openTickets>;

/** The tickets that hang at the stations, and hung there. */
export function openTickets(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const find = sql('SELECT * FROM ticket WHERE id = ?');
  const due = sql(
    `SELECT * FROM ticket WHERE station_id = ? AND status <> 'bumped'
     ORDER BY rush DESC, original_position, id`,
  );
  const bumped = sql(
    `SELECT ticket.* FROM ticket JOIN station ON station.id = station_id AND deleted = 0
     WHERE status = 'bumped' AND bumped_at > @since AND sent_at > @since
       AND station_id = coalesce(@station_id, station_id)
     ORDER BY bumped_at DESC, ticket.id DESC LIMIT ${MOST_BUMPED}`,
  );
  const left = sql("SELECT id FROM ticket WHERE status <> 'bumped' AND sent_at <= ?").pluck();
  const ofOrder = sql('SELECT * FROM ticket WHERE order_id = ? ORDER BY id');
  const called = sql(
    `SELECT order_id FROM ticket WHERE status <> 'bumped' AND sent_at > @sent_since
     UNION SELECT order_id FROM ticket WHERE status = 'bumped' AND bumped_at > @ready_since`,
  ).pluck();
  const add = sql(
    `INSERT INTO ticket (${FIELDS.join(', ')}) VALUES (${FIELDS.map((f) => `@${f}`).join(', ')})
     RETURNING id`,
  );
  const hangLast = sql('UPDATE ticket SET original_position = id WHERE id = ?');
  const save = sql(
    `UPDATE ticket SET ${FIELDS.map((f) => `${f} = @${f}`).join(', ')} WHERE id = @id`,
  );
  const told = sql(
    `SELECT DISTINCT station_id, json_extract(value, '$.order_item_id') AS order_item_id
     FROM ticket, json_each(items) WHERE order_id = @order_id
     UNION SELECT station_id, order_item_id FROM told_on_paper WHERE order_id = @order_id`,
  );
  const tellOnPaper = sql(
    `INSERT INTO told_on_paper VALUES (@order_id, @station_id, @order_item_id)
     ON CONFLICT DO NOTHING`,
  );
  const isTold = sql(
    `SELECT 1 FROM station_told WHERE order_id = @order_id AND station_id = @station_id
       AND order_version = @order_version`,
  );
  const tell = sql(
    'INSERT INTO station_told VALUES (@order_id, @station_id, @order_version, @ticket_id)',
  );

  /** Tickets from before there were changes, courses and bumped lines have none. */
  function ticket(row: unknown): HungTicket {
    const found = fromRow<HungTicket>(row, ['recalled', 'rush'], ['items']);
    const items = found.items.map((item) => ({
      ...item,
      course: item.course ?? null,
      change: item.change ?? 'none',
      bumped: item.bumped ?? false,
    }));
    return { ...found, items };
  }

  return {
    /** What each station was told of an order: a line for each. */
    told: (order_id: number) => told.all({ order_id }) as Told[],
    find: (id: number) => {
      const row = find.get(id);
      return row ? ticket(row) : undefined;
    },
    /** As they hang. */
    due: (station_id: string) => due.all(station_id).map(ticket),
    /** Due ones that were sent by then, also of stations that are not there any more. */
    left: (sent_by: string) => left.all(sent_by) as number[],
    /** Those of stations that are there, bumped and sent since, latest first. */
    bumped: (since: string, station_id?: string) =>
      bumped.all({ since, station_id: station_id ?? null }).map(ticket),
    ofOrder: (order_id: number) => ofOrder.all(order_id).map(ticket),
    /** Orders of which a ticket is due, or was a moment ago. */
    calledOrders: (times: { sent_since: string; ready_since: string }) =>
      called.all(times) as number[],
    /** At the end, unless others of the same send hang somewhere already. */
    add(fresh: Omit<HungTicket, 'id' | 'original_position'>, position?: number): HungTicket {
      const row = { ...toRow(fresh), original_position: position ?? 0 };
      const { id } = add.get(row) as { id: number };
      if (position === undefined) hangLast.run(id);
      return { ...fresh, id, original_position: position ?? id };
    },
    save: (changed: HungTicket) => void save.run(toRow(changed)),
    /** Whether a station has heard of it, on whatever ticket. */
    isTold: (send: Send) => isTold.get(send) !== undefined,
    /** No ticket hangs for it. */
    tellOnPaper: (line: Told & { order_id: number }) => void tellOnPaper.run(line),
    tell: (send: Send, ticket_id: number) => void tell.run({ ...send, ticket_id }),
  };
}
