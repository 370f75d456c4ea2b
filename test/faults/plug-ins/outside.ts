import { setTimeout as pause } from 'node:timers/promises';
import { FAULTS as AT_SQUARE } from '../card-faults.ts';
import { openBooks } from '../../support/books.ts';
import { until } from '../../support/until.ts';
import type { House } from '../house.ts';
import { type PlugIn, tellSquare } from './plug-in.ts';

/** What holds a till up for longer than the suite has: card-runs tries it. */
const kinds = Object.values(AT_SQUARE).filter(({ how }) => how !== 'stalled_body');
const ENDPOINTS = ['CreatePayment', 'RefundPayment', 'ListPayments', 'GetPayment', '*'];
const FAULTS_AT_ONCE = 4;
/** In the middle of the shortest ticket there is. */
const BREAKS_OFF = { dies_after: 100 };
const PRINTER_TROUBLES = [
  { paper: 'out' },
  { cover: 'open' },
  { silent: true },
  { stalled: true },
  BREAKS_OFF,
  { power: 'off' },
];
const WELL = { paper: 'in', cover: 'shut', silent: false, stalled: false, power: 'on' };
const BAD_MS = 1_500;
/** One that dies in the middle is back at once: it dies again, so that it dies in a ticket too. */
const AGAIN_MS = 300;
/** Asked for in each trouble, at least; a ticket is among them. */
const PAPERS = 3;
/** Receipts may stand before it. */
const TICKET_BREAKS_WITHIN_MS = 15_000;
/** Some cards are charged by the tills in this time, and some money goes back. */
const TILLS_CHARGE_MS = 5_000;

/** Square is out of order, loses answers, or takes the money and says nothing. */
export const square: PlugIn = {
  name: 'Square misbehaved',
  async run(house, random, load) {
    // one in six is declined, two answers are lost
    const charged = load.more(3, 'card');
    // the worst there is, each time: the money is taken, and nobody is told
    await tellSquare(house, 'fault', { endpoint: 'CreatePayment', how: 'answer_lost', times: 2 });
    for (let i = 1; i < FAULTS_AT_ONCE; i++) {
      const times = random.between(1, 2);
      await tellSquare(house, 'fault', {
        endpoint: random.of(ENDPOINTS),
        times,
        ...random.of(kinds),
      });
    }
    await pause(TILLS_CHARGE_MS);
    await charged;
    await tellSquare(house, 'clear_faults');
  },
};

/** Attempts at tickets of which nobody knows how they ended. */
const lostTickets = ({ config }: House) =>
  openBooks(config.POS_DATA_DIR)
    .rows<{ attempt: string }>(
      'print-spooler',
      `SELECT id || ' ' || attempts AS attempt FROM job
       WHERE kind = 'order_ticket' AND problem LIKE 'It may be on paper%'`,
    )
    .map(({ attempt }) => attempt);

/** Resolves when there is another one than those before; or late, if none comes. */
async function ticketBreaks(house: House, before: string[]): Promise<void> {
  const end = performance.now() + TICKET_BREAKS_WITHIN_MS;
  const hasBroken = () => lostTickets(house).some((attempt) => !before.includes(attempt));
  await until('a ticket broke off', () => hasBroken() || performance.now() > end);
}

/** The printer has no paper, an open cover, no power; or it dies in the middle of a ticket. */
export const printer: PlugIn = {
  name: 'the printer failed',
  async run(house, random, load) {
    const make = (state: object) => house.restaurant.call('POST', '/demo/printer/_control', state);
    const at = random.between(0, PRINTER_TROUBLES.length - 1);
    const troubles = [...PRINTER_TROUBLES.slice(at), ...PRINTER_TROUBLES.slice(0, at)];
    for (const trouble of troubles) {
      const before = lostTickets(house);
      let made = make(trouble);
      const again = setInterval(() => void (made = make(trouble)), AGAIN_MS);
      const tickets = load.more(1, 'send');
      await load.more(PAPERS, 'slip', 'send', 'cash', 'card');
      await tickets;
      await (trouble === BREAKS_OFF ? ticketBreaks(house, before) : pause(BAD_MS));
      clearInterval(again);
      await made;
      await make({ ...WELL, dies_after: 1_000_000 });
    }
  },
};

/** The gateway, and the broker in it, is begun anew as an operator does. */
export const broker: PlugIn = {
  name: 'the broker was restarted',
  async run(house) {
    const before = house.pid('gateway');
    process.kill(before, 'SIGTERM');
    await house.isBack('gateway', before);
    await house.isReady();
  },
};
