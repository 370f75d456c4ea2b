import type { Connection } from '#shared/storage.ts';

/** The table that the kitchen's announcements fill. */
export const CALLED_TABLES = ['called_number'] as const;

/** Numbers on the kitchen's screens, by their tickets. */
export function openCalledNumbers(connection: Connection) {
  const add = connection.prepare('REPLACE INTO called_number VALUES (?, ?, ?)');
  const remove = connection.prepare('DELETE FROM called_number WHERE ticket_id = ?');
  return {
    add: (ticketId: number, number: number, sentAt: string) =>
      void add.run(ticketId, number, sentAt),
    remove: (ticketId: number) => void remove.run(ticketId),
  };
}
