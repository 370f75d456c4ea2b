import { setTimeout as pause } from 'node:timers/promises';
import { openBooks } from '../../support/books.ts';
import { until } from '../../support/until.ts';
import type { House } from '../house.ts';
import { type PlugIn, tellSquare } from './plug-in.ts';

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

/** Shorter than a jump: a refund is asked for by one clock, and answered by the next. */
const REFUND_TAKES_MS = 1_000;
/** Some of them go back in cash. */
const REFUND_COMES_WITHIN_MS = 15_000;

/** Resolves when Square is asked for one; or late, if none comes. */
async function refundIsAskedFor({ config }: House): Promise<void> {
  const end = performance.now() + REFUND_COMES_WITHIN_MS;
  const { rows } = openBooks(config.POS_DATA_DIR);
  const isAsked = () =>
    rows('payments', "SELECT 1 FROM card_refund WHERE status = 'requested' AND request <> ''")
      .length;
  await until('a refund is asked for', () => isAsked() || performance.now() > end);
}

/** A Pi has no clock of its own: back by a night, on by two days, back to 1970, and right again. */
export const clock: PlugIn = {
  name: 'the clock jumped',
  needs,
  async run(house, _, load) {
    const { machine } = house;
    const since1970_s = Math.floor(Date.now() / 1000);
    const late = { endpoint: 'RefundPayment', how: 'late', latency_ms: REFUND_TAKES_MS };
    await tellSquare(house, 'fault', { ...late, times: 100 });
    for (const offset_s of [-9 * HOUR_S, 48 * HOUR_S, 10 - since1970_s]) {
      machine?.setClocks(offset_s);
      // what Square says of a card is of yesterday where the clock is ahead
      if (offset_s > 0) await load.more(CARDS_AHEAD, 'card');
      await pause(JUMP_MS);
    }
    await refundIsAskedFor(house);
    const quiet = load.cashOnly(true); // another one would have it looked at
    for (const offset_s of [48 * HOUR_S, 0]) {
      machine?.setClocks(offset_s);
      await pause(JUMP_MS);
    }
    await quiet;
    await load.cashOnly(false);
    await tellSquare(house, 'clear_faults');
  },
};
