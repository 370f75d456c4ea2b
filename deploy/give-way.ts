import { readdirSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';

/** Of nice: a tenth of the processor, while those want it for whom a till or a kitchen waits. */
const BEHIND = 10;

// The first import of each of the others. Linux has a priority for each thread, and weighs whole
// sessions before it; under pm2 each process is a session of its own.
try {
  for (const thread of readdirSync('/proc/self/task')) setPriority(Number(thread), BEHIND);
  writeFileSync('/proc/self/autogroup', String(BEHIND));
} catch {
  setPriority(BEHIND); // another system, or a kernel that weighs threads only
}
