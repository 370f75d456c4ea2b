import type { ToldOrder } from '../support/till.ts';
import { until } from '../support/until.ts';
import { giveBack, OPEN_DEEDS, wantedLine } from './deeds.ts';
import type { Random } from './random.ts';
import { type Deed, type Guest, none, reckon } from './record.ts';
import { openTill, type Till } from './till.ts';

const NAMES = ['main', 'bar', 'terrace'];
/** Guests that one till has at a time: with three tills fewer than half of all numbers are held. */
const MOST_OPEN = 8;
/** Between two deeds of a till. */
const [LEAST_MS, MOST_MS] = [120, 400];
const REFUND = 0.15;
/** A till may wait for all that a fault lasts. */
const MORE_WITHIN_MS = 120_000;

/** What the tills did, and what they know. */
export interface Load {
  deeds: Deed[];
  guests: Guest[];
  tokens(): string[];
  /** How many orders may be there that no till was told of. */
  unknownOrders(): number;
  /** Tills begin, or go on with the guests that they have. */
  begin(): void;
  /** Resolves when each has the answer to what it asked last. */
  pause(): Promise<void>;
  /** Resolves when they have done so many more, or tried: of all deeds, or of those named. */
  more(deeds: number, ...names: string[]): Promise<void>;
  /** Resolves when no till charges a card any more, nor gives back to one; or at once. */
  cashOnly(isSo: boolean): Promise<void>;
  /** What was told from then on is of a history that is no more: `ms` of the tills' clock. */
  forgetSince(ms: number): void;
}

/** Tills that do whatever a restaurant does, by chance. */
export function openLoad(url: string, pin: string, random: Random): Load {
  const deeds: Deed[] = [];
  const guests: Guest[] = [];
  let unknown = 0;
  let open = false;
  let isCashOnly = false;
  let busy: Promise<unknown> = Promise.resolve();
  const tills = NAMES.map((name) => {
    const lots = random.child();
    return { lots, till: openTill(url, pin, name, lots, (deed) => void deeds.push(deed)) };
  });

  const current = new Map<Till, Promise<unknown>>();

  async function seat(till: Till, lots: Random): Promise<void> {
    const items = Array.from({ length: lots.between(1, 3) }, () => wantedLine(lots));
    const told = await till.ask<ToldOrder>('create', 'POST', '/orders', { items });
    if (told.ending === 'unknown') unknown++;
    if (!told.body) return;
    const counts = { units: none(), payments: none(), refunds: none() };
    for (const { quantity } of items) reckon(counts.units, quantity, 'ok');
    const since_ms = performance.now();
    guests.push({ till: till.name, since_ms, order: told.body, ...counts, unsure: false });
  }

  async function doOne(till: Till, lots: Random): Promise<unknown> {
    const own = guests.filter((guest) => guest.till === till.name && !guest.unsure);
    const inside = own.filter(({ order }) => order.status === 'open');
    const paid = own.filter(({ order }) => /closed|partially/.test(order.status));
    const back = lots.of(paid);
    if (back && !isCashOnly && lots() < REFUND) return giveBack(till, back, lots);
    const guest = lots.of(inside);
    if (!guest || (inside.length < MOST_OPEN && lots() < 0.3)) return seat(till, lots);
    const choice = OPEN_DEEDS.filter(([, , charges]) => !(charges && isCashOnly));
    let lot = lots() * choice.reduce((sum, [weight]) => sum + weight, 0);
    const chosen = choice.find(([weight]) => (lot -= weight) < 0);
    return chosen?.[1](till, guest, lots);
  }

  async function work({ till, lots }: (typeof tills)[number]): Promise<void> {
    while (open) {
      await current.set(till, doOne(till, lots)).get(till);
      const ms = lots.between(LEAST_MS, MOST_MS);
      await new Promise((over) => setTimeout(over, ms));
    }
  }

  return {
    deeds,
    guests,
    tokens: () => tills.flatMap(({ till }) => till.tokens),
    unknownOrders: () => unknown,
    begin() {
      open = true;
      busy = Promise.all(tills.map(work));
    },
    async pause() {
      open = false;
      await busy;
    },
    more(n, ...names) {
      const before = deeds.length;
      const counts = ({ name }: Deed) => names.length === 0 || names.includes(name);
      const isDone = () => deeds.slice(before).filter(counts).length >= n;
      return until(`${n} more ${names.join(', ')} are done`, isDone, MORE_WITHIN_MS);
    },
    async cashOnly(isSo) {
      isCashOnly = isSo;
      if (isSo) await Promise.all(current.values());
    },
    forgetSince(ms) {
      const touched = new Set(
        deeds.filter(({ ended_ms }) => ended_ms >= ms).map(({ path }) => path.split('/')[2]),
      );
      const [kept, lost] = [[] as Guest[], [] as Guest[]];
      for (const guest of guests) {
        const isLost = guest.since_ms >= ms || touched.has(String(guest.order.id));
        (isLost ? lost : kept).push(guest);
      }
      unknown += lost.length;
      guests.splice(0, guests.length, ...kept);
    },
  };
}
