import type { Config } from '#shared/config.ts';
import type { MobileAuthorization } from '#shared/contracts/square-credentials.ts';
import { PosError, wrongField } from '#shared/errors.ts';
import type { Account } from './account.ts';
import { type Credentials, READER_SCOPES } from './credentials.ts';
import { SquareFailure } from './outcome.ts';
import { isRefusal, locationOf, newToken, revokeToken, tokenStatus } from './seller.ts';
import { openSquare } from './square.ts';
import { secretOf } from './square-account.ts';

const PLAIN =
  'The token of this connection never ends and the network is not encrypted: connect through the ' +
  'Admin Dashboard with a refresh token, or allow it with POS_ALLOW_PLAIN_TOKENS.';

/** Square's word on tokens that nobody uses yet. CREDENTIALS_REFUSED, SQUARE_UNAVAILABLE. */
export async function check(account: Account, merchant_id: string | undefined) {
  const { run } = openSquare(() => account);
  const refused = (field: string, message?: string) =>
    wrongField('CREDENTIALS_REFUSED', field, message);
  try {
    const token = await tokenStatus(run);
    if (merchant_id && token.merchant_id && token.merchant_id !== merchant_id) {
      throw refused('merchant_id', 'the token belongs to another business');
    }
    const { application_id } = account;
    if (application_id && token.application_id && token.application_id !== application_id) {
      throw refused('client_id', 'the token was given to another application');
    }
    const location = await locationOf(run, account.location_id);
    return { token, location };
  } catch (error) {
    if (!(error instanceof SquareFailure)) throw error;
    if (error.status === 404) throw refused('location_id', 'the business has no such location');
    throw isRefusal(error) ? refused('access_token') : new PosError('SQUARE_UNAVAILABLE');
  }
}

/**
 * What a till's reader is let in with. The local network is plain HTTP: where Square can, it makes
 * a token that ends in a day and cannot read the books. One that never ends goes out only where no
 * real money moves, or where the owner has said so.
 */
export async function authorizationFor(
  account: Account,
  known: Credentials | undefined,
  config: Config,
): Promise<MobileAuthorization> {
  const { access_token, location_id, application_id, environment } = account;
  const where = { location_id, application_id, environment };
  const client_secret = known?.client_secret ?? secretOf(config, application_id);
  if (known?.refresh_token && client_secret && application_id) {
    const { run } = openSquare(() => account);
    const renewal = { application_id, client_secret, refresh_token: known.refresh_token };
    try {
      const { access_token: own, expires_at } = await newToken(run, renewal, READER_SCOPES);
      return { access_token: own, ...where, expires_at, short_lived: true };
    } catch (error) {
      const failure = error as SquareFailure;
      if (failure instanceof SquareFailure && !isRefusal(failure))
        throw new PosError('SQUARE_UNAVAILABLE');
      throw new PosError('SQUARE_REFUSED', { square_code: failure.code });
    }
  }
  if (environment === 'production' && !config.POS_ALLOW_PLAIN_TOKENS) {
    throw new PosError('SQUARE_REFUSED', { reason: PLAIN });
  }
  return { access_token, ...where, expires_at: known?.expires_at ?? null, short_lived: false };
}

/** Whether Square has taken it in; wiping does not wait for that. */
export async function revoke(
  { application_id, client_secret, access_token }: Credentials,
  account: Account | undefined,
  config: Config,
): Promise<boolean> {
  const secret = client_secret ?? secretOf(config, application_id);
  if (!secret || !application_id || !account) return false;
  try {
    await revokeToken(openSquare(() => account).run, application_id, secret, access_token);
    return true;
  } catch {
    return false;
  }
}
