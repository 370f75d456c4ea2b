import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { DEATHS, type Fault, FAULTS, HELD_WAYS, type Way, WAYS } from './card-faults.ts';
import { type CardGuests, openCardGuests } from './card-guests.ts';

/** `POS_CARD_RUNS=1000` for all of it; each run of the tests does 20. */
const RUNS = Number(process.env.POS_CARD_RUNS ?? 20);
/** Side by side, in houses of their own: most of an evening is spent waiting. */
const ROOMS = Math.ceil(RUNS / 200);
/** Most take seconds; a guest whom a fault holds up, half a minute. */
const EVENING_MS = 120_000;
/** `POS_SEED=<n>` repeats what a failure printed. */
const SEED = Number(process.env.POS_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** A stalled body holds a guest up for 20 s: the table has it. */
const faults = (Object.keys(FAULTS) as Fault[]).filter(
  (fault) => FAULTS[fault].how !== 'stalled_body',
);
const eveningOf = (ways: typeof WAYS | typeof HELD_WAYS) =>
  fc.record({
    guests: fc.array(fc.constantFrom(...(Object.keys(ways) as Way[])), {
      minLength: 3,
      maxLength: 6,
    }),
    faults: fc.array(
      fc.record({
        endpoint: fc.constantFrom<string>(...new Set<string>(Object.values(ways)), '*'),
        fault: fc.constantFrom(...faults),
        times: fc.integer({ min: 1, max: 3 }),
      }),
      { maxLength: 4 },
    ),
    deaths: fc.array(
      fc.record({
        after_ms: fc.integer({ min: 0, max: 700 }),
        who: fc.constantFrom(...Object.values(DEATHS)),
      }),
      { maxLength: 2 },
    ),
  });

/** The setting is the store's: every fifth evening is in a house where money is held. */
const isHeldOn = (seed: number) => seed % 5 === 0;
type Houses = Partial<Record<'immediate' | 'delayed', CardGuests>>;
const rooms: Houses[] = Array.from({ length: ROOMS }, () => ({}));
const free = [...rooms];
after(() => Promise.all(rooms.flatMap(Object.values<CardGuests>).map((guests) => guests.close())));

/** Never waits for a room: no more evenings run at once than there are. */
async function inARoom(seed: number, spend: (guests: CardGuests) => Promise<void>) {
  const room = free.pop() as Houses;
  const how = isHeldOn(seed) ? 'delayed' : 'immediate';
  try {
    await spend((room[how] ??= await openCardGuests(how)));
  } catch (error) {
    const guests = room[how];
    delete room[how]; // what went wrong in one evening is not found again in the next
    await guests?.close();
    throw error;
  } finally {
    free.push(room);
  }
}

const wait = (ms: number) => new Promise((over) => setTimeout(over, ms));

const options = { timeout: RUNS * EVENING_MS, concurrency: ROOMS };
describe('an evening on which anything goes wrong', options, () => {
  for (let run = 0; run < RUNS; run++) {
    const seed = SEED + run;
    it(`charges nobody twice and loses nothing: POS_SEED=${seed} POS_CARD_RUNS=1`, async () => {
      const evening = eveningOf(isHeldOn(seed) ? HELD_WAYS : WAYS);
      const [plan] = fc.sample(evening, { seed, numRuns: 1 });
      assert.ok(plan);
      await inARoom(seed, async (guests) => {
        for (const { endpoint, fault, times } of plan.faults) {
          guests.square.control.fault({ endpoint, times, ...FAULTS[fault] });
        }
        const served = Promise.all(
          plan.guests.map(async (way) => (await guests.seat(way).catch(() => undefined))?.()),
        );
        for (const { after_ms, who } of plan.deaths) {
          await wait(after_ms);
          await guests.restart(who);
        }
        await served;
        await guests.settle();
        assert.deepEqual(await guests.disagreements(), [], JSON.stringify(plan));
      });
    });
  }
});
