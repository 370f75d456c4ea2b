import { PROCESSES } from '../house.ts';
import type { PlugIn } from './plug-in.ts';

/** Tills are at work again when the next one is killed. */
const DEEDS_BETWEEN = 2;

/** SIGKILL of one process after the other, in another order each time. */
export const kill: PlugIn = {
  name: 'each process was killed',
  async run(house, random, load) {
    const left = [...PROCESSES];
    while (left.length > 0) {
      await load.more(DEEDS_BETWEEN);
      const [service = ''] = left.splice(random.between(0, left.length - 1), 1);
      const before = house.pid(service);
      process.kill(before, 'SIGKILL');
      house.did.kills++;
      await house.isBack(service, before);
    }
  },
};

/**
 * Three to five at once. Every other time the broker is among them, the first time too: who is back
 * before it has nobody to talk to.
 */
export const killSeveral: PlugIn = {
  name: 'several processes were killed at once',
  async run(house, random) {
    const others = PROCESSES.filter((service) => service !== 'gateway');
    const shuffled = others
      .map((service) => ({ service, lot: random() }))
      .toSorted((a, b) => a.lot - b.lot)
      .map(({ service }) => service);
    const broker = house.did.bursts++ % 2 === 0 ? ['gateway'] : [];
    const killed = [...broker, ...shuffled].slice(0, random.between(3, 5));
    const before = killed.map((service) => house.pid(service));
    for (const pid of before) process.kill(pid, 'SIGKILL');
    house.did.kills += before.length;
    await Promise.all(killed.map((service, i) => house.isBack(service, before[i] as number)));
  },
};
