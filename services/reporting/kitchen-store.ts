import type { Ticket } from '#shared/contracts/print-spooler.ts';
import type { StationTime } from '#shared/contracts/reports.ts';
import type { Connection } from '#shared/storage.ts';
import { quarterOf } from './quarter.ts';

type Row = { station_id: string; tickets: number; took_ms: number; longest_ms: number };

/** Folded from print-spooler. */
export const KITCHEN_TABLES = ['ticket', 'kitchen_quarter'] as const;

/**
 * How long tickets hung before they were bumped. A ticket has no business day, so it is kept by
 * the quarter of an hour in which it was sent; a day is the quarters that begin in it.
 */
export function openKitchen(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const hang = sql('INSERT INTO ticket VALUES (?, ?, ?)');
  const find = sql('SELECT station_id, sent_ms FROM ticket WHERE ticket_id = ?');
  const take = sql('DELETE FROM ticket WHERE ticket_id = ?');
  const add = sql(
    `INSERT INTO kitchen_quarter VALUES (@quarter, @station_id, 1, @took_ms, @took_ms)
     ON CONFLICT (quarter, station_id) DO UPDATE SET tickets = tickets + 1,
       took_ms = took_ms + @took_ms, longest_ms = max(longest_ms, @took_ms)`,
  );
  const between = sql(
    `SELECT station_id, sum(tickets) AS tickets, sum(took_ms) AS took_ms,
       max(longest_ms) AS longest_ms
     FROM kitchen_quarter WHERE quarter >= @from AND quarter < @until
     GROUP BY station_id ORDER BY station_id`,
  );
  return {
    opened: ({ id, station_id, sent_at }: Ticket) =>
      void hang.run(id, station_id, Date.parse(sent_at)),
    bumped({ ticket_id, bumped_at }: { ticket_id: number; bumped_at: string }): void {
      const ticket = find.get(ticket_id) as { station_id: string; sent_ms: number } | undefined;
      if (!ticket) return; // bumped again after it was recalled
      const { station_id, sent_ms } = ticket;
      const took_ms = Math.max(0, Date.parse(bumped_at) - sent_ms);
      add.run({ quarter: quarterOf(sent_ms), station_id, took_ms });
      take.run(ticket_id);
    },
    between: (quarters: { from: number; until: number }): StationTime[] =>
      (between.all(quarters) as Row[]).map(({ station_id, tickets, took_ms, longest_ms }) => ({
        station_id,
        tickets,
        average_s: Math.round(took_ms / tickets / 1000),
        longest_s: Math.round(longest_ms / 1000),
      })),
  };
}
