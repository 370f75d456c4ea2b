import { readdirSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';

/** Of nice: a tenth of the processor, while those want it for whom a till or a kitchen waits. */
const BEHIND = 10;
/** Not before it has begun: one that was killed is waited for, payments by a guest with a card. */
const AFTER_MS = 10_000;

// The first import of each of the others. Linux has a priority for each thread, and weighs whole
// sessions before it; under pm2 each process is a session of its own.
const ways = [
  () => setPriority(BEHIND),
  () => readdirSync('/proc/self/task').forEach((thread) => setPriority(Number(thread), BEHIND)),
  () => writeFileSync('/proc/self/autogroup', String(BEHIND)),
];
function letThemGoFirst(): void {
  for (const giveWay of ways) {
    try {
      giveWay();
    } catch {
      // another system, another kernel, or not allowed: nothing hangs on it
    }
  }
}
setTimeout(letThemGoFirst, AFTER_MS).unref();
