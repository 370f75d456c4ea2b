import type { Availability } from '#shared/contracts/menu.ts';
import { wrongField } from '#shared/errors.ts';

interface Wanted {
  until?: string | undefined;
  remaining?: number | undefined;
}

/** What somebody says of an item at an instant: off until then, or so many left, or off. */
export function soldOut(item_id: number, wanted: Wanted, at: string): Availability {
  const { until = null, remaining = null } = wanted;
  if (until !== null && remaining !== null) {
    throw wrongField('VALIDATION_FAILED', 'remaining', 'either until or remaining');
  }
  if (until !== null && until <= at) {
    throw wrongField('VALIDATION_FAILED', 'until', 'has to be in the future');
  }
  const sold_out = remaining === null || remaining === 0;
  return { item_id, sold_out, sold_out_until: until, remaining };
}

/** There as if it had never been sold out. */
export function inStock(item_id: number): Availability {
  return { item_id, sold_out: false, sold_out_until: null, remaining: null };
}
