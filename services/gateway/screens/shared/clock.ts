import { useEffect, useState } from 'preact/hooks';

const SECOND_MS = 1_000;

/** How far the server's clock is ahead of this device's, which may be wrong by hours. */
let ahead_ms = 0;

/** Asks the server what time it is. */
export async function setClock(): Promise<void> {
  const asked = Date.now();
  try {
    const { timestamp } = (await (await fetch('/health')).json()) as { timestamp: string };
    ahead_ms = Date.parse(timestamp) - (asked + Date.now()) / 2;
  } catch {
    // the connection asks again when it is back
  }
}

/** The server's time in milliseconds, drawn anew each second. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now() + ahead_ms);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now() + ahead_ms), SECOND_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** `4:07`; from an hour on `1 h 04`. */
export function minutesAndSeconds(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / SECOND_MS));
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)}`;
}

const two = (n: number) => String(n).padStart(2, '0');
