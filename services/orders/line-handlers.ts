import type { Call } from '#shared/answer.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import { cents } from '#shared/contracts/money.ts';
import type { orders } from '#shared/contracts/orders.ts';
import { PosError } from '#shared/errors.ts';
import { type Book, brief, type Desk } from './book.ts';
import {
  chooseLine,
  lineOf,
  mustBeAhead,
  mustBeUnsent,
  mustFit,
  priceOfMods,
  rechooseModifiers,
  unitsLeft,
} from './order.ts';
import type { LineStanding } from './standing.ts';

type LineOperation =
  | 'create_order'
  | 'add_item'
  | 'remove_item'
  | 'change_item'
  | 'add_discount'
  | 'remove_discount';

/** What is put on an order, changed on it and taken off again. */
export function lineHandlers(
  { database, store, menu }: Desk,
  book: Book,
): Pick<Handlers<typeof orders, Call>, LineOperation> {
  return {
    create_order({ items, discount_id, discount_ids, ...input }, call) {
      if (database.nearlyFull()) throw new PosError('STORAGE_FULL');
      const { caller, actor, at } = call;
      const staff_id = input.staff_id ?? (caller.staff_id as number);
      book.mustBeStaff(staff_id);
      const { type, customer_name = null, note = null, scheduled_for = null } = input;
      if (scheduled_for) mustBeAhead(scheduled_for, at);
      const lines = items.map((wanted, i) => {
        const line = chooseLine(wanted, menu.onMenu(wanted.item_id), `items.${i}.`);
        const ids = wanted.discount_id === undefined ? [] : [wanted.discount_id];
        return { ...line, discounts: book.chooseDiscounts(ids, `items.${i}.discount_id`) };
      });
      book.takePortions(lines, actor, at);
      const discounts = book.chooseDiscounts(
        discount_id === undefined ? discount_ids : [discount_id, ...discount_ids],
        discount_id === undefined ? 'discount_ids' : 'discount_id',
      );
      const till = caller.till as string;
      const wishes = { type, customer_name, note, scheduled_for };
      const fresh = { ...book.takeNumber(call), staff_id, till, ...wishes, created_at: at };
      const added = store.add(fresh, lines, discounts);
      mustFit(added.items.length, added.subtotal);
      const order = book.atItsTill(added);
      book.announce('order_created', { ...order, ...brief(order) }, actor, at);
      return order;
    },

    add_item({ order_id, expected_version, discount_id, ...wanted }, { actor, at }) {
      const before = book.findOpen(order_id, expected_version);
      const ids = discount_id === undefined ? [] : [discount_id];
      const chosen = chooseLine(wanted, menu.onMenu(wanted.item_id));
      const discounts = book.chooseDiscounts(ids, 'discount_id');
      book.takePortions([chosen], actor, at);
      book.unfix(before);
      const lineId = store.lines.add(order_id, { ...chosen, discounts }).id;
      const order = book.repriced(order_id);
      book.announce('item_added', { ...brief(order), item: lineOf(order, lineId) }, actor, at);
      return order;
    },

    remove_item({ order_id, expected_version, order_item_id, quantity }, { actor, at }) {
      const before = book.findOpen(order_id, expected_version);
      const line = lineOf(before, order_item_id);
      mustBeUnsent(line);
      const left = unitsLeft(line.quantity, quantity);
      book.takePortions([{ ...line, quantity: left - line.quantity }], actor, at);
      book.unfix(before, line);
      if (left === 0) store.lines.remove(order_item_id);
      else store.lines.change({ ...line, quantity: left });
      const order = book.repriced(order_id);
      const off = { order_item_id, name: line.name, quantity: line.quantity - left };
      book.announce('item_removed', { ...brief(order), ...off }, actor, at);
      return order;
    },

    change_item({ order_id, expected_version, order_item_id, ...wanted }, { actor, at }) {
      const before = book.findOpen(order_id, expected_version);
      const line = lineOf(before, order_item_id);
      const { quantity = line.quantity, note = line.note, course = line.course } = wanted;
      if (quantity < line.quantity) mustBeUnsent(line);
      book.takePortions([{ ...line, quantity: quantity - line.quantity }], actor, at);
      const mods =
        wanted.modifiers && rechooseModifiers(line, wanted.modifiers, menu.onMenu(line.item_id));
      const mods_price = mods ? priceOfMods(mods, line.item_price) : line.mods_price;
      book.unfix(before, line);
      store.lines.change({ ...line, quantity, note, course, mods_price }, mods);
      if (wanted.discount_ids) replaceDiscounts(line, wanted.discount_ids);
      const order = book.repriced(order_id);
      const item = lineOf(order, order_item_id);
      const told = { item, before: line, discounts: item.discounts };
      book.announce('item_changed', { ...brief(order), ...told }, actor, at);
      return order;
    },

    add_discount({ order_id, expected_version, discount_id }, { actor, at }) {
      const before = book.findOpen(order_id, expected_version);
      const [chosen] = book.chooseDiscounts([discount_id], 'discount_id', before.discounts);
      if (!chosen) throw new PosError('UNKNOWN_DISCOUNT');
      book.unfix(before);
      store.lines.addDiscount(order_id, chosen);
      const order = book.repriced(order_id);
      const taken = { discount_id, name: chosen.name };
      book.announce('discount_taken', { ...brief(order), ...taken }, actor, at);
      return order;
    },

    remove_discount({ order_id, expected_version, discount_id }, { actor, at }) {
      const before = book.findOpen(order_id, expected_version);
      const taken = before.discounts.find((one) => one.discount_id === discount_id);
      if (!taken) throw new PosError('DISCOUNT_NOT_TAKEN', { order_id, discount_id });
      book.unfix(before);
      store.lines.removeDiscount(taken.id);
      const order = book.repriced(order_id);
      const back = { discount_id, name: taken.name };
      book.announce('discount_taken_back', { ...brief(order), ...back }, actor, at);
      return order;
    },
  };

  /** Those that stay keep what they were worth when they were taken; a comp stays as well. */
  function replaceDiscounts(line: LineStanding, ids: number[]): void {
    const stays = line.discounts.filter((one) => ids.includes(one.discount_id ?? 0));
    const fresh = ids.filter((id) => stays.every((one) => one.discount_id !== id));
    for (const one of line.discounts) {
      if (one.discount_id !== null && !stays.includes(one)) store.lines.removeDiscount(one.id);
    }
    for (const one of book.chooseDiscounts(fresh, 'discount_ids', stays)) {
      store.lines.addDiscount(line.order_id, one, undefined, line.id);
    }
  }
}

/** A discount of all of something, which no other one comes before. */
export const ALL_OF_IT = { discount_id: null, amount: cents(10_000), is_percentage: true };
