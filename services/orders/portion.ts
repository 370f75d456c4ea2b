import { PosError } from '#shared/errors.ts';

/** What catalog said of an item, and what is left of it by now; `remaining` null: not counted. */
export interface Portion {
  item_id: number;
  sold_out: boolean;
  sold_out_until: string | null;
  remaining: number | null;
  setting: number;
}

/**
 * What is left after `quantity` were taken at an instant; SOLD_OUT where there are not so many.
 * A negative quantity gives back, also what is sold out by now. Undefined: nothing counts it.
 */
export function takePortions(
  portion: Portion | undefined,
  quantity: number,
  at: string,
): number | undefined {
  if (!portion) return undefined;
  const { item_id, sold_out, sold_out_until, remaining } = portion;
  if (remaining === null) {
    const isBack = sold_out_until !== null && sold_out_until <= at;
    if (!sold_out || isBack || quantity < 0) return undefined;
    throw new PosError('SOLD_OUT', { item_id, remaining: 0 });
  }
  if (quantity > remaining) throw new PosError('SOLD_OUT', { item_id, remaining });
  return remaining - quantity;
}
