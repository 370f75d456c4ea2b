import type { Account } from './account.ts';

/** What an admin has put, opened; times are instants. */
export interface Credentials {
  environment: Account['environment'];
  location_id: string;
  application_id: string | null;
  merchant_id: string;
  access_token: string;
  refresh_token: string | null;
  client_secret: string | null;
  expires_at: string | null;
  put_at: string;
  refreshed_at: string;
  /** Square's word, once it does not accept them any more. */
  revoked_code: string | null;
}

/** Square wants tokens renewed within 7 days: a day is left to try again. */
const RENEW_AFTER_MS = 6 * 24 * 3600_000;
/** Square's advice: somebody has to look at a token that is older. */
const ALARM_AFTER_MS = 8 * 24 * 3600_000;

/** Square gives a new token for the refresh token; also without a secret (PKCE). */
export const isRenewable = ({ refresh_token, application_id, revoked_code }: Credentials) =>
  refresh_token !== null && application_id !== null && revoked_code === null;

const ageOf = ({ refreshed_at }: Credentials, now: string) =>
  Date.parse(now) - Date.parse(refreshed_at);

export const isDue = (known: Credentials, now: string) =>
  isRenewable(known) && ageOf(known, now) >= RENEW_AFTER_MS;

export const isTooOld = (known: Credentials, now: string) =>
  isRenewable(known) && ageOf(known, now) >= ALARM_AFTER_MS;

/** Square's instants have no or nine digits of a second; ours have three. */
export const instantOf = (told: string | null | undefined): string | null =>
  told && !Number.isNaN(Date.parse(told)) ? new Date(told).toISOString() : null;

/** What Square must let us do; the last two only where a Square Terminal is used. */
const SCOPES = [
  'MERCHANT_PROFILE_READ',
  'PAYMENTS_READ',
  'PAYMENTS_WRITE',
  'PAYMENTS_WRITE_IN_PERSON',
];
const TERMINAL_SCOPES = ['DEVICE_CREDENTIAL_MANAGEMENT', 'DEVICES_READ'];

/** All that a device's reader needs; PAYMENTS_WRITE lets it refund as well, which Square adds. */
export const READER_SCOPES = [
  'MERCHANT_PROFILE_READ',
  'PAYMENTS_WRITE',
  'PAYMENTS_WRITE_IN_PERSON',
];

/** None where Square has not said which there are: a personal token may do everything. */
export function missingScopes(scopes: string[], hasTerminals: boolean): string[] {
  if (scopes.length === 0) return [];
  const wanted = hasTerminals ? [...SCOPES, ...TERMINAL_SCOPES] : SCOPES;
  return wanted.filter((scope) => !scopes.includes(scope));
}
