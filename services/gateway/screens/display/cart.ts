import type { z } from 'zod';
import type { orders } from '#shared/contracts/orders.ts';
import type { ScreenState } from '../shared/topics.ts';

/** What the till's topic says, as it is on the wire: money is a decimal number. */
export type Cart = z.input<typeof orders.shows.cart.payload>['data'];
export type Line = Cart['items'][number];

/** Whose cart a display shows. */
export const topicOf = ({ till }: ScreenState): string => `pos/now/cart/${till ?? 'main'}`;

/** The line that a guest should see now: the last one that is new or another than before. */
export function lastChanged(before: readonly Line[], now: readonly Line[]): Line | undefined {
  const known = new Map(before.map((line) => [line.id, JSON.stringify(line)]));
  const changed = now.filter((line) => known.get(line.id) !== JSON.stringify(line));
  return changed[changed.length - 1];
}

/** A tip is a share of what was ordered, discounts off, before tax. */
export function tipOf(percent: number, { subtotal, discount_total }: Cart): number {
  return Math.round((subtotal - discount_total) * percent) / 100;
}

/** Whether a card that was asked to pay did not: nothing more is paid than before. */
export const wasNotCharged = (before: Cart | undefined, now: Cart): boolean =>
  before !== undefined &&
  before.order_id === now.order_id &&
  before.charging &&
  !now.charging &&
  now.state !== 'complete' &&
  now.balance_due >= before.balance_due;
