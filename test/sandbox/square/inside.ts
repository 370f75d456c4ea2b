import { randomBytes } from 'node:crypto';
import type { Plans } from './plans.ts';
import type { Shelves } from './shelves.ts';

/** What a caller may set about this Square; lengths of time are real ones. */
export interface Settings {
  access_token: string;
  application_id: string;
  application_secret: string;
  merchant_id: string;
  location_id: string;
  currency: string;
  country: string;
  /** Public code has seen 400 and 402 for a declined card. */
  decline_status: number;
  /** A new payment or refund is missing from lists for so long. */
  list_lag_ms: number;
  /** A refund is final after so long, or at this GET, whichever comes first. */
  refund_ms: number;
  refund_reads: number;
  /** A second refund of a payment is refused while the first one is PENDING. */
  one_pending_refund: boolean;
  /** A checkout goes one step further after so long, and at each so manieth GET. */
  checkout_step_ms: number;
  checkout_step_reads: number;
  /** A code is paired by itself after so long; 0: only by `pair_device`. */
  pairing_ms: number;
}

export const DEFAULTS: Settings = {
  access_token: 'local-square-token',
  application_id: 'local-square-app',
  application_secret: 'local-square-secret',
  merchant_id: 'LOCALMERCHANT',
  location_id: 'LOCALLOCATION',
  currency: 'USD',
  country: 'US',
  decline_status: 402,
  list_lag_ms: 200,
  refund_ms: 300,
  refund_reads: 2,
  one_pending_refund: false,
  checkout_step_ms: 150,
  checkout_step_reads: 1,
  pairing_ms: 0,
};

/** Square's own clock, which can be set forward. */
export interface Clock {
  now(): number;
  iso(): string;
  travel(ms: number): void;
}

export function startClock(): Clock {
  let travelled = 0;
  const now = () => Date.now() + travelled;
  return { now, iso: () => new Date(now()).toISOString(), travel: (ms) => void (travelled += ms) };
}

/** What every part of the local Square stands on. */
export interface Inside {
  settings: Settings;
  clock: Clock;
  shelves: Shelves;
  plans: Plans;
  /** Writes down what was put on the shelves since. */
  save(): void;
  /** Tells the webhook, if there is one. */
  announce(type: string, id: string, object: object): void;
}

/** An id as Square makes them: letters and digits only. */
export function newId(): string {
  return randomBytes(18).toString('base64').replace(/\W/g, '0');
}
