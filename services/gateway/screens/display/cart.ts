import type { z } from 'zod';
import type { orders } from '#shared/contracts/orders.ts';

/** What the till's topic says, as it is on the wire: money is a decimal number. */
export type Cart = z.input<typeof orders.shows.cart.payload>['data'];
export type Line = Cart['items'][number];

const twoPlaces = new Intl.NumberFormat(undefined, {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});

/** `1,234.50`, as this device writes numbers; a discount has a real minus. */
export const money = (amount: number): string => twoPlaces.format(amount).replace('-', '−');

/** The line that a guest should see now: the last one that is new or another than before. */
export function lastChanged(before: readonly Line[], now: readonly Line[]): Line | undefined {
  const known = new Map(before.map((line) => [line.id, JSON.stringify(line)]));
  const changed = now.filter((line) => known.get(line.id) !== JSON.stringify(line));
  return changed[changed.length - 1];
}
