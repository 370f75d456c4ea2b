import type { Log } from '#shared/log.ts';
import { openConnectionWatch } from './connection-watch.ts';
import { openRenewal } from './renewal.ts';
import { openSquare } from './square.ts';
import { openSquareAccount, type Books } from './square-account.ts';

export type SquareLink = ReturnType<typeof openSquareLink>;

/** Square as the account that the house is connected with, kept fresh and watched. */
export function openSquareLink(on: Books & { log: Log }) {
  const seller = openSquareAccount(on);
  const renewal = openRenewal(on, seller);
  const square = openSquare(seller.account, renewal.afterRefusal);
  const watch = openConnectionWatch(square, seller.accepted);
  // the SDK takes seconds to load on a Pi: better now than while the first guest holds out a card
  if (seller.account()?.environment !== 'local') void watch.look(false);
  return { seller, renewal, square, watch, stop: renewal.stop };
}
