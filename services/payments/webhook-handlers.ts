import type { Call } from '#shared/answer.ts';
import type { Config } from '#shared/config.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import type { payments } from '#shared/contracts/payments.ts';
import type { Database } from '#shared/database.ts';
import { PosError, wrongField } from '#shared/errors.ts';
import type { Log } from '#shared/log.ts';
import { isSigned } from './signature.ts';
import type { Listeners } from './listening.ts';
import { readWebhook, type Tidings } from './webhook.ts';
import { openWebhookStore } from './webhook-store.ts';

/** Square repeats an event for a day; the rest is for clocks that are wrong. */
const REMEMBER_MS = 3 * 24 * 3600_000;

interface On {
  config: Config;
  database: Database;
  log: Log;
  listeners: Listeners;
}

/** Square's own word; nothing depends on it, because a Pi on a local network seldom hears it. */
export function webhookHandlers({
  config,
  database,
  log,
  listeners,
}: On): Pick<Handlers<typeof payments, Call>, 'receive_webhook'> {
  const store = openWebhookStore(database.connection);
  const { SQUARE_WEBHOOK_SIGNATURE_KEY: key, SQUARE_WEBHOOK_URL: address } = config;

  function tell(tidings: Tidings): void {
    if (tidings.kind === 'other') return;
    const listen = listeners[tidings.kind] as (tidings: Tidings) => Promise<unknown>;
    listen(tidings).catch((error) => log.warn({ err: error }, 'a webhook led nowhere'));
  }

  return {
    receive_webhook({ raw_body, signature = '' }, { at }) {
      if (!key || !address) throw new PosError('NOT_FOUND');
      if (!isSigned(raw_body, address, key, signature)) throw new PosError('INVALID_SIGNATURE');
      const told = readWebhook(raw_body);
      if (!told) throw wrongField('VALIDATION_FAILED', 'raw_body', 'not an event of Square');
      const { event_id, type, tidings } = told;
      if (store.isNew(event_id, type, at)) {
        store.forgetBefore(new Date(Date.parse(at) - REMEMBER_MS).toISOString());
        // Square wants its 200 at once; what is lost with the process the pollers find
        database.afterCommit(() => tell(tidings));
      }
      return { received: true };
    },
  };
}
