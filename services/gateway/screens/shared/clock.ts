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

/** The server's time in milliseconds. */
export const serverNow = (): number => Date.now() + ahead_ms;

const listeners = new Set<(now: number) => void>();
let ticking = 0;

/** Tells the server's time at once and then each second; all who listen share one timer. */
export function onSecond(tell: (now: number) => void): () => void {
  listeners.add(tell);
  tell(serverNow());
  if (listeners.size === 1) {
    ticking = window.setInterval(() => listeners.forEach((one) => one(serverNow())), SECOND_MS);
  }
  return () => {
    listeners.delete(tell);
    if (listeners.size === 0) clearInterval(ticking);
  };
}

/** The server's time in milliseconds, drawn anew each second. */
export function useNow(): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => onSecond(setNow), []);
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
