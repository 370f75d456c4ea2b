import type { Alarms } from '#shared/alarms.ts';
import type { Call } from '#shared/answer.ts';
import { type Refusal, refused } from '#shared/contracts/contract.ts';
import type { staff } from '#shared/contracts/staff.ts';
import type { Database } from '#shared/database.ts';
import type { Journal } from '#shared/journal.ts';
import { hashPin } from './pin.ts';
import type { Member } from './person.ts';
import type { Store } from './store.ts';
import {
  failedHere,
  failedInHouse,
  gap_ms,
  isUnderAttack,
  lock_ms,
  ofAddress,
  ofHouse,
  type Tries,
} from './throttle.ts';
import type { ThrottleStore } from './throttle-store.ts';

/** A question of another service comes from no address of the network. */
const NO_ADDRESS = 'house';
const ALARM = 'pin_tries';
const ALARMED =
  'More than 30 wrong PINs within an hour: somebody may be guessing. Until it stops, PINs are ' +
  'tried at most once in 2 seconds.';
/** By then the longest lock is over and everything behind it forgiven: 15 min + 11 min. */
const FORGET_MS = 3600_000;

export interface PinCheck {
  /**
   * Whose PIN it is, or what to answer. A locked address is told so whatever the PIN; a wrong PIN
   * and one that is not `good` to the caller have the same answer, found the same way.
   */
  whose(pin: string, call: Call, isGood?: (person: Member) => boolean): Member | Refusal;
  /** Counts a try as wrong: what the caller did told as much as a wrong PIN does. */
  count(call: Call): void;
}

/** Every question that a PIN answers goes through here. */
export function openPinCheck(
  on: { database: Database; journal: Journal<typeof staff>; alarms: Alarms },
  store: Store,
  tries: ThrottleStore,
  pepper: Buffer,
): PinCheck {
  const addressOf = ({ caller }: Call) => caller.address ?? NO_ADDRESS;
  const jumped = (before: Tries | undefined, now: Tries) =>
    before !== undefined && before.seen_at !== now.seen_at;

  /** How long to wait before the PIN is looked at; notes it where the clock went back. */
  function wait_ms(call: Call): number {
    const { at } = call;
    const address = addressOf(call);
    const [before, houseBefore] = [tries.find(address), tries.house()];
    const [here, house] = [ofAddress(before, at), ofHouse(houseBefore, at)];
    if (jumped(before, here)) tries.save(address, here);
    if (jumped(houseBefore, house)) tries.saveHouse(house);
    const wait = lock_ms(here, at) || gap_ms(house, at);
    if (wait === 0 && isUnderAttack(house)) tries.saveHouse({ ...house, seen_at: at });
    if (wait === 0 && !isUnderAttack(house)) void on.alarms.clear(ALARM).catch(() => undefined);
    return wait;
  }

  function count(call: Call): void {
    const { at, actor } = call;
    const address = addressOf(call);
    const here = failedHere(ofAddress(tries.find(address), at), at);
    const house = failedInHouse(ofHouse(tries.house(), at), at);
    tries.forget(new Date(Date.parse(at) - FORGET_MS).toISOString());
    tries.save(address, here);
    tries.saveHouse(house);
    if (lock_ms(here, at) > 0) {
      on.journal.announce('pin_tries_locked', { address, locked_until: here.since }, actor, at);
    }
    if (isUnderAttack(house)) {
      on.database.afterCommit(() => void on.alarms.raise(ALARM, ALARMED).catch(() => undefined));
    }
  }

  return {
    whose(pin, call, isGood = () => true) {
      const wait = wait_ms(call);
      if (wait > 0) {
        return refused('TOO_MANY_ATTEMPTS', { retry_after_s: Math.ceil(wait / 1000) });
      }
      const person = store.findWorker(hashPin(pepper, pin));
      if (person && isGood(person)) return person;
      count(call);
      return refused('INVALID_PIN');
    },
    count,
  };
}

/** Tells what is answered from whom it is about. */
export const isRefused = (found: Member | Refusal): found is Refusal => 'refused' in found;
