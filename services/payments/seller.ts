import { SquareFailure } from './outcome.ts';
import type { Told } from './connection-problems.ts';
import { instantOf } from './credentials.ts';
import { LOOK_MS, type Square } from './square.ts';

/** Square's side of the connection: whose it is, and what it may do. */
type Run = Square['run'];

/** A page of HTML with status 200, say. */
const unreadable = () => new SquareFailure('unknown', 'UNREADABLE', 200);

/** Told by a token of itself. */
export async function tokenStatus(run: Run): Promise<NonNullable<Told['token']>> {
  const told = await run(LOOK_MS, ({ oAuth }, options) => oAuth.retrieveTokenStatus(options));
  if (!told.merchantId) throw unreadable();
  return {
    expires_at: instantOf(told.expiresAt),
    scopes: told.scopes ?? [],
    merchant_id: told.merchantId,
    application_id: told.clientId ?? null,
  };
}

export async function locationOf(
  run: Run,
  locationId: string,
): Promise<NonNullable<Told['location']>> {
  const { location } = await run(LOOK_MS, ({ locations }, options) =>
    locations.get({ locationId }, options),
  );
  if (!location?.id) throw unreadable();
  return {
    id: location.id,
    name: location.name ?? null,
    status: location.status ?? null,
    currency: location.currency ?? null,
    card_processing: location.capabilities?.includes('CREDIT_CARD_PROCESSING') ?? false,
  };
}

export async function merchantOf(run: Run): Promise<NonNullable<Told['merchant']>> {
  const { merchant } = await run(LOOK_MS, ({ merchants }, options) =>
    merchants.get({ merchantId: 'me' }, options),
  );
  if (!merchant?.id) throw unreadable();
  return {
    id: merchant.id,
    business_name: merchant.businessName ?? null,
    country: merchant.country,
    currency: merchant.currency ?? null,
    status: merchant.status ?? null,
  };
}

/** What a new token is asked for with. */
export interface Renewal {
  application_id: string;
  client_secret: string | null;
  refresh_token: string;
}

export interface NewToken {
  access_token: string;
  /** Another one with PKCE, where each is good once. */
  refresh_token: string | null;
  expires_at: string | null;
}

/** A token like the one that was, or, with `scopes`, one for these alone that ends in a day. */
export async function newToken(run: Run, renewal: Renewal, scopes?: string[]): Promise<NewToken> {
  const { application_id: clientId, client_secret, refresh_token: refreshToken } = renewal;
  const request = {
    clientId,
    refreshToken,
    grantType: 'refresh_token',
    ...(client_secret && { clientSecret: client_secret }),
    ...(scopes && { scopes, shortLived: true }),
  };
  const told = await run(LOOK_MS, ({ oAuth }, options) => oAuth.obtainToken(request, options));
  if (!told.accessToken) throw unreadable();
  return {
    access_token: told.accessToken,
    refresh_token: told.refreshToken ?? null,
    expires_at: instantOf(told.expiresAt),
  };
}

/** From now on Square accepts none of the tokens that it gave this application. */
export async function revokeToken(
  run: Run,
  clientId: string,
  secret: string,
  accessToken: string,
): Promise<void> {
  const headers = { Authorization: `Client ${secret}` };
  await run(LOOK_MS, ({ oAuth }, options) =>
    oAuth.revokeToken({ clientId, accessToken }, { ...options, headers }),
  );
}

/** Square has understood, and will not do it; anything else may go better another time. */
export const isRefusal = ({ kind, status = 0 }: SquareFailure) =>
  kind !== 'unknown' || (status >= 400 && status < 500 && ![408, 409, 429].includes(status));
