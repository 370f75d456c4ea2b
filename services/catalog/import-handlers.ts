import { parseInput, type Call } from '#shared/answer.ts';
import { type MenuFile, menuFile } from '#shared/contracts/menu-file.ts';
import { type FieldError, PosError, wrongField } from '#shared/errors.ts';
import { isSame } from './entry.ts';
import { readMenu } from './menu-csv.ts';
import type { openShelves } from './shelves-handlers.ts';
import type { Store } from './store.ts';

interface Named {
  id: number;
  name: string;
}
/** A menu, and where its fields stand in the text that it came from. */
interface Read {
  menu: MenuFile;
  place?: (path: string) => object;
}
type Shelves = ReturnType<typeof openShelves>;
interface Shelf<T> {
  save(given: Partial<T>, call: Call): T;
}

/** A menu from CSV; what is wrong in it is said by line and column. */
export function menuFromCsv(csv: string): Read {
  const { menu, placeOf: place } = readMenu(csv);
  return at(
    (field) => ({ ...place(field), field }),
    () => ({
      menu: parseInput(menuFile, menu) as MenuFile,
      place,
    }),
  );
}

/** Errors about fields name them otherwise: by a longer path, or with their place. */
function at<T>(rename: (field: string) => Pick<FieldError, 'field'>, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof PosError) || !error.info.errors) throw error;
    const errors = error.info.errors.map((one) => ({ ...one, ...rename(one.field) }));
    throw new PosError(error.code, { ...error.info, errors });
  }
}

/** In a transaction: what has a known name is changed, where it differs; the rest is made. */
export function importMenu(store: Store, shelves: Shelves, { menu, place }: Read, call: Call) {
  const rename = (field: string) =>
    place ? { ...place(field), field } : { field: `menu.${field}` };
  return at(rename, () => takeMenu(store, shelves, menu, call));
}

function takeMenu(store: Store, shelves: Shelves, menu: MenuFile, call: Call) {
  const done = { created: 0, updated: 0, unchanged: 0 };
  const low = (name: string) => name.toLowerCase();
  const byName = <T extends Named>(all: T[]) => new Map(all.map((one) => [low(one.name), one]));

  function put<T extends Named>(
    shelf: Shelf<T>,
    known: Map<string, T>,
    given: Partial<T> & { name: string },
  ): void {
    const before = known.get(low(given.name));
    const entries = Object.entries(given) as [keyof T, unknown][];
    if (before && entries.every(([field, value]) => isSame(before[field], value))) {
      done.unchanged++;
      return;
    }
    done[before ? 'updated' : 'created']++;
    known.set(low(given.name), shelf.save({ ...given, ...(before && { id: before.id }) }, call));
  }

  /** Each entry in turn, no name twice. */
  function each<E extends { name: string }>(all: E[], path: string, take: (entry: E) => void) {
    const seen = new Set<string>();
    for (const [i, entry] of all.entries()) {
      at(
        (field) => ({ field: `${path}.${i}.${field}` }),
        () => {
          if (seen.has(low(entry.name))) throw wrongField('NAME_TAKEN', 'name');
          seen.add(low(entry.name));
          take(entry);
        },
      );
    }
  }

  function idsOf(known: Map<string, Named>, names: string[], field: string): number[] {
    return names.map((name, i) => {
      const found = known.get(low(name));
      if (found) return found.id;
      throw wrongField('VALIDATION_FAILED', `${field}.${i}`, `there is no ${name}`);
    });
  }

  const taxes = byName(store.taxes.all());
  each(menu.taxes, 'taxes', (tax) => put(shelves.taxes, taxes, tax));
  const groups = byName(store.discountGroups.all());
  each(menu.discount_groups, 'discount_groups', (group) =>
    put(shelves.discountGroups, groups, group),
  );
  const inGroups = Map.groupBy(store.discounts.all(), ({ group_id }) => group_id);
  for (const [group, all] of Map.groupBy(menu.discounts.entries(), ([, one]) => one.group)) {
    const seen = new Set<string>();
    for (const [i, { group: _, ...discount }] of all) {
      at(
        (field) => ({ field: `discounts.${i}.${field}` }),
        () => {
          if (seen.has(low(discount.name))) throw wrongField('NAME_TAKEN', 'name');
          seen.add(low(discount.name));
          const group_id = group === null ? null : (idsOf(groups, [group], 'group')[0] ?? null);
          const known = byName(inGroups.get(group_id) ?? []);
          put(shelves.discounts, known, { ...discount, group_id });
        },
      );
    }
  }
  const lists = byName(store.modLists.all());
  each(menu.modifier_lists, 'modifier_lists', ({ mods: wanted, ...list }) => {
    const known = byName(lists.get(low(list.name))?.mods ?? []);
    const mods = wanted.map((mod) => {
      const before = known.get(low(mod.name));
      known.delete(low(mod.name)); // a second one of the name is refused, and not for its id
      return { ...before, ...mod };
    });
    put(shelves.modLists, lists, { ...list, mods: mods as never });
  });
  const categories = byName(store.categories.all());
  const inside = Map.groupBy(store.items.all(), ({ category_id }) => category_id);
  each(menu.categories, 'categories', ({ items, ...category }) => {
    put(shelves.categories, categories, category);
    const category_id = categories.get(low(category.name))?.id as number;
    const known = byName(inside.get(category_id) ?? []);
    each(items, 'items', ({ modifier_lists, taxes: rates, ...item }) => {
      put(shelves.items, known, {
        ...item,
        category_id,
        ...(modifier_lists && { mod_list_ids: idsOf(lists, modifier_lists, 'modifier_lists') }),
        ...(rates && { tax_ids: idsOf(taxes, rates, 'taxes') }),
      });
    });
  });
  return done;
}
