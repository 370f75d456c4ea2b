import type { Call } from '#shared/answer.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import type { payments } from '#shared/contracts/payments.ts';
import { PosError } from '#shared/errors.ts';
import type { Log } from '#shared/log.ts';
import { attemptHandlers } from './attempt-handlers.ts';
import type { Cards } from './cards.ts';
import { chargeHandlers } from './charge-handlers.ts';
import { connectionHandlers } from './connection-handlers.ts';
import { openCounts } from './counts-store.ts';
import { listening } from './listening.ts';
import { refundHandlers } from './refund-handlers.ts';
import { type DrawerCounter, drawerHandlers } from './drawer-handlers.ts';
import type { Store } from './store.ts';
import { terminalHandlers } from './terminal-handlers.ts';
import type { TerminalDesk } from './terminals.ts';
import { webhookHandlers } from './webhook-handlers.ts';

type On = Omit<Parameters<typeof connectionHandlers>[0], 'counts' | 'connected'> & {
  log: Log;
  store: Store;
  cards: Cards;
  terminals: TerminalDesk;
} & DrawerCounter;

export function paymentsHandlers(on: On): Handlers<typeof payments, Call> {
  const { store, cards, terminals, link } = on;
  const counts = openCounts(on.database.connection);
  const listeners = listening(terminals, link);
  const connected = cards.refunding.hurry;
  return {
    ...attemptHandlers(cards),
    ...chargeHandlers(cards, store),
    ...refundHandlers(cards.refunds),
    ...drawerHandlers(on),
    ...connectionHandlers({ ...on, counts, connected }),
    ...terminalHandlers(terminals),
    ...webhookHandlers({ ...on, listeners }),

    list_payments({ limit, ...wanted }) {
      const found = store.list({ ...wanted, limit: limit + 1 });
      const page = found.slice(0, limit);
      return { payments: page, next_cursor: found[limit] && page.at(-1)?.id };
    },

    get_payment({ payment_id }) {
      const payment = store.find(payment_id);
      if (!payment) throw new PosError('PAYMENT_NOT_FOUND', { payment_id });
      return payment;
    },
  };
}
