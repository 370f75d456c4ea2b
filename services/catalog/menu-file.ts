import type { MenuFile } from '#shared/contracts/menu-file.ts';
import { sorted, type Stock } from './menu.ts';

/** The menu as a file: by names instead of ids, in the order in which a till shows it. */
export function fileOf(stock: Stock): MenuFile {
  const namesOf = (all: { id: number; name: string }[]) => new Map(all.map((o) => [o.id, o.name]));
  const [lists, taxes, groups] = [stock.modLists, stock.taxes, stock.discountGroups].map(namesOf);
  const named = (names: Map<number, string> | undefined, ids: number[]) =>
    ids.map((id) => names?.get(id)).filter((name) => name !== undefined);
  const ranked = ({ name, sort_order, available }: Ranked) => ({ name, sort_order, available });
  const byCategory = Map.groupBy(stock.items, ({ category_id }) => category_id);
  return {
    taxes: stock.taxes.map(({ name, percentage, inclusive, available, is_default }) => {
      return { name, percentage, inclusive, available, is_default };
    }),
    discount_groups: sorted(stock.discountGroups).map(ranked),
    discounts: sorted(stock.discounts).map((discount) => ({
      ...ranked(discount),
      group: groups?.get(discount.group_id ?? 0) ?? null,
      amount: discount.amount,
      is_percentage: discount.is_percentage,
    })),
    modifier_lists: sorted(stock.modLists).map((list) => ({
      ...ranked(list),
      min_selections: list.min_selections,
      max_selections: list.max_selections,
      mods: sorted(list.mods).map((mod) => ({ ...ranked(mod), mod_price: mod.mod_price })),
    })),
    categories: sorted(stock.categories).map((category) => ({
      ...ranked(category),
      items: sorted(byCategory.get(category.id) ?? []).map((item) => ({
        ...ranked(item),
        reg_price: item.reg_price,
        event_price: item.event_price,
        modifier_lists: named(lists, item.mod_list_ids),
        taxes: named(taxes, item.tax_ids),
        station_ids: item.station_ids,
      })),
    })),
  };
}

interface Ranked {
  name: string;
  sort_order: number;
  available: boolean;
}
