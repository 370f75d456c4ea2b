import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  failedHere,
  failedInHouse,
  gap_ms,
  isUnderAttack,
  lock_ms,
  ofAddress,
  ofHouse,
  type Tries,
} from '../../services/staff/throttle.ts';

const MINUTE_MS = 60_000;
const OPENING = Date.parse('2026-11-23T16:00:00.000Z');
/** So many seconds after opening. */
const at = (s: number) => new Date(OPENING + s * 1000).toISOString();

/** The wait in seconds after each of `times` wrong PINs, each as soon as it may be. */
function locksAfter(times: number): number[] {
  let tries: Tries | undefined;
  let now = 0;
  return Array.from({ length: times }, () => {
    tries = failedHere(ofAddress(tries, at(now)), at(now));
    const wait = lock_ms(tries, at(now)) / 1000;
    now += wait;
    return wait;
  });
}
/** An address after `times` wrong PINs at once, at opening. */
function after(times: number): Tries {
  let tries = ofAddress(undefined, at(0));
  for (let i = 0; i < times; i++) tries = failedHere(tries, at(0));
  return tries;
}
/** A house after `times` wrong PINs at once, at opening. */
function houseAfter(times: number): Tries {
  let house = ofHouse(undefined, at(0));
  for (let i = 0; i < times; i++) house = failedInHouse(house, at(0));
  return house;
}
const waitAt = (tries: Tries, s: number) => lock_ms(ofAddress(tries, at(s)), at(s)) / 1000;

describe('an address', () => {
  it('has five wrong PINs free, then waits 30 s, doubling to 15 min', () => {
    assert.deepEqual(locksAfter(12), [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900]);
  });

  it('is locked to the millisecond', () => {
    const tries = after(6);
    assert.equal(lock_ms(tries, at(29.999)), 1);
    assert.equal(lock_ms(tries, at(30)), 0);
  });

  it('is forgiven one failure a minute, beginning with the first', () => {
    const left = (s: number) => ofAddress(after(3), at(s)).failures;
    assert.deepEqual([0, 59, 60, 119, 120, 180, 9999].map(left), [3, 3, 2, 2, 1, 0, 0]);
  });

  it('is forgiven nothing while it is locked', () => {
    const tries = after(11); // locked for 15 minutes
    assert.equal(ofAddress(tries, at(899)).failures, 11);
    assert.equal(ofAddress(tries, at(900 + 60)).failures, 10);
  });

  it('is locked again at once by the next wrong PIN after a lock, and not a day later', () => {
    const soon = failedHere(ofAddress(after(6), at(31)), at(31));
    assert.equal(lock_ms(soon, at(31)), 60_000);
    const later = failedHere(ofAddress(after(11), at(86_400)), at(86_400));
    assert.equal(lock_ms(later, at(86_400)), 0);
  });
});

describe('a clock that jumps', () => {
  it('back by a year locks nobody for longer than 15 minutes from then on', () => {
    const year = -365 * 86_400;
    const tries = ofAddress(after(11), at(year));
    assert.equal(lock_ms(tries, at(year)), 15 * MINUTE_MS);
    assert.equal(waitAt(tries, year + 900), 0);
  });

  it('back during a lock leaves the rest of it', () => {
    const seen = { ...after(8), seen_at: at(100) }; // 120 s, of which 100 have gone
    const tries = ofAddress(seen, at(-3600));
    assert.equal(lock_ms(tries, at(-3600)), 20_000);
  });

  it('back holds up the house for two seconds at most', () => {
    const house = ofHouse(houseAfter(40), at(-86_400));
    assert.equal(gap_ms(house, at(-86_400)), 2_000);
    assert.equal(gap_ms(ofHouse(house, at(-86_398)), at(-86_398)), 0);
  });

  it('ahead ends a lock, which nobody can tell from time that passed', () => {
    assert.equal(waitAt(after(11), 365 * 86_400), 0);
  });
});

describe('the house', () => {
  it('has thirty wrong PINs free, from everywhere together', () => {
    assert.ok(!isUnderAttack(houseAfter(30)));
    assert.ok(isUnderAttack(houseAfter(31)));
    assert.equal(gap_ms(houseAfter(30), at(0)), 0);
  });

  it('then takes a try each two seconds', () => {
    const house = houseAfter(31);
    assert.deepEqual(
      [gap_ms(house, at(0)), gap_ms(house, at(1.5)), gap_ms(house, at(2))],
      [2000, 500, 0],
    );
  });

  it('is forgiven thirty an hour, and all but that within an hour, however long it was', () => {
    assert.equal(ofHouse(houseAfter(30), at(3600)).failures, 0);
    assert.equal(ofHouse(houseAfter(31), at(120)).failures, 30);
    assert.ok(!isUnderAttack(ofHouse(houseAfter(100_000), at(3600))));
  });
});

describe('a guesser with all 10,000 PINs', () => {
  /** How many PINs are looked at in so many hours, tried from each address as soon as it may. */
  function tried(hours: number, addresses: number, isPatient = false): number {
    const all = Array.from({ length: addresses }, (): Tries | undefined => undefined);
    let house: Tries | undefined;
    let count = 0;
    for (let s = 0; s < hours * 3600 && count < 10_000; s++) {
      for (const i of all.keys()) {
        const [here, now] = [ofAddress(all[i], at(s)), ofHouse(house, at(s))];
        if (lock_ms(here, at(s)) > 0 || gap_ms(now, at(s)) > 0) continue;
        if (isPatient && here.failures >= 5) continue;
        all[i] = failedHere(here, at(s));
        house = failedInHouse(now, at(s));
        count++;
      }
    }
    return count;
  }

  it('who tries as soon as each lock ends gets in 13 an hour, and four an hour later on', () => {
    assert.equal(tried(1, 1), 13);
    assert.ok(tried(24, 1) <= 13 + 23 * 4, String(tried(24, 1)));
  });

  it('who waits for forgiveness gets in one a minute, and an alarm where that is known', () => {
    assert.ok(tried(24, 1, true) <= 5 + 24 * 60, String(tried(24, 1, true)));
  });

  it('who sits at fifty addresses gets in thirty at once, then one each two seconds', () => {
    assert.ok(tried(1, 50) <= 31 + 1800, String(tried(1, 50)));
  });
});
