import type { Ticket } from '#shared/contracts/print-spooler.ts';
import type { StationTime } from '#shared/contracts/reports.ts';
import type { Actor } from '#shared/contracts/service.ts';
import type { Connection } from '#shared/storage.ts';
import { beginOf, quarterOf } from './quarter.ts';

type Row = { station_id: string; tickets: number; took_ms: number; longest_ms: number };
type Bumped = { ticket_id: number; bumped_at: string };
type Done = { station_id: string; sent_ms: number; took_ms: number | null; is_done_again: 0 | 1 };

/** Folded from print-spooler. */
export const KITCHEN_TABLES = ['ticket', 'kitchen_quarter'] as const;

/**
 * How long tickets hung before they were bumped for the first time, but for a bump that was undone:
 * what is recalled is made once more, and that was not waited for. A ticket has no business day,
 * so it is kept by the quarter of an hour in which it was sent; a day is the quarters that begin
 * in it.
 */
export function openKitchen(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const hang = sql('INSERT INTO ticket (ticket_id, station_id, sent_ms) VALUES (?, ?, ?)');
  const find = sql('SELECT * FROM ticket WHERE ticket_id = ?');
  const done = sql('UPDATE ticket SET took_ms = ? WHERE ticket_id = ?');
  const doneAgain = sql('UPDATE ticket SET is_done_again = ? WHERE ticket_id = ?');
  const add = sql(
    `INSERT INTO kitchen_quarter VALUES (@quarter, @station_id, 1, @took_ms, @took_ms)
     ON CONFLICT (quarter, station_id) DO UPDATE SET tickets = tickets + 1,
       took_ms = took_ms + @took_ms, longest_ms = max(longest_ms, @took_ms)`,
  );
  const empty = sql(
    'DELETE FROM kitchen_quarter WHERE quarter = @quarter AND station_id = @station_id',
  );
  const fill = sql(
    `INSERT INTO kitchen_quarter
     SELECT @quarter, @station_id, count(*), sum(took_ms), max(took_ms) FROM ticket
     WHERE station_id = @station_id AND took_ms IS NOT NULL
       AND sent_ms >= @from_ms AND sent_ms < @until_ms
     GROUP BY station_id`,
  );
  const between = sql(
    `SELECT station_id, sum(tickets) AS tickets, sum(took_ms) AS took_ms,
       max(longest_ms) AS longest_ms
     FROM kitchen_quarter WHERE quarter >= @from AND quarter < @until
     GROUP BY station_id ORDER BY station_id`,
  );
  const ticketOf = (ticket_id: number) => find.get(ticket_id) as Done | undefined;

  return {
    opened: ({ id, station_id, sent_at }: Ticket) =>
      void hang.run(id, station_id, Date.parse(sent_at)),
    /** What a service took down, nobody has made. */
    bumped({ ticket_id, bumped_at }: Bumped, { actor }: { actor: Actor }): void {
      const ticket = ticketOf(ticket_id);
      if (!ticket || actor.service) return;
      if (ticket.took_ms !== null) return void doneAgain.run(1, ticket_id);
      const { station_id, sent_ms } = ticket;
      const took_ms = Math.max(0, Date.parse(bumped_at) - sent_ms);
      add.run({ quarter: quarterOf(sent_ms), station_id, took_ms });
      done.run(took_ms, ticket_id);
    },
    recalled({ ticket_id, undo }: { ticket_id: number; undo: boolean }): void {
      const ticket = ticketOf(ticket_id);
      if (!ticket) return;
      if (ticket.is_done_again || !undo) return void doneAgain.run(0, ticket_id);
      const { station_id, sent_ms } = ticket;
      const quarter = quarterOf(sent_ms);
      const [from_ms, until_ms] = [beginOf(quarter), beginOf(quarter + 1)];
      done.run(null, ticket_id);
      empty.run({ quarter, station_id });
      fill.run({ quarter, station_id, from_ms, until_ms });
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
