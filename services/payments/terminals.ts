import type { Config } from '#shared/config.ts';
import type { openCards } from './cards.ts';
import { openCheckoutWatch } from './checkout-watch.ts';
import { openPairing } from './pairing.ts';
import { openTerminalStore } from './terminal-store.ts';

type Desk = ReturnType<typeof openCards> &
  Parameters<typeof openCheckoutWatch>[0] &
  Parameters<typeof openPairing>[0];

export type TerminalDesk = ReturnType<typeof openTerminalDesk>;

/** All that Square's own terminals need, put together. */
export function openTerminalDesk(cards: Omit<Desk, 'terminals'>, config: Config) {
  const terminals = openTerminalStore(cards.database.connection);
  const desk = { ...cards, terminals };
  const pairing = openPairing(desk);
  const checkouts = openCheckoutWatch(desk);
  checkouts.start();
  return {
    ...desk,
    config,
    pairing,
    checkouts,
    stopTerminals(): void {
      pairing.stop();
      checkouts.stop();
    },
  };
}
