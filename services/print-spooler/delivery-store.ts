import type { Connection } from '#shared/storage.ts';
import type { Missed, Undelivered } from './delivery.ts';

/** Tickets on their way to a screen or printer of their station; one that is there is forgotten. */
export function openDeliveries(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const add = sql('INSERT INTO delivery (ticket_id, station_id, opened_at) VALUES (?, ?, ?)');
  const remove = sql('DELETE FROM delivery WHERE ticket_id = ?');
  const late = sql(
    `SELECT ticket_id, station_id FROM delivery
     WHERE missed_at IS NULL AND opened_at <= ? ORDER BY ticket_id`,
  );
  const miss = sql('UPDATE delivery SET missed_at = ?, job_id = ? WHERE ticket_id = ?');
  const missed = sql(
    `SELECT ticket_id, delivery.station_id, ticket.order_number, sent_at,
       printer.name AS printer_name
     FROM delivery JOIN ticket ON ticket.id = ticket_id
       LEFT JOIN job ON job.id = job_id LEFT JOIN printer ON printer.id = printer_id
     WHERE missed_at IS NOT NULL ORDER BY sent_at, ticket_id`,
  );
  const ofJob = sql('SELECT ticket_id FROM delivery WHERE job_id = ?').pluck();

  return {
    add: (ticket_id: number, station_id: string, opened_at: string) =>
      void add.run(ticket_id, station_id, opened_at),
    remove: (ticket_id: number) => void remove.run(ticket_id),
    /** Opened by then, and nobody was told so far. */
    late: (opened_by: string) => late.all(opened_by) as Undelivered[],
    miss: (ticket_id: number, at: string, job_id: string | null) =>
      void miss.run(at, job_id, ticket_id),
    /** All that were not there in time and are not there now, the oldest first. */
    missed: () => missed.all() as Missed[],
    /** The ticket that a job prints in place of its station. */
    ofJob: (job_id: string) => ofJob.get(job_id) as number | undefined,
  };
}
