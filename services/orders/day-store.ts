import type { Connection } from '#shared/storage.ts';

/** The table that reporting's announcements fill. */
export const CLOSED_DAY_TABLES = ['closed_day'] as const;
export type ClosedDays = ReturnType<typeof openClosedDays>;

/** Business days that have their Z: what is sold from then on belongs to the next one. */
export function openClosedDays(connection: Connection) {
  const close = connection.prepare('INSERT OR IGNORE INTO closed_day VALUES (?)');
  const last = connection.prepare('SELECT max(business_day) FROM closed_day').pluck();
  return {
    close: (businessDay: string) => void close.run(businessDay),
    last: () => last.get() as string | null,
  };
}
