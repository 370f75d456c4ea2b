import { type Cents, cents } from '#shared/contracts/money.ts';
import { PosError, wrongField } from '#shared/errors.ts';
import { lineOf } from './order.ts';
import { partOf, shareOut, sum } from './price.ts';
import type { LineStanding, Standing, Taken } from './standing.ts';

/** Units of a line that move. */
export interface Moving {
  line: LineStanding;
  quantity: number;
}

/** What moves, each line once; NOTHING_LEFT, LINE_NOT_FOUND, VALIDATION_FAILED. */
export function chooseMoving(
  order: Standing,
  wanted: { order_item_id: number; quantity?: number }[],
): Moving[] {
  const moving = wanted.map(({ order_item_id, quantity }, i) => {
    const line = lineOf(order, order_item_id);
    if (wanted.findIndex((other) => other.order_item_id === order_item_id) !== i) {
      throw wrongField('VALIDATION_FAILED', `items.${i}.order_item_id`, 'is there twice');
    }
    if (quantity !== undefined && quantity > line.quantity) {
      const message = `the line has only ${line.quantity}`;
      throw wrongField('VALIDATION_FAILED', `items.${i}.quantity`, message);
    }
    return { line, quantity: quantity ?? line.quantity };
  });
  const units = order.items.reduce((all, line) => all + line.quantity, 0);
  if (moving.reduce((all, one) => all + one.quantity, 0) === units) {
    throw new PosError('NOTHING_LEFT', { order_id: order.id });
  }
  return moving;
}

/** What of something moves with `quantity` units of a line, and what stays. */
export function divide(amount: Cents, quantity: number, of: number): [moves: Cents, stays: Cents] {
  const moves = partOf(amount, quantity, of);
  return [moves, cents(amount - moves)];
}

/**
 * What each discount of the order takes of the part that moves, and of the one that stays: the
 * discounts of both add up to what they were, to the cent.
 */
export function divideDiscounts(
  order: Standing,
  moving: Moving[],
): { discount: Taken; moves: Cents; stays: Cents }[] {
  const shares = moving.map(({ line, quantity }) => {
    const own = sum(line.discounts.map((one) => one.amount_applied));
    return partOf(line.discount - own, quantity, line.quantity);
  });
  const weights = order.discounts.map(({ amount_applied }) => BigInt(amount_applied));
  const parts = shareOut(sum(shares), weights);
  return order.discounts.map((discount, i) => {
    const moves = parts[i] as Cents;
    return { discount, moves, stays: cents(discount.amount_applied - moves) };
  });
}
