import type { Item, ModList } from '#shared/contracts/catalog.ts';
import { type Cents, cents } from '#shared/contracts/money.ts';
import type { WantedLine } from '#shared/contracts/order.ts';
import { PosError, wrongField } from '#shared/errors.ts';
import type { PricedDiscount, Rate, TaxTotal } from './price.ts';
import type { LineStanding, Sent, Standing } from './standing.ts';

/** Longer than any table's evening; keeps one order's pricing below some milliseconds. */
const MOST_LINES = 500;
/** 1,000,000.00: a larger sum is a slip of the finger. */
const MOST_CENTS = 100_000_000;

/** What the menu says of an item now; a list or tax that is not available is not in it. */
export interface OnMenu {
  item: Pick<Item, 'id' | 'name' | 'available'>;
  /** The event price while event pricing is active and the item has one, else the regular one. */
  item_price: Cents;
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
  course: number | null;
  taxes: TaxTotal[];
  discounts: (PricedDiscount & { name: string })[];
  /** A part of a line that the kitchen had already. */
  sent?: Sent | null;
  modifiers: { mod_id: number; mod_name: string; mod_price: Cents; quantity: number }[];
}

/** The line that somebody wants, at the menu's prices; `at` is its path in the input. */
export function chooseLine(wanted: WantedLine, onMenu: OnMenu | undefined, at = ''): ChosenLine {
  if (!onMenu) throw wrongField('UNKNOWN_ITEM', `${at}item_id`);
  const { item, item_price, taxes } = onMenu;
  if (!item.available) throw wrongField('ITEM_UNAVAILABLE', `${at}item_id`);
  const modifiers = chooseModifiers(wanted.modifiers, onMenu, at);
  const mods_price = priceOfMods(modifiers, item_price, at);
  return {
    item_id: item.id,
    name: item.name,
    quantity: wanted.quantity,
    item_price,
    mods_price,
    total_price: cents(wanted.quantity * (item_price + mods_price)),
    note: wanted.note ?? null,
    course: wanted.course ?? null,
    taxes: taxes.map((rate) => ({ ...rate, taxable: NOTHING, tax: NOTHING })),
    discounts: [],
    modifiers,
  };
}

const NOTHING = cents(0);

/** What the modifiers add to a unit; never so much less that the unit would cost less than 0. */
export function priceOfMods(modifiers: ChosenLine['modifiers'], item_price: Cents, at = ''): Cents {
  const mods_price = modifiers.reduce((sum, mod) => sum + mod.mod_price * mod.quantity, 0);
  if (item_price + mods_price < 0) {
    throw wrongField('INVALID_MODIFIERS', `${at}modifiers`, 'the price would fall below 0');
  }
  return cents(mods_price);
}

/**
 * Other modifiers for a line: what is on it already keeps its price, what comes new has the menu's.
 */
export function rechooseModifiers(
  line: Pick<LineStanding, 'modifiers'>,
  wanted: WantedLine['modifiers'],
  onMenu: OnMenu | undefined,
): ChosenLine['modifiers'] {
  if (!onMenu) throw wrongField('ITEM_UNAVAILABLE', 'order_item_id');
  return chooseModifiers(wanted, onMenu, '').map((chosen) => {
    const before = line.modifiers.find(({ mod_id }) => mod_id === chosen.mod_id);
    return before ? { ...chosen, mod_name: before.mod_name, mod_price: before.mod_price } : chosen;
  });
}

/** Each must be on one of the item's lists, each list chosen from as often as it asks. */
function chooseModifiers(
  modifiers: WantedLine['modifiers'],
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

/** ORDER_CLOSED, PAYMENT_PENDING, PAYMENT_UNKNOWN: unless the order still takes changes. */
export function mustBeOpen(order: Standing): void {
  if (order.status !== 'open') throw new PosError('ORDER_CLOSED', { order_id: order.id });
  const pending = order.payments.find(({ status }) => status === 'pending');
  if (!pending) return;
  const code = pending.unknown ? 'PAYMENT_UNKNOWN' : 'PAYMENT_PENDING';
  throw new PosError(code, { order_id: order.id, attempt_id: pending.attempt_id });
}

/** ORDER_HAS_PAYMENTS: unless nothing was paid yet. */
export function mustBeUnpaid(order: Standing): void {
  if (order.payments.some(({ status }) => status === 'completed')) {
    throw new PosError('ORDER_HAS_PAYMENTS', { order_id: order.id });
  }
}

/** ORDER_HAS_PAYMENTS: what is owed never falls below what was paid. */
export function mustCoverPayments(order: Standing): void {
  if (order.balance_due < 0) throw new PosError('ORDER_HAS_PAYMENTS', { order_id: order.id });
}

/** ORDER_TOO_LONG, ORDER_TOO_LARGE. */
export function mustFit(lines: number, subtotal: Cents): void {
  if (lines > MOST_LINES) throw new PosError('ORDER_TOO_LONG');
  if (subtotal > MOST_CENTS) throw new PosError('ORDER_TOO_LARGE');
}

/** A line of the order by its id, not a voided one; LINE_NOT_FOUND. */
export function lineOf(order: Standing, order_item_id: number): LineStanding {
  const line = order.items.find(({ id }) => id === order_item_id);
  if (line && line.status !== 'voided') return line;
  throw new PosError('LINE_NOT_FOUND', { order_id: order.id, order_item_id });
}

/** These lines of the order, or all that are not voided. */
export function linesOf(order: Standing, ids: number[] | undefined): LineStanding[] {
  if (ids) return [...new Set(ids)].map((id) => lineOf(order, id));
  return order.items.filter(({ status }) => status !== 'voided');
}

/** LINE_SENT: what the kitchen has is voided, not reduced. */
export function mustBeUnsent({ id, sent, order_id }: LineStanding): void {
  if (sent) throw new PosError('LINE_SENT', { order_id, order_item_id: id });
}

/** Nobody plans a meal further ahead at a till; a slip of the year is caught. */
const AHEAD_MS = 30 * 24 * 3600_000;

/** VALIDATION_FAILED: unless an order that is wanted at that time can be taken now. */
export function mustBeAhead(scheduled_for: string, now: string): void {
  const ahead_ms = Date.parse(scheduled_for) - Date.parse(now);
  if (ahead_ms > 0 && ahead_ms <= AHEAD_MS) return;
  const message = ahead_ms > 0 ? 'must be 30 days ahead at most' : 'must be in the future';
  throw wrongField('VALIDATION_FAILED', 'scheduled_for', message);
}

/** How many units stay when `off` (all when undefined) are taken from a line of `quantity`. */
export function unitsLeft(quantity: number, off = quantity): number {
  if (off > quantity) {
    throw wrongField('VALIDATION_FAILED', 'quantity', `the line has only ${quantity}`);
  }
  return quantity - off;
}
