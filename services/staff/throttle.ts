/**
 * Wrong PINs, of one address or of the whole house. `since` is where forgiving counts from; while
 * it lies ahead of the clock, the address is locked until then.
 */
export interface Tries {
  failures: number;
  since: string;
  /** The last instant that was written down: what tells that the clock was set back. */
  seen_at: string;
}

/** People mistype: so many wrong PINs from one address are free. */
const FREE = 5;
/** The next ones lock it, twice as long each time: 30 s is a nuisance, 15 min ends a service. */
const FIRST_LOCK_MS = 30_000;
const LONGEST_LOCK_MS = 15 * 60_000;
/** At the eleventh the lock is the longest; further ones need not be counted. */
const MOST_FAILURES = 11;
/** One is forgiven each minute, so that yesterday's typing errors lock nobody today. */
const FORGIVE_MS = 60_000;

/** From everywhere together thirty an hour: a full house does not mistype more. */
const FREE_OF_HOUSE = 30;
const FORGIVE_OF_HOUSE_MS = 3_600_000 / FREE_OF_HOUSE;
/** An hour of quiet and the house is itself again, however long it was tried. */
const MOST_FAILURES_OF_HOUSE = 2 * FREE_OF_HOUSE;
/** Above that, tries come this far apart: 1,800 an hour at most, and nobody at a till minds. */
const GAP_OF_HOUSE_MS = 2_000;

const later = (at: string, ms: number) => new Date(Date.parse(at) + ms).toISOString();
const between = (least: number, value: number, most: number) =>
  Math.min(Math.max(value, least), most);

/** What is left at an instant: some is forgiven; a clock that went back moves the rest along. */
function standing(tries: Tries | undefined, at: string, forgive_ms: number): Tries {
  if (!tries) return { failures: 0, since: at, seen_at: at };
  const back_ms = Math.max(0, Date.parse(tries.seen_at) - Date.parse(at));
  const since = later(tries.since, -back_ms);
  const whole = Math.floor((Date.parse(at) - Date.parse(since)) / forgive_ms);
  const forgiven = between(0, whole, tries.failures);
  return {
    failures: tries.failures - forgiven,
    since: later(since, forgiven * forgive_ms),
    seen_at: back_ms > 0 ? at : tries.seen_at,
  };
}

const lockOf = (failures: number) =>
  failures > FREE ? Math.min(FIRST_LOCK_MS * 2 ** (failures - FREE - 1), LONGEST_LOCK_MS) : 0;

/** The tries of one address at an instant. */
export const ofAddress = (tries: Tries | undefined, at: string) => standing(tries, at, FORGIVE_MS);

/** The tries of the whole house at an instant. */
export const ofHouse = (tries: Tries | undefined, at: string) =>
  standing(tries, at, FORGIVE_OF_HOUSE_MS);

/** How long this address has to wait; 0: it may try. Never longer than the longest lock. */
export function lock_ms({ failures, since }: Tries, at: string): number {
  return between(0, Date.parse(since) - Date.parse(at), lockOf(failures));
}

/** Whether the house is tried more than people mistype: an alarm. */
export const isUnderAttack = ({ failures }: Tries) => failures > FREE_OF_HOUSE;

/** How long the next try in this house has to wait, whoever makes it. */
export function gap_ms(house: Tries, at: string): number {
  if (!isUnderAttack(house)) return 0;
  const next = Date.parse(house.seen_at) + GAP_OF_HOUSE_MS;
  return between(0, next - Date.parse(at), GAP_OF_HOUSE_MS);
}

/** One more wrong PIN from this address. */
export function failedHere(tries: Tries, at: string): Tries {
  const failures = Math.min(tries.failures + 1, MOST_FAILURES);
  const began = tries.failures === 0 ? at : tries.since;
  return { failures, since: failures > FREE ? later(at, lockOf(failures)) : began, seen_at: at };
}

/** One more wrong PIN in this house. */
export function failedInHouse(house: Tries, at: string): Tries {
  const failures = Math.min(house.failures + 1, MOST_FAILURES_OF_HOUSE);
  return { failures, since: house.failures === 0 ? at : house.since, seen_at: at };
}
