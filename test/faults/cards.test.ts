import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { until } from '../support/until.ts';
import { DEATHS, type Fault, FAULTS, HELD_WAYS, type Way, WAYS } from './card-faults.ts';
import { type CardGuests, openCardGuests, type Served } from './card-guests.ts';

/** A stalled body is waited for 20 s where nobody dies: the others say the same in less. */
const tooSlow = (fault: Fault, death: string) =>
  fault === 'half of the answer comes' && !DEATHS[death]?.includes('payments');

/** All ways at once: the fault meets each of them where it matters, and then somebody dies. */
async function tryAll(
  guests: CardGuests,
  ways: typeof WAYS | typeof HELD_WAYS,
  fault: Fault,
  death: string,
): Promise<Served[]> {
  const heardOf = (endpoint: string) =>
    guests.square.requests().filter((one) => one.endpoint === endpoint).length;
  const seated = await Promise.all((Object.keys(ways) as Way[]).map(guests.seat));
  const endpoints = new Map<string, number>();
  for (const endpoint of Object.values(ways)) {
    endpoints.set(endpoint, (endpoints.get(endpoint) ?? 0) + 1);
  }
  for (const [endpoint, times] of endpoints) {
    guests.square.control.fault({ endpoint, times, ...FAULTS[fault] });
  }
  const heard = heardOf('CreatePayment');
  const served = Promise.all(seated.map((goOn) => goOn()));
  const charges = endpoints.get('CreatePayment') as number;
  await until('Square has heard of them', () => heardOf('CreatePayment') >= heard + charges);
  await guests.restart(DEATHS[death] ?? []);
  return served;
}

/** What is said at the end of a story in which all goes well. */
const ENDS: Partial<Record<Way, string>> = { 'a card that is declined': 'CARD_DECLINED' };

/**
 * All of it with `npm run test:faults`; each run of the tests has some faults, with one death.
 * `POS_CARD_CASE=<fault>, <death>`: only that.
 */
const ONE = process.env.POS_CARD_CASE;
const FULL = process.env.POS_FAULT_ROUNDS !== undefined;
const SLICE: Partial<Record<Fault, string>> = {
  'the answer is lost': 'payments dies',
  'it is out of order and took the money': 'both die',
};
/** Held money is taken in the same way whatever comes in place of an answer. */
const HELD_SLICE: typeof SLICE = {
  'it is out of order and took the money': 'payments dies',
};
function isTried(fault: Fault, death: string, slice: typeof SLICE): boolean {
  if (ONE) return ONE === `${fault}, ${death}`;
  return FULL ? !tooSlow(fault, death) : slice[fault] === death;
}

/** All that was said is what is said in a story in which all goes well, or found out later. */
function unlike(served: Served[]): string[] {
  return served
    .filter(({ way, said }) => said !== (ENDS[way] ?? 'done') && said !== 'PAYMENT_UNKNOWN')
    .map(({ way, said }) => `${way}: ${said}`);
}

describe('a card and what can go wrong with it', { timeout: 900_000 }, () => {
  let guests: CardGuests;
  before(async () => void (guests = await openCardGuests()));
  after(() => guests.close());

  for (const death of Object.keys(DEATHS)) {
    for (const fault of Object.keys(FAULTS) as Fault[]) {
      if (!isTried(fault, death, SLICE)) continue;
      it(`${fault}, ${death}: it is charged once, and all books agree`, async () => {
        const served = await tryAll(guests, WAYS, fault, death);
        await guests.settle();
        assert.deepEqual(await guests.disagreements(), []);
        assert.deepEqual(unlike(served), []);
      });
    }
  }
});

describe('a card that is held and what can go wrong with it', { timeout: 900_000 }, () => {
  let guests: CardGuests;
  before(async () => void (guests = await openCardGuests('delayed')));
  after(() => guests.close());

  for (const death of Object.keys(DEATHS)) {
    for (const fault of Object.keys(FAULTS) as Fault[]) {
      if (!isTried(fault, death, HELD_SLICE)) continue;
      it(`${fault}, ${death}: it is taken once, and all books agree`, async () => {
        const served = await tryAll(guests, HELD_WAYS, fault, death);
        await guests.settle();
        assert.deepEqual(await guests.disagreements(), []);
        assert.deepEqual(unlike(served), []);
      });
    }
  }
});
