import {
  type Category,
  category,
  type Discount,
  discount,
  type DiscountGroup,
  discountGroup,
  type Item,
  item,
  type ModList,
  modList,
  type Tax,
  tax,
} from '#shared/contracts/menu.ts';
import { wrongField } from '#shared/errors.ts';
import { defaultTaxes, mergeMods, mustBeDiscount, mustBeList, mustRefer } from './entry.ts';
import { type Announce, openShelf } from './shelf-handlers.ts';
import type { Store } from './store.ts';

const RANKED = { sort_order: 0, available: true };

/** The kinds of things on a menu, each with its rules, its limit and what is announced of it. */
export function openShelves(store: Store, announce: Announce) {
  return {
    categories: openShelf<Category>(store.categories, {
      schema: category,
      missing: 'CATEGORY_NOT_FOUND',
      most: 500,
      atFirst: () => RANKED,
      saved: (saved, call) => announce('category_saved', saved, call),
      removed: (id, call) => announce('category_deleted', { id }, call),
    }),
    items: openShelf<Item>(store.items, {
      schema: item,
      missing: 'ITEM_NOT_FOUND',
      most: 10_000,
      atFirst: () => ({
        ...RANKED,
        event_price: null,
        mod_list_ids: [],
        station_ids: [],
        tax_ids: defaultTaxes(store.taxes.all()),
      }),
      complete(entity) {
        mustRefer(entity, {
          category: store.categories.find,
          modList: store.modLists.find,
          tax: store.taxes.find,
        });
        return entity;
      },
      saved: (saved, call) => announce('item_saved', saved, call),
      removed(id, call) {
        store.availability.remove(id);
        announce('item_deleted', { id }, call);
      },
    }),
    modLists: openShelf<ModList>(store.modLists as never, {
      schema: modList,
      missing: 'MODIFIER_LIST_NOT_FOUND',
      most: 1_000,
      atFirst: () => ({ ...RANKED, min_selections: 0, max_selections: 1, mods: [] }),
      complete(entity, before) {
        const mods = mergeMods(before?.mods ?? [], entity.mods);
        mustBeList(entity, mods);
        return { ...entity, mods: mods as ModList['mods'] };
      },
      saved: (saved, call) => announce('modifier_list_saved', saved, call),
      removed: (id, call) => announce('modifier_list_deleted', { id }, call),
    }),
    taxes: openShelf<Tax>(store.taxes, {
      schema: tax,
      missing: 'TAX_NOT_FOUND',
      most: 100,
      atFirst: () => ({ inclusive: false, available: true, is_default: false }),
      saved: (saved, call) => announce('tax_saved', saved, call),
      removed: (id, call) => announce('tax_deleted', { id }, call),
    }),
    discounts: openShelf<Discount>(store.discounts, {
      schema: discount,
      missing: 'DISCOUNT_NOT_FOUND',
      most: 500,
      atFirst: () => ({ ...RANKED, group_id: null }),
      complete(entity) {
        if (entity.group_id !== null && !store.discountGroups.find(entity.group_id)) {
          throw wrongField('VALIDATION_FAILED', 'group_id', 'there is no such group');
        }
        mustBeDiscount(entity);
        return entity;
      },
      saved: (saved, call) => announce('discount_saved', saved, call),
      removed: (id, call) => announce('discount_deleted', { id }, call),
    }),
    discountGroups: openShelf<DiscountGroup>(store.discountGroups, {
      schema: discountGroup,
      missing: 'DISCOUNT_GROUP_NOT_FOUND',
      most: 100,
      atFirst: () => RANKED,
      saved: (saved, call) => announce('discount_group_saved', saved, call),
      removed: (id, call) => announce('discount_group_deleted', { id }, call),
    }),
  };
}
