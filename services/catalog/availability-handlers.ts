import type { Call } from '#shared/answer.ts';
import type { Availability } from '#shared/contracts/menu.ts';
import { inStock, soldOut } from './availability.ts';
import type { Announce } from './shelf-handlers.ts';
import type { Store } from './store.ts';

type When = Pick<Call, 'actor' | 'at'>;
type SoldOut = { item_id: number; until?: string | undefined; remaining?: number | undefined };

/** 86: what the kitchen has no more of. */
export function openEightySix(store: Store, announce: Announce) {
  function set(availability: Availability, call: When): Availability {
    const setting = (store.availability.find(availability.item_id)?.setting ?? 0) + 1;
    store.availability.save({ ...availability, setting });
    announce('availability_set', { ...availability, setting }, call);
    return availability;
  }
  return {
    soldOut: ({ item_id, ...wanted }: SoldOut, call: When) =>
      set(soldOut(item_id, wanted, call.at), call),
    back: (item_id: number, call: When) => set(inStock(item_id), call),
    /** Those whose time has come. */
    backInTime(call: When): void {
      for (const { item_id, sold_out_until } of store.availability.limited()) {
        if (sold_out_until !== null && sold_out_until <= call.at) set(inStock(item_id), call);
      }
    },
  };
}
