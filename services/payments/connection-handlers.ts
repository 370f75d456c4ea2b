import type { Call } from '#shared/answer.ts';
import type { Config } from '#shared/config.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import type { payments } from '#shared/contracts/payments.ts';
import type { Alarms } from '#shared/alarms.ts';
import type { Database } from '#shared/database.ts';
import { PosError, wrongField } from '#shared/errors.ts';
import type { Journal } from '#shared/journal.ts';
import { addressOf } from './account.ts';
import { authorizationFor, check, revoke } from './admission.ts';
import { connectionOf } from './connection.ts';
import { instantOf } from './credentials.ts';
import { type Heartbeat, readerAt } from './reader.ts';
import type { SquareLink } from './square-link.ts';

interface On {
  config: Config;
  database: Database;
  journal: Journal<typeof payments>;
  alarms: Alarms;
  link: SquareLink;
  /** Called when there is another account: what waited for one goes on. */
  connected: () => Promise<unknown>;
  /** What the rest of the service knows that belongs to the state of the connection. */
  counts: () => {
    currency: string | undefined;
    terminals: number;
    unknown_payments: number;
    pending_refunds: number;
  };
}

type Names =
  | 'connection_status'
  | 'report_reader'
  | 'authorize_mobile'
  | 'put_credentials'
  | 'remove_credentials';

/** The connection with Square: as it is, and how it is made. */
export function connectionHandlers(on: On): Pick<Handlers<typeof payments, Call>, Names> {
  const { config, database, journal, alarms, counts } = on;
  const { seller, renewal, watch } = on.link;
  /** In memory: after a restart each is heard of again within 30 s, and the stick is spared. */
  const readers = new Map<string, Heartbeat>();

  return {
    async connection_status({ refresh }, { at }) {
      const told = await watch.look(refresh);
      const { account, obstacle } = seller.find();
      const put = seller.credentials();
      const known = {
        ...counts(),
        account,
        obstacle,
        source: put ? 'oauth' : config.SQUARE_ACCESS_TOKEN ? 'env' : 'none',
        environment: account?.environment ?? put?.environment ?? config.SQUARE_ENVIRONMENT,
        refreshed_at: put?.refreshed_at ?? null,
        renewal_error: renewal.problem(),
        readers: [...readers.values()].map((said) => readerAt(said, at)),
      } as const;
      return connectionOf(known, told, at);
    },

    report_reader(said, { caller, at }) {
      const heartbeat = { ...said, till: caller.till as string, reported_at: at };
      readers.set(heartbeat.till, heartbeat);
      return readerAt(heartbeat, at);
    },

    authorize_mobile(_, { caller, actor, at }) {
      const account = seller.account();
      if (!account) throw new PosError('CARD_NOT_CONFIGURED');
      const finish = async () => {
        const given = await authorizationFor(account, seller.credentials(), config);
        const { short_lived, expires_at } = given;
        const said = { till: caller.till as string, short_lived, expires_at };
        await database.transact(() => journal.announce('mobile_authorized', said, actor, at));
        return given;
      };
      return { finish };
    },

    put_credentials({ client_id = null, client_secret = null, ...said }, { actor, at }) {
      const { environment, location_id, access_token, refresh_token = null } = said;
      const base_url = addressOf(environment, config);
      if (!base_url) throw wrongField('VALIDATION_FAILED', 'environment', ELSEWHERE);
      const tokens = { access_token, refresh_token, client_secret };
      const account = {
        environment,
        base_url,
        access_token,
        location_id,
        application_id: client_id,
      };
      const finish = async () => {
        const { token, location } = await check(account, said.merchant_id);
        const application_id = client_id ?? token.application_id;
        const merchant_id = token.merchant_id ?? said.merchant_id ?? '';
        const expires_at = token.expires_at ?? instantOf(said.expires_at);
        const whose = { environment, merchant_id, location_id };
        const times = { expires_at, put_at: at, refreshed_at: at, revoked_code: null };
        await database.transact(() => {
          seller.store.save({ ...whose, application_id, ...tokens, ...times });
          journal.announce('square_connected', whose, actor, at);
        });
        await becameAnother();
        const refreshed = refresh_token !== null && application_id !== null;
        return { ...whose, location_name: location.name, expires_at, refreshed };
      };
      return { finish };
    },

    remove_credentials(_, { actor, at }) {
      const finish = async () => {
        const known = seller.credentials();
        const revoked = known ? await revoke(known, seller.account(), config) : false;
        const removed = await database.transact(() => {
          if (!seller.store.clear()) return false;
          journal.announce('square_disconnected', { code: 'REMOVED' }, actor, at);
          return true;
        });
        await becameAnother();
        return { removed, revoked };
      };
      return { finish };
    },
  };

  /** What was wrong with the last connection is not wrong with this one. */
  async function becameAnother(): Promise<void> {
    watch.forget();
    await seller.accepted();
    await alarms.clear('square_renewal');
    await on.connected();
  }
}

const ELSEWHERE = 'not the Square that this server was set up for with SQUARE_ENVIRONMENT';
