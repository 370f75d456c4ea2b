import type { Item, Mod, ModList, Tax } from '#shared/contracts/menu.ts';
import { MOST_MODS } from '#shared/contracts/menu.ts';
import { cents } from '#shared/contracts/money.ts';
import { PosError, wrongField } from '#shared/errors.ts';

const AT_FIRST = { sort_order: 0, available: true };

type WantedMod = Partial<Omit<Mod, 'mod_list_id'>> & { name: string };
type WrittenMod = Omit<Mod, 'id' | 'mod_list_id'> & { id?: number };

/** A list's mods as wanted: what one does not say stays as it was, or is as at first. */
export function mergeMods(before: Mod[], wanted: WantedMod[]): WrittenMod[] {
  const known = new Map(before.map((mod) => [mod.id, mod]));
  return wanted.map(({ id, ...mod }, i) => {
    if (id === undefined) return { ...AT_FIRST, mod_price: cents(0), ...mod };
    const old = known.get(id);
    if (!old) throw wrongField('MODIFIER_NOT_FOUND', `mods.${i}.id`);
    known.delete(id); // once is enough
    return { ...old, ...mod };
  });
}

/** Selections that can be made, and mods that can be told from each other. */
export function mustBeList(
  list: Pick<ModList, 'min_selections' | 'max_selections'>,
  mods: WrittenMod[],
) {
  const { min_selections, max_selections } = list;
  if (min_selections > max_selections) {
    throw wrongField('VALIDATION_FAILED', 'min_selections', 'is more than max_selections');
  }
  if (mods.length > MOST_MODS) throw new PosError('TOO_MANY', { most: MOST_MODS });
  const names = mods.map(({ name }) => name.toLowerCase());
  const twice = names.findIndex((name, i) => names.indexOf(name) !== i);
  if (twice >= 0) throw wrongField('NAME_TAKEN', `mods.${twice}.name`);
}

/** What an item may refer to. */
export interface Known {
  category(id: number): unknown;
  modList(id: number): unknown;
  tax(id: number): unknown;
}

/** Category, modifier lists and taxes that there are, each list and tax once. */
export function mustRefer(
  item: Pick<Item, 'category_id' | 'mod_list_ids' | 'tax_ids'>,
  known: Known,
): void {
  const refuse = (field: string, message: string) =>
    wrongField('VALIDATION_FAILED', field, message);
  if (!known.category(item.category_id)) throw refuse('category_id', 'there is no such category');
  for (const [field, find] of [
    ['mod_list_ids', known.modList],
    ['tax_ids', known.tax],
  ] as const) {
    for (const [i, id] of item[field].entries()) {
      if (item[field].indexOf(id) !== i) throw refuse(`${field}.${i}`, 'is there twice');
      if (!find(id)) throw refuse(`${field}.${i}`, 'there is no such one');
    }
  }
}

/** The taxes of an item that is made without saying which. */
export function defaultTaxes(taxes: Tax[]): number[] {
  return taxes.filter(({ is_default }) => is_default).map(({ id }) => id);
}

/** A percentage of more than 100 takes more than all. */
export function mustBeDiscount(discount: { amount: number; is_percentage: boolean }): void {
  const ALL = 10_000; // hundredths of a percent
  if (discount.is_percentage && discount.amount > ALL) {
    throw wrongField('VALIDATION_FAILED', 'amount', 'a percentage is at most 100');
  }
}

/** Whether two values of a field are the same; their order says nothing for mods. */
export function isSame(one: unknown, other: unknown): boolean {
  const text = (value: unknown) =>
    JSON.stringify(Array.isArray(value) ? value.map(byKeys).sort(byId) : value);
  return text(one) === text(other);
}
const byId = (a: unknown, b: unknown) =>
  ((a as { id?: number })?.id ?? 0) - ((b as { id?: number })?.id ?? 0);
const byKeys = (value: unknown) =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
