import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { join } from 'node:path';

/**
 * Preloaded into the services: the first SIGUSR2 begins a CPU profile, the second writes it to
 * `$PROFILES/<name>.cpuprofile`. `name` is what the supervisor calls the process.
 */
const { name, PROFILES } = process.env;
const EVERY_US = 500;

if (name && PROFILES) {
  const session = new Session();
  let running = false;
  process.on('SIGUSR2', () => {
    if (running) {
      session.post('Profiler.stop', (_error, { profile }) => {
        writeFileSync(join(PROFILES, `${name}.cpuprofile`), JSON.stringify(profile));
      });
    } else {
      session.connect();
      session.post('Profiler.enable');
      session.post('Profiler.setSamplingInterval', { interval: EVERY_US });
      session.post('Profiler.start');
      running = true;
    }
  });
}
