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
