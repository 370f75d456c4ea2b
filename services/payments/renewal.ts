import type { Actor } from '#shared/contracts/service.ts';
import type { Log } from '#shared/log.ts';
import { type Credentials, isDue, isRenewable, isTooOld } from './credentials.ts';
import { SquareFailure } from './outcome.ts';
import { isRefusal, newToken } from './seller.ts';
import { openSquare } from './square.ts';
import { secretOf, type SquareAccount, type Books } from './square-account.ts';

/** Whether a token is due is looked at this often; it is so once in six days. */
const LOOK_EVERY_MS = 10 * 60_000;
/** Square does not accept what it has just renewed: it is no longer on our side. */
const JUST_RENEWED_MS = 60_000;
const SELF: Actor = { service: 'payments' };
const ALARM =
  'Square does not renew the connection: connect again in the Admin Dashboard before it ends.';

/** Tokens that end are replaced: in time, and when Square refuses one. */
export function openRenewal(
  { config, database, journal, alarms, log }: Books & { log: Log },
  seller: SquareAccount,
) {
  let renewing: Promise<boolean> | undefined;
  let renewed: { access_token: string; at_ms: number } | undefined;
  let problem: string | null = null;

  /** A new token, in the file before it is used; false when there is none to be had. */
  async function renew(known: Credentials): Promise<boolean> {
    const { application_id, client_secret, refresh_token, access_token } = known;
    if (!isRenewable(known) || !application_id || !refresh_token) return false;
    const { run } = openSquare(seller.account);
    const secret = client_secret ?? secretOf(config, application_id);
    const told = await newToken(run, { application_id, client_secret: secret, refresh_token });
    const at = new Date().toISOString();
    await database.transact(() => {
      const now = seller.store.read();
      if (now?.access_token !== access_token) return; // others were put meanwhile
      const tokens = { ...told, refresh_token: told.refresh_token ?? refresh_token };
      seller.store.save({ ...now, ...tokens, refreshed_at: at });
      journal.announce('square_token_renewed', { expires_at: told.expires_at }, SELF, at);
    });
    renewed = { access_token: told.access_token, at_ms: performance.now() };
    problem = null;
    await alarms.clear('square_renewal');
    return true;
  }

  /** While the old one is still good: nothing is lost when it does not succeed. */
  async function inTime(known: Credentials, now: string): Promise<boolean> {
    try {
      return await renew(known);
    } catch (error) {
      const failure = error instanceof SquareFailure ? error : undefined;
      problem = failure?.code ?? 'UNKNOWN';
      log.warn({ code: problem }, 'the Square token could not be renewed');
      // an hour without the internet is nothing to call somebody for
      const matters = !failure || isRefusal(failure) || isTooOld(known, now);
      if (matters) await alarms.raise('square_renewal', ALARM);
      return false;
    }
  }

  /** Square did not accept the token. What it may be renewed with says what comes of it. */
  async function atOnce(refused: string, code: string): Promise<boolean> {
    const known = seller.credentials();
    if (known?.revoked_code) return false;
    if (known && known.access_token !== refused) return true; // somebody else has renewed it
    const age_ms = performance.now() - (renewed?.at_ms ?? -Infinity);
    const again = renewed?.access_token === refused && age_ms < JUST_RENEWED_MS;
    try {
      if (known && !again && (await renew(known))) return true;
    } catch (error) {
      if (!(error instanceof SquareFailure && isRefusal(error))) return false;
    }
    await seller.refused(code);
    return false;
  }

  /** However many want a new token at once, Square is asked once. */
  const once = (how: () => Promise<boolean>): Promise<boolean> =>
    (renewing ??= how().finally(() => (renewing = undefined)));

  async function look(): Promise<void> {
    const known = seller.credentials();
    const now = new Date().toISOString();
    if (known && isDue(known, now)) await once(() => inTime(known, now));
  }
  const tick = () => void look().catch((error) => log.error({ err: error }, 'token renewal'));
  const timer = setInterval(tick, LOOK_EVERY_MS);
  timer.unref();
  tick(); // the house may have been closed for a week

  return {
    /** Square has refused this token: true when there is another one to try. */
    afterRefusal: (refused: string, code: string) => once(() => atOnce(refused, code)),
    /** Why the last one in time did not succeed; else null. */
    problem: () => problem,
    stop: () => clearInterval(timer),
  };
}
