import type { Alarms } from '#shared/alarms.ts';
import type { Asker } from '#shared/ask.ts';
import type { payments } from '#shared/contracts/payments.ts';
import type { Database } from '#shared/database.ts';
import type { Journal } from '#shared/journal.ts';
import type { Log } from '#shared/log.ts';
import { openAttemptBook } from './attempt-book.ts';
import { openAttemptStore } from './attempt-store.ts';
import { openCapturing } from './capturing.ts';
import { openCharging } from './charging.ts';
import { openReconciler } from './reconciler.ts';
import { openRefundAsking } from './refund-asking.ts';
import { openRefunding } from './refunding.ts';
import { openRefundStore } from './refund-store.ts';
import { openResolving } from './resolving.ts';
import type { Square } from './square.ts';
import { openStore } from './store.ts';
import { openTermsStore } from './terms-store.ts';
import { openUnmatched } from './unmatched.ts';

interface House {
  asker: Asker;
  database: Database;
  journal: Journal<typeof payments>;
  alarms: Alarms;
  log: Log;
}

export type Cards = ReturnType<typeof openCards>;

/** All that cards need, put together; `start` once the service answers. */
export function openCards(house: House, square: Square) {
  const { database } = house;
  const attempts = openAttemptStore(database.connection);
  const { terms } = openTermsStore(database.connection);
  const application_id = () => (square.isConfigured() ? square.account().application_id : null);
  const refunds = openRefundStore(database.connection);
  const unmatched = openUnmatched({ ...house, attempts, refunds });
  const book = openAttemptBook({ ...house, attempts, unmatched, terms, application_id });
  const charging = openCharging({ ...house, square, attempts, book });
  const capturing = openCapturing({ ...house, square, attempts, refunds });
  const store = openStore(database.connection);
  const ask = openRefundAsking({ ...house, square, attempts, capturing, store, refunds });
  const refunding = openRefunding({ ...house, refunds, unmatched, ask });
  const shared = { square, attempts, book, charging };
  const resolving = openResolving({ database, ...shared, unmatched, refunding });
  const desk = { ...house, ...shared, terms, capturing, resolving };
  return {
    ...desk,
    refunds,
    refunding,
    /** Before anything is answered: what a stop cut off is known by nobody now. */
    recover: () => database.transact(attempts.interrupted),
    async start(): Promise<{ stop(): void }> {
      await unmatched.alarmAll();
      await refunding.hurry();
      const reconciler = openReconciler(desk);
      return {
        stop() {
          reconciler.stop();
          refunding.stop();
        },
      };
    },
  };
}
