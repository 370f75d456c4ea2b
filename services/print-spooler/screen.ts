import type { ScreenKind } from '#shared/contracts/contract.ts';
import type { Screen } from '#shared/contracts/screens.ts';
import { PosError, wrongField } from '#shared/errors.ts';

/** Far more than a restaurant hangs up; each is shown, and may hold a connection. */
const MOST_APPROVED = 64;
/** Anybody on the network may register: what waits stays a list that somebody can read. */
const MOST_PENDING = 32;
/** Who has not been seen for so long waits for nobody any more. */
const PATIENT_MS = 24 * 3600_000;
/** A person sets up some screens at once; more than this in a minute is a program. */
const MOST_A_MINUTE = 10;
const MINUTE_MS = 60_000;

const PREFIX: Record<ScreenKind, string> = {
  customer_display: 'display',
  kitchen: 'kitchen',
  board: 'board',
};
/** Read off a screen and compared by eye: no 0 and O, no 1 and I. */
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const CODE_LENGTH = 4;

/** `kitchen-7f3a9c`: six hex digits of chance behind what it is. */
export function screenIdOf(kind: ScreenKind, chance: Uint8Array): string {
  const digits = Array.from(chance.slice(0, 3), (byte) => byte.toString(16).padStart(2, '0'));
  return `${PREFIX[kind]}-${digits.join('')}`;
}

/** Four characters that nobody takes for others. */
export const codeOf = (chance: Uint8Array) =>
  Array.from(chance.slice(0, CODE_LENGTH), (byte) => LETTERS[byte % LETTERS.length]).join('');

/** Whom a new one takes the place of, if all are taken; TOO_MANY_SCREENS: nobody gives way. */
export function givesWay(screens: readonly Screen[], at: string): Screen | undefined {
  const pending = screens.filter(({ status }) => status === 'pending');
  if (pending.length < MOST_PENDING) return undefined;
  const lastSign = ({ seen_at, registered_at }: Screen) => Date.parse(seen_at ?? registered_at);
  const [oldest] = pending
    .filter((one) => Date.parse(at) - lastSign(one) > PATIENT_MS)
    .toSorted((a, b) => lastSign(a) - lastSign(b));
  if (!oldest) throw new PosError('TOO_MANY_SCREENS');
  return oldest;
}

/** What an admin says that a screen is for. */
interface Purpose {
  name?: string;
  till?: string;
  stations?: string[];
}

/** A screen as it is approved, or approved anew; what is not said stays, or is the usual. */
export function approved(
  screen: Screen,
  { name, till, stations }: Purpose,
  { at, others, usual }: { at: string; others: readonly Screen[]; usual: string },
): Screen {
  const { kind, status, approved_at } = screen;
  if (till !== undefined && kind !== 'customer_display') {
    throw wrongField('VALIDATION_FAILED', 'till', 'only a customer display has a till');
  }
  if (stations !== undefined && kind !== 'kitchen') {
    throw wrongField('VALIDATION_FAILED', 'stations', 'only a kitchen screen has stations');
  }
  const there = others.filter((one) => one.status === 'approved').length;
  if (status === 'pending' && there >= MOST_APPROVED) throw new PosError('TOO_MANY_SCREENS');
  const before = screen.stations.length > 0 ? screen.stations : [usual];
  return {
    ...screen,
    name: name ?? screen.name,
    status: 'approved',
    code: null,
    till: kind === 'customer_display' ? (till ?? screen.till ?? 'main') : null,
    stations: kind === 'kitchen' ? [...new Set(stations ?? before)] : [],
    approved_at: approved_at ?? at,
  };
}

/** The registrations of one address in the last minute; a clock that went back forgives them. */
export const lately = (instants: readonly string[], at: string) =>
  instants.filter((one) => one <= at && Date.parse(at) - Date.parse(one) < MINUTE_MS);

/** TOO_MANY_REGISTRATIONS, with the time that is left: one address introduces screens slowly. */
export function mayRegister(recent: readonly string[], at: string): void {
  const [first] = recent;
  if (!first || recent.length < MOST_A_MINUTE) return;
  const left_ms = MINUTE_MS - (Date.parse(at) - Date.parse(first));
  throw new PosError('TOO_MANY_REGISTRATIONS', { retry_after_s: Math.ceil(left_ms / 1000) });
}
