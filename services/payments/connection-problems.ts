import type { CardReader, Connection, SquareProblem } from '#shared/contracts/square-connection.ts';
import type { Account } from './account.ts';
import { missingScopes } from './credentials.ts';

/** What Square said of itself when it was asked last. */
export interface Told {
  checked_at: string;
  /** Undefined where the token's status cannot be asked for; the token may be good all the same. */
  token?: {
    expires_at: string | null;
    scopes: string[];
    merchant_id: string | null;
    application_id: string | null;
  };
  merchant?: NonNullable<Connection['merchant']>;
  location?: NonNullable<Connection['location']>;
  /** What went wrong: Square's code, or ours; `refused` where Square does not let us in. */
  failure?: { code: string; refused: boolean };
}

/** What the house knows by itself. */
export interface Known {
  account: Account | undefined;
  source: Connection['source'];
  /** The environment that was said or put, also where no account comes of it. */
  environment: Account['environment'] | undefined;
  /** Why there is no account although something was set up; else undefined. */
  obstacle: SquareProblem | undefined;
  refreshed_at: string | null;
  renewal_error: string | null;
  currency: string | undefined;
  readers: CardReader[];
  terminals: number;
  unknown_payments: number;
  pending_refunds: number;
}

/** What is wrong with a token, in words, by Square's code. */
const REFUSALS: Record<string, SquareProblem> = {
  ACCESS_TOKEN_EXPIRED: {
    code: 'TOKEN_EXPIRED',
    message: 'The connection with Square has run out: connect again in the Admin Dashboard.',
  },
  ACCESS_TOKEN_REVOKED: {
    code: 'TOKEN_REVOKED',
    message: 'Square was told to let us in no more: connect again in the Admin Dashboard.',
  },
};
const REFUSED: SquareProblem = {
  code: 'TOKEN_INVALID',
  message: 'Square does not accept the token: connect again, or look at SQUARE_ACCESS_TOKEN.',
};
/** Less than this is left of a token that should have been renewed long ago. */
const EXPIRING_MS = 7 * 24 * 3600_000;

/** Says what became of a token, by Square's code. */
export const refusalOf = (code: string): SquareProblem => REFUSALS[code] ?? REFUSED;

/** With one of these no card can be charged. */
const STOPS = new Set([
  'LOCATION_NOT_FOUND',
  'LOCATION_INACTIVE',
  'CARD_PROCESSING_NOT_ENABLED',
  'CURRENCY_MISMATCH',
  'TOKEN_EXPIRED',
]);

/** Whether cards can be charged with these. */
export const isUsable = (problems: SquareProblem[]) =>
  !problems.some(({ code }) => STOPS.has(code));

/** All that stands between us and a charged card, in the order in which it is to be mended. */
export function sellerProblems(known: Known, told: Told | undefined, now: string): SquareProblem[] {
  const problems: SquareProblem[] = [];
  const say = (code: string, message: string) => problems.push({ code, message });
  if (told?.failure?.refused) return [refusalOf(told.failure.code)];
  if (!told || told.failure) {
    say('SQUARE_UNREACHABLE', 'Square does not answer. Cash is not concerned; try again later.');
    return problems;
  }
  const left_ms = told.token?.expires_at
    ? Date.parse(told.token.expires_at) - Date.parse(now)
    : null;
  if (left_ms !== null && left_ms <= 0) return [REFUSALS.ACCESS_TOKEN_EXPIRED as SquareProblem];
  if (left_ms !== null && left_ms < EXPIRING_MS) {
    say('TOKEN_EXPIRING', 'The connection with Square runs out within a week: connect again.');
  }
  if (known.renewal_error) {
    say('RENEWAL_FAILED', 'Square would not renew the connection: connect again before it ends.');
  }
  for (const scope of missingScopes(told.token?.scopes ?? [], known.terminals > 0)) {
    say('MISSING_SCOPE', `Square was not told to allow ${scope}: connect again and allow it.`);
  }
  return [...problems, ...locationProblems(known, told)];
}

function locationProblems({ account, currency }: Known, { location }: Told): SquareProblem[] {
  const problems: SquareProblem[] = [];
  const say = (code: string, message: string) => problems.push({ code, message });
  const name = location?.name ?? account?.location_id;
  if (!location) {
    say('LOCATION_NOT_FOUND', `Square does not show us the location ${name}: choose another one.`);
  } else if (location.status !== 'ACTIVE') {
    say('LOCATION_INACTIVE', `The location ${name} is not active at Square.`);
  }
  if (location && !location.card_processing) {
    say('CARD_PROCESSING_NOT_ENABLED', `Square has not enabled cards at ${name} yet.`);
  }
  if (location?.currency && currency && location.currency !== currency) {
    const both = `${name} is paid in ${location.currency}, this store counts in ${currency}`;
    say('CURRENCY_MISMATCH', `${both}: choose another location.`);
  }
  return problems;
}

/** Readers do not decide whether we are connected: a house may have Terminals only. */
export function readerProblems({ readers, terminals }: Known): SquareProblem[] {
  if (readers.length === 0 && terminals === 0) {
    return [{ code: 'NO_READER', message: 'No till has told of a card reader yet.' }];
  }
  return readers
    .filter(({ stale }) => stale)
    .map(({ till }) => ({
      code: 'READER_STALE',
      message: `The till ${till} has not told of its card reader for a while: is its app open?`,
    }));
}
