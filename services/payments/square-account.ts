import type { Alarms } from '#shared/alarms.ts';
import type { Config } from '#shared/config.ts';
import type { payments } from '#shared/contracts/payments.ts';
import type { Actor } from '#shared/contracts/service.ts';
import type { SquareProblem } from '#shared/contracts/square-connection.ts';
import type { Database } from '#shared/database.ts';
import type { Journal } from '#shared/journal.ts';
import { type Account, accountOf, addressOf } from './account.ts';
import { refusalOf } from './connection-problems.ts';
import type { Credentials } from './credentials.ts';
import { openCredentialsStore } from './credentials-store.ts';
import { openSafe } from './safe.ts';

const SELF: Actor = { service: 'payments' };

/** Where a change of the account is written down and told. */
export interface Books {
  config: Config;
  database: Database;
  journal: Journal<typeof payments>;
  alarms: Alarms;
}

export type SquareAccount = ReturnType<typeof openSquareAccount>;

/** Whose money is taken: what an admin has put, else what the environment says. */
export function openSquareAccount({ config, database, journal, alarms }: Books) {
  const store = openCredentialsStore(database.connection, openSafe(config));

  /** Undefined as well when the state directory was lost, and with it the key. */
  function put(): { credentials?: Credentials | undefined; unreadable?: true } {
    try {
      return { credentials: store.read() };
    } catch {
      return { unreadable: true };
    }
  }

  /** The account, or what keeps what was said or put from being one. */
  function find(): { account?: Account | undefined; obstacle?: SquareProblem | undefined } {
    const { credentials, unreadable } = put();
    if (unreadable) return { obstacle: UNREADABLE };
    if (!credentials) {
      const { SQUARE_ACCESS_TOKEN: token, SQUARE_LOCATION_ID: location } = config;
      return { account: accountOf(config), obstacle: token && !location ? NOWHERE : undefined };
    }
    const { environment, revoked_code, access_token, location_id, application_id } = credentials;
    if (revoked_code) return { obstacle: refusalOf(revoked_code) };
    const base_url = addressOf(environment, config);
    if (!base_url) return { obstacle: ELSEWHERE };
    return { account: { environment, base_url, access_token, location_id, application_id } };
  }

  return {
    store,
    find,
    account: () => find().account,
    credentials: () => put().credentials,
    /** Square does not let us in any more: an admin has to connect again. */
    async refused(code: string): Promise<void> {
      const at = new Date().toISOString();
      await database.transact(() => {
        if (store.revoke(code)) journal.announce('square_disconnected', { code }, SELF, at);
      });
      await alarms.raise('square_disconnected', refusalOf(code).message);
    },
    /** Square has let us in: what was wrong is not any more. */
    accepted: () => alarms.clear('square_disconnected'),
  };
}

/** The secret of the environment, if it is this application's. */
export const secretOf = (config: Config, application_id: string | null) =>
  config.SQUARE_APPLICATION_ID === application_id
    ? (config.SQUARE_APPLICATION_SECRET ?? null)
    : null;

const UNREADABLE = {
  code: 'CREDENTIALS_UNREADABLE',
  message: 'The key of the stored connection is lost: connect again in the Admin Dashboard.',
};
const NOWHERE = {
  code: 'LOCATION_NOT_CHOSEN',
  message: 'SQUARE_LOCATION_ID has to say for which location of the business cards are taken.',
};
const ELSEWHERE = {
  code: 'ENVIRONMENT_MISMATCH',
  message: 'The stored connection is for another Square than SQUARE_ENVIRONMENT says.',
};
