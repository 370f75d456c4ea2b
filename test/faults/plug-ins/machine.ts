import { setTimeout as pause } from 'node:timers/promises';
import type { House } from '../house.ts';
import type { PlugIn } from './plug-in.ts';

const needs = ({ machine }: House) => (machine ? false : 'needs gcc (package gcc)');
const OWNERS = ['orders', 'payments', 'print-spooler', 'reporting'];
const HOUR_S = 3_600;
/** A jump stays for a while, in which the tills work on. */
const JUMP_MS = 1_500;
const CARDS_AHEAD = 2;

/** An fsync that fails: nothing is acknowledged, and the process begins anew. */
export const failingFsync: PlugIn = {
  name: 'an fsync failed',
  needs,
  async run(house, random) {
    for (const service of new Set([random.of(OWNERS) as string, 'orders'])) {
      const before = house.pid(service);
      house.machine?.failFsync(service, 1);
      await house.isBack(service, before);
    }
  },
};

/** A Pi has no clock of its own: back by a night, on by two days, back to 1970, and right again. */
export const clock: PlugIn = {
  name: 'the clock jumped',
  needs,
  async run({ machine }, _, load) {
    const since1970_s = Math.floor(Date.now() / 1000);
    for (const offset_s of [-9 * HOUR_S, 48 * HOUR_S, 10 - since1970_s, 0]) {
      machine?.setClocks(offset_s);
      // what Square says of a card is of yesterday where the clock is ahead
      if (offset_s > 0) await load.more(CARDS_AHEAD, 'card');
      await pause(JUMP_MS);
    }
  },
};
