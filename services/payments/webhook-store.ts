import type { Connection } from '#shared/storage.ts';

/** Events of which Square has told; it repeats one for 24 hours, and now and then anyway. */
export function openWebhookStore(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const add = sql('INSERT OR IGNORE INTO square_event VALUES (?, ?, ?)');
  const forget = sql('DELETE FROM square_event WHERE received_at < ?');
  return {
    /** False when it was told before. */
    isNew: (event_id: string, type: string, at: string) =>
      add.run(event_id, type, at).changes === 1,
    forgetBefore: (at: string) => void forget.run(at),
  };
}
