import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CONTRACTS } from '#shared/contracts/index.ts';
import { INVARIANTS } from './check.ts';
import { type Evidence, gather } from './evidence.ts';
import { type House, openHouse } from './house.ts';
import { type Load, openLoad } from './load.ts';
import { FAULTS } from './plug-ins/all.ts';
import type { PlugIn } from './plug-ins/plug-in.ts';
import { type Random, seeded } from './random.ts';
import { settle } from './settle.ts';

/** `npm run test:faults -- --rounds 10 --seed 7 kill stop`: run.ts puts it into these. */
const ROUNDS = Number(process.env.POS_FAULT_ROUNDS ?? 1);
/** How often a fault comes in one round before all is looked at. */
const TIMES = Number(process.env.POS_FAULT_TIMES ?? 1);
/** In a run of all tests several at the same time: an evening is waiting for the most part. */
const EVENINGS = Number(process.env.POS_FAULT_EVENINGS ?? 2);
const SEED = Number(process.env.POS_FAULT_SEED ?? Math.floor(Math.random() * 2 ** 31));
/** In a run of all tests: each once, on each evening. */
const WANTED = process.env.POS_FAULTS?.split(',') ?? Object.keys(FAULTS);

/** Deeds of the tills before each fault, and after it. */
const DEEDS_AROUND = 12;

/** An evening in a restaurant of its own, from the seed on: its sentences. */
function anEvening(seed: number): void {
  const random = seeded(seed);
  let house: House;
  let load: Load;
  /** Where one fault does not settle, those after it would say nothing but that. */
  let unsettled: string | undefined;

  before(async () => {
    house = await openHouse();
    load = openLoad(house.restaurant.url, house.pin, random.child());
  });
  after(() => house.close());

  for (let round = 1; round <= ROUNDS; round++) {
    for (const name of WANTED) {
      const fault = FAULTS[name];
      if (!fault) throw new Error(`there is no fault ${name}: ${Object.keys(FAULTS).join(', ')}`);
      describe(`${fault.name}, round ${round}`, () => {
        let evidence: Evidence | undefined;
        let problem: unknown;
        let missing: string | false = false;
        before(async () => {
          missing = unsettled ?? fault.needs?.(house) ?? false;
          if (missing) return;
          unsettled = `${fault.name}, and it did not settle`;
          try {
            evidence = await tryOne(fault, house, load, random);
            unsettled = undefined;
          } catch (error) {
            problem = error;
          }
        });
        it('is over, and all settles', (t) =>
          missing ? t.skip(missing) : assert.ifError(problem));
        for (const [sentence, wrong] of INVARIANTS) {
          it(sentence, (t) => {
            if (evidence) assert.deepEqual(wrong(evidence), []);
            else t.skip(missing || 'it did not settle');
          });
        }
      });
    }
  }

  it('was busy', (t) => {
    const by = Map.groupBy(load.deeds, ({ name, ending }) => `${name} ${ending}`);
    t.diagnostic(`${load.deeds.length} requests, ${load.guests.length} orders, seed ${seed}`);
    t.diagnostic(`${house.did.kills} processes killed, ${house.did.cuts} power cuts`);
    t.diagnostic([...by].map(([what, those]) => `${what} ${those.length}`).join(', '));
    assert.ok(load.guests.length > 0);
  });
}

/** A fault in the middle of the evening; what there is to be seen when all is done. */
async function tryOne(fault: PlugIn, house: House, load: Load, random: Random): Promise<Evidence> {
  load.begin();
  try {
    for (let time = 0; time < TIMES; time++) {
      await load.more(DEEDS_AROUND);
      await fault.run(house, random.child(), load);
    }
    await load.more(DEEDS_AROUND);
  } catch (error) {
    throw new Error(`${(error as Error).message}; ${said(house)}`, { cause: error });
  } finally {
    await load.pause();
  }
  await settle(house);
  return gather(house, load);
}

/** What each service said last: who does not come back says why. */
const said = (house: House) =>
  CONTRACTS.map(({ service }) => {
    const { state, problem = '' } = house.restaurant.status(service) ?? {};
    return `${service} ${state} ${problem}`.trim();
  }).join(', ');

describe('a restaurant', { concurrency: EVENINGS, timeout: 3_600_000 }, () => {
  for (let evening = 0; evening < EVENINGS; evening++) {
    const seed = SEED + evening;
    const name = `an evening on which things go wrong (seed ${seed})`;
    describe(name, { concurrency: 1 }, () => anEvening(seed));
  }
});
