import type { Call } from '#shared/answer.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import type { Cents } from '#shared/contracts/money.ts';
import type { orders } from '#shared/contracts/orders.ts';
import { wrongField } from '#shared/errors.ts';
import { type Book, brief, type Desk } from './book.ts';
import type { LookupStore } from './lookup-store.ts';
import { mustBeUnpaid, mustFit } from './order.ts';
import { chooseMoving, divide, divideDiscounts, type Moving } from './split.ts';
import type { Sent } from './standing.ts';

type SplitOperation = 'split_order' | 'merge_orders';

/** One order becomes two, or two become one; the kitchen hears nothing of it. */
export function splitHandlers(
  { store }: Desk,
  book: Book,
  lookup: LookupStore,
): Pick<Handlers<typeof orders, Call>, SplitOperation> {
  function moveUnits(moving: Moving[], to: number): { from: number; to: number; units: number }[] {
    return moving.map(({ line, quantity }) => {
      if (quantity === line.quantity) {
        store.lines.move(line.id, to);
        return { from: line.id, to: line.id, units: quantity };
      }
      const [sentMoves, sentStays] = divideSent(line.sent, quantity);
      const discounts = line.discounts.map((one) => {
        const [moves, stays] = divide(one.amount_applied, quantity, line.quantity);
        store.lines.setDiscount(one.id, one.is_percentage ? one.amount : stays, stays);
        const { discount_id, name, is_percentage } = one;
        const amount = is_percentage ? one.amount : moves;
        return { discount_id, name, is_percentage, amount, fixed: moves };
      });
      store.lines.change({ ...line, quantity: line.quantity - quantity, sent: sentStays });
      const part = { ...line, quantity, discounts, sent: sentMoves };
      const total_price = (quantity * (line.item_price + line.mods_price)) as Cents;
      return {
        from: line.id,
        to: store.lines.add(to, { ...part, total_price }).id,
        units: quantity,
      };
    });
  }

  return {
    split_order({ order_id, expected_version, items }, call) {
      const { actor, at } = call;
      const before = book.findOpen(order_id, expected_version);
      mustBeUnpaid(before);
      const moving = chooseMoving(before, items);
      const numbered = book.takeNumber(call);
      const { staff_id, till, type, customer_name, note, scheduled_for } = before;
      const who = { staff_id, till, type, customer_name, note, scheduled_for };
      const fresh = { ...numbered, ...who, created_at: at };
      const { id: newId } = store.add(fresh, [], []);
      for (const { discount, moves, stays } of divideDiscounts(before, moving)) {
        const { discount_id, name, is_percentage, amount } = discount;
        const worth = (part: Cents) => (is_percentage ? amount : part);
        store.lines.setDiscount(discount.id, worth(stays), stays);
        const part = { discount_id, name, is_percentage, amount: worth(moves), fixed: moves };
        if (moves > 0 || is_percentage) store.lines.addDiscount(newId, part);
      }
      const moved = moveUnits(moving, newId);
      if (moving.some(({ line }) => line.sent)) store.markSent(newId, [], before.sent_at);
      const split_order = book.repriced(newId);
      const order = book.repriced(order_id);
      const told = moved.map(({ from, to, units }) => {
        return { order_item_id: from, new_order_item_id: to, quantity: units };
      });
      const announced = { ...split_order, ...brief(split_order) };
      book.announce('order_created', announced, actor, at);
      const of = { new_order_id: newId, new_order_number: split_order.order_number };
      book.announce('order_split', { ...brief(order), ...of, items: told }, actor, at);
      return { ...order, split_order: book.find(newId) };
    },

    merge_orders({ order_id, expected_version, from_order_id }, { actor, at }) {
      const into = book.findOpen(order_id, expected_version);
      if (from_order_id === order_id) {
        throw wrongField('VALIDATION_FAILED', 'from_order_id', 'must be another order');
      }
      const from = book.findOpen(from_order_id);
      for (const one of [into, from]) mustBeUnpaid(one);
      mustFit(into.items.length + from.items.length, into.subtotal);
      for (const { id } of from.items) store.lines.move(id, order_id);
      const has = new Set(into.discounts.map(({ discount_id }) => discount_id));
      for (const one of from.discounts) {
        store.lines.removeDiscount(one.id);
        if (!has.has(one.discount_id)) store.lines.addDiscount(order_id, { ...one, fixed: null });
      }
      book.unfix(into);
      if (from.sent_at && !into.sent_at) store.markSent(order_id, [], from.sent_at);
      const order = book.repriced(order_id);
      const order_item_ids = from.items.map(({ id }) => id);
      book.announce('orders_merged', { ...brief(order), from_order_id, order_item_ids }, actor, at);
      store.reprice(from_order_id);
      const business_day = book.today(at);
      store.setStatus(from_order_id, { status: 'voided', voided_at: at, business_day });
      const empty = book.atItsTill(book.find(from_order_id));
      lookup.file(empty);
      const { order_number } = empty;
      const gone = { order_number, reason: null, made: null, items: [], merged_into: order_id };
      book.announce('order_voided', { ...brief(empty), ...gone, business_day }, actor, at);
      return book.atItsTill(book.find(order_id));
    },
  };
}

/** What the kitchen knows of a line goes with its units: it hears nothing of a split. */
function divideSent(sent: Sent | null, quantity: number): [moves: Sent | null, stays: Sent | null] {
  if (!sent) return [null, null];
  const moves = Math.min(sent.quantity, quantity);
  const stays = sent.quantity - moves;
  return [
    { ...sent, quantity: moves },
    { ...sent, quantity: stays },
  ];
}
