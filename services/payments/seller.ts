import { readable, type SquareFailure } from './outcome.ts';
import type { Told } from './connection-problems.ts';
import { instantOf } from './credentials.ts';
import { LOOK_MS, type Square } from './square.ts';
import { wordOf, wordsOf } from './told.ts';

/** Square's side of the connection: whose it is, and what it may do. */
type Run = Square['run'];

/** Told by a token of itself. */
export async function tokenStatus(run: Run): Promise<NonNullable<Told['token']>> {
  const told = await run(LOOK_MS, ({ oAuth }, options) => oAuth.retrieveTokenStatus(options));
  return readable(() => {
    const merchant_id = wordOf(told.merchantId);
    if (!merchant_id) return undefined;
    return {
      expires_at: instantOf(told.expiresAt),
      scopes: wordsOf(told.scopes),
      merchant_id,
      application_id: wordOf(told.clientId),
    };
  });
}

export async function locationOf(
  run: Run,
  locationId: string,
): Promise<NonNullable<Told['location']>> {
  const told = await run(LOOK_MS, ({ locations }, options) =>
    locations.get({ locationId }, options),
  );
  return readable(() => {
    const { location } = told;
    const id = wordOf(location?.id);
    if (!location || !id) return undefined;
    return {
      id,
      name: wordOf(location.name),
      status: wordOf(location.status),
      currency: wordOf(location.currency),
      card_processing: wordsOf(location.capabilities).includes('CREDIT_CARD_PROCESSING'),
    };
  });
}

export async function merchantOf(run: Run): Promise<NonNullable<Told['merchant']>> {
  const told = await run(LOOK_MS, ({ merchants }, options) =>
    merchants.get({ merchantId: 'me' }, options),
  );
  return readable(() => {
    const { merchant } = told;
    const [id, country] = [wordOf(merchant?.id), wordOf(merchant?.country)];
    if (!merchant || !id || !country) return undefined;
    return {
      id,
      business_name: wordOf(merchant.businessName),
      country,
      currency: wordOf(merchant.currency),
      status: wordOf(merchant.status),
    };
  });
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
  return readable(() => {
    const access_token = wordOf(told.accessToken);
    if (!access_token) return undefined;
    const refresh_token = wordOf(told.refreshToken);
    return { access_token, refresh_token, expires_at: instantOf(told.expiresAt) };
  });
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
