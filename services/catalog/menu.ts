import type {
  Availability,
  CardFee,
  Category,
  Discount,
  DiscountGroup,
  EventPricing,
  Item,
  Menu,
  ModList,
  Tax,
} from '#shared/contracts/menu.ts';

/** Everything the store sells, as it stands in the file. */
export interface Stock {
  categories: Category[];
  items: Item[];
  modLists: ModList[];
  taxes: Tax[];
  discounts: Discount[];
  discountGroups: DiscountGroup[];
  availability: Availability[];
  eventPricing: Pick<EventPricing, 'active'>;
  discountsEnabled: boolean;
  cardFee: CardFee;
}

interface Ranked {
  id: number;
  sort_order: number;
  available: boolean;
}

/** By sort_order, then by age. */
export function sorted<T extends Omit<Ranked, 'available'>>(all: T[]): T[] {
  return all.toSorted((a, b) => a.sort_order - b.sort_order || a.id - b.id);
}

/**
 * What a till draws, each level sorted; only what is available, or everything. What is sold out is
 * there, marked, since it comes back.
 */
export function drawMenu(stock: Stock, everything = false): Menu {
  const { active } = stock.eventPricing;
  const offered = <T extends Ranked>(all: T[]) =>
    sorted(everything ? all : all.filter(({ available }) => available));
  const lists = new Map(
    offered(stock.modLists).map((list) => [list.id, { ...list, mods: offered(list.mods) }]),
  );
  const limits = new Map(stock.availability.map((limit) => [limit.item_id, limit]));
  const draw = (item: Item) => ({
    ...item,
    price: active ? (item.event_price ?? item.reg_price) : item.reg_price,
    sold_out: limits.get(item.id)?.sold_out ?? false,
    sold_out_until: limits.get(item.id)?.sold_out_until ?? null,
    remaining: limits.get(item.id)?.remaining ?? null,
    mod_lists: item.mod_list_ids.map((id) => lists.get(id)).filter((list) => list !== undefined),
  });
  const byCategory = Map.groupBy(offered(stock.items), ({ category_id }) => category_id);
  const groups = offered(stock.discountGroups);
  const shown = new Set(groups.map(({ id }) => id));
  return {
    categories: offered(stock.categories).map((category) => ({
      ...category,
      items: (byCategory.get(category.id) ?? []).map(draw),
    })),
    event_pricing: { active },
    taxes: everything ? stock.taxes : stock.taxes.filter((tax) => tax.available),
    // what is in a group that is off is off
    discounts: offered(stock.discounts).filter(
      ({ group_id }) => group_id === null || shown.has(group_id),
    ),
    discount_groups: groups,
    discounts_enabled: stock.discountsEnabled,
    card_fee: stock.cardFee,
  };
}
