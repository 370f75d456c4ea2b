import type { CardReader } from '#shared/contracts/square-connection.ts';

/** Three heartbeats of 30 s: two may get lost on a Wi-Fi. */
const STALE_AFTER_MS = 90_000;

/** What a till said of its reader last, and when. */
export type Heartbeat = Omit<CardReader, 'stale'>;

/** The reader as it is to be taken at an instant. */
export function readerAt(said: Heartbeat, now: string): CardReader {
  const age_ms = Date.parse(now) - Date.parse(said.reported_at);
  return { ...said, stale: age_ms > STALE_AFTER_MS };
}

/** Whether it can take a card now. */
export const isReady = ({ status, stale }: CardReader) => status === 'READY' && !stale;
