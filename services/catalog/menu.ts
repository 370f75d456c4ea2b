import type { Category, Discount, Item, ModList, Tax } from '#shared/contracts/catalog.ts';

/** Everything the store sells, as it stands in the file. */
export interface Stock {
  categories: Category[];
  items: Item[];
  modLists: ModList[];
  taxes: Tax[];
  discounts: Discount[];
}

interface Ranked {
  id: number;
  sort_order: number;
  available: boolean;
}

/** What a till draws: available things only, each level by sort_order, then by age. */
export function drawMenu({ categories, items, modLists, taxes, discounts }: Stock) {
  const lists = new Map(offered(modLists).map((list) => [list.id, list]));
  const modListsOf = (item: Item) =>
    item.mod_list_ids
      .map((id) => lists.get(id))
      .filter((list) => list !== undefined)
      .map((list) => ({ ...list, mods: offered(list.mods) }));
  const onOffer = offered(items);
  return {
    categories: offered(categories).map((category) => ({
      ...category,
      items: onOffer
        .filter((item) => item.category_id === category.id)
        .map((item) => ({ ...item, mod_lists: modListsOf(item) })),
    })),
    taxes: taxes.filter((tax) => tax.available),
    discounts: offered(discounts),
  };
}

function offered<T extends Ranked>(all: T[]): T[] {
  return all
    .filter(({ available }) => available)
    .sort((a, b) => a.sort_order - b.sort_order || a.id - b.id);
}
