import type { Item, ModList } from '#shared/contracts/catalog.ts';
import { type Cents, cents } from '#shared/contracts/money.ts';
import type { Order, WantedLine } from '#shared/contracts/order.ts';
import { PosError, wrongField } from '#shared/errors.ts';
import type { Rate } from './price.ts';

/** Longer than any table's evening; keeps one order's pricing below some milliseconds. */
const MOST_LINES = 500;
/** 1,000,000.00: a larger sum is a slip of the finger. */
const MOST_CENTS = 100_000_000;

/** What the menu says of an item now; a list or tax that is not available is not in it. */
export interface OnMenu {
  item: Omit<Item, 'sort_order'>;
  modLists: Pick<ModList, 'id' | 'name' | 'min_selections' | 'max_selections' | 'mods'>[];
  taxes: Rate[];
}

/** A line with everything that later changes of the menu must not touch. */
export interface ChosenLine {
  item_id: number;
  name: string;
  quantity: number;
  item_price: Cents;
  mods_price: Cents;
  total_price: Cents;
  note: string | null;
  taxes: Rate[];
  modifiers: { mod_id: number; mod_name: string; mod_price: Cents; quantity: number }[];
}

/** The line that somebody wants, at the menu's prices; `at` is its path in the input. */
export function chooseLine(wanted: WantedLine, onMenu: OnMenu | undefined, at = ''): ChosenLine {
  if (!onMenu) throw wrongField('UNKNOWN_ITEM', `${at}item_id`);
  const { item, taxes } = onMenu;
  if (!item.available) throw wrongField('ITEM_UNAVAILABLE', `${at}item_id`);
  const modifiers = chooseModifiers(wanted, onMenu, at);
  const mods_price = modifiers.reduce((sum, mod) => sum + mod.mod_price * mod.quantity, 0);
  if (item.reg_price + mods_price < 0) {
    throw wrongField('INVALID_MODIFIERS', `${at}modifiers`, 'the price would fall below 0');
  }
  return {
    item_id: item.id,
    name: item.name,
    quantity: wanted.quantity,
    item_price: item.reg_price,
    mods_price: cents(mods_price),
    total_price: cents(wanted.quantity * (item.reg_price + mods_price)),
    note: wanted.note ?? null,
    taxes,
    modifiers,
  };
}

/** Each must be on one of the item's lists, each list chosen from as often as it asks. */
function chooseModifiers(
  { modifiers }: WantedLine,
  { item, modLists }: OnMenu,
  at: string,
): ChosenLine['modifiers'] {
  const refuse = (field: string, message: string) =>
    wrongField('INVALID_MODIFIERS', `${at}${field}`, message);
  const mods = new Map(modLists.flatMap((list) => list.mods).map((mod) => [mod.id, mod]));
  const chosen = modifiers.map(({ mod_id, quantity }, i) => {
    const mod = mods.get(mod_id);
    if (!mod?.available) throw refuse(`modifiers.${i}.mod_id`, `not offered with ${item.name}`);
    if (modifiers.findIndex((other) => other.mod_id === mod_id) !== i) {
      throw refuse(`modifiers.${i}.mod_id`, 'is there twice; use quantity');
    }
    return { mod_id, mod_name: mod.name, mod_price: mod.mod_price, quantity };
  });
  for (const { name, mods: offered, min_selections: min, max_selections: max } of modLists) {
    const ids = new Set(offered.map((mod) => mod.id));
    const count = chosen
      .filter(({ mod_id }) => ids.has(mod_id))
      .reduce((sum, { quantity }) => sum + quantity, 0);
    if (count < min || count > max) {
      const range = min === max ? `${min}` : `${min} to ${max}`;
      throw refuse('modifiers', `${name}: choose ${range}, not ${count}`);
    }
  }
  return chosen;
}

/** ORDER_CLOSED unless the order still takes changes. */
export function mustBeOpen(order: Pick<Order, 'id' | 'status'>): void {
  if (order.status !== 'open') throw new PosError('ORDER_CLOSED', { order_id: order.id });
}

/** ORDER_TOO_LONG, ORDER_TOO_LARGE. */
export function mustFit(lines: number, subtotal: Cents): void {
  if (lines > MOST_LINES) throw new PosError('ORDER_TOO_LONG');
  if (subtotal > MOST_CENTS) throw new PosError('ORDER_TOO_LARGE');
}

/** How many units stay when `off` (all when undefined) are taken from a line of `quantity`. */
export function unitsLeft(quantity: number, off = quantity): number {
  if (off > quantity) {
    throw wrongField('VALIDATION_FAILED', 'quantity', `the line has only ${quantity}`);
  }
  return quantity - off;
}

/** A cash tender that pays all of `due`: what is handed over must cover it and the tip. */
export function cashTender(due: Cents, tendered: Cents | undefined, tip: Cents) {
  if (tendered === undefined) {
    throw wrongField('VALIDATION_FAILED', 'cash_tendered', 'needed with method cash');
  }
  const change_due = cents(tendered - due - tip);
  if (change_due < 0) throw wrongField('TENDER_TOO_SMALL', 'cash_tendered');
  return { amount: due, tip, cash_tendered: tendered, change_due };
}
