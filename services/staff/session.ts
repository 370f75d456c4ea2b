/** A long shift: whoever is still there logs in again. */
const SESSION_HOURS = 12;

/** When a session that starts at `at` is over. */
export function expiryOf(at: string): string {
  return new Date(Date.parse(at) + SESSION_HOURS * 3600_000).toISOString();
}

/** Whether a session is still good at `at`. */
export function isLive(session: { expires_at: string; ended_at: string | null }, at: string) {
  return session.ended_at === null && at < session.expires_at;
}
