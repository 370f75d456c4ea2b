import { setTimeout as pause } from 'node:timers/promises';
import type { PlugIn } from './plug-in.ts';

/** Longer than a question waits until it is asked again, three times over. */
const LONGEST_MS = 4_000;
const STOPPED = ['gateway', 'orders', 'payments', 'reporting', 'print-spooler'];

/** A process that is there and does nothing: swapped out, or its disk hangs. */
export const stop: PlugIn = {
  name: 'a process stood still',
  async run(house, random) {
    for (const service of [random.of(STOPPED) as string, 'orders']) {
      const pid = house.pid(service);
      process.kill(pid, 'SIGSTOP');
      try {
        await pause(random.between(1_000, LONGEST_MS));
      } finally {
        process.kill(pid, 'SIGCONT');
      }
    }
  },
};
