import type { Call } from '#shared/answer.ts';
import { businessDay, dayAfter } from '#shared/business-day.ts';
import type { EventName, Payload } from '#shared/contracts/contract.ts';
import { cents } from '#shared/contracts/money.ts';
import { order as orderSchema } from '#shared/contracts/order.ts';
import type { orders } from '#shared/contracts/orders.ts';
import type { Actor } from '#shared/contracts/service.ts';
import type { Database } from '#shared/database.ts';
import { encode } from '#shared/encode.ts';
import { PosError, wrongField } from '#shared/errors.ts';
import type { Journal } from '#shared/journal.ts';
import type { Carts } from './carts.ts';
import type { ClosedDays } from './day-store.ts';
import type { MenuStore } from './menu-store.ts';
import { NOBODY_CALLED, stillCalled, takeNumber } from './number.ts';
import { mustBeOpen, mustCoverPayments, mustFit } from './order.ts';
import type { PortionStore } from './portion-store.ts';
import type { LineStanding, Standing, Taken } from './standing.ts';
import type { NewDiscount } from './line-store.ts';
import type { Store } from './store.ts';
import { cardFee } from './tender.ts';

/** What the orders' handlers stand on. */
export interface Desk {
  database: Database;
  store: Store;
  menu: MenuStore;
  portions: PortionStore;
  journal: Journal<typeof orders>;
  carts: Carts;
  days: ClosedDays;
}
type Event = EventName<typeof orders>;

export type Book = ReturnType<typeof openBook>;

/** The open orders as every handler takes them up, changes them, and puts them back. */
export function openBook({ database, store, menu, portions, journal, carts, days }: Desk) {
  function find(id: number): Standing {
    const order = store.find(id);
    if (!order) throw new PosError('ORDER_NOT_FOUND', { order_id: id });
    return seen(order);
  }

  /** What the rest would cost by card; of an open order. */
  function seen(order: Standing): Standing {
    if (order.status !== 'open') return order;
    const card_fee_due = cardFee(order.balance_due, menu.cardFee());
    return { ...order, card_fee_due, balance_due_card: cents(order.balance_due + card_fee_due) };
  }

  /**
   * What changed last at a till is what its guest sees: noted, and shown after the commit. Not for
   * a change of a paid order: it would throw the next guest off the display.
   */
  function atItsTill(order: Standing): Standing {
    const now = seen(order);
    store.setTill(now.till, now.id);
    database.afterCommit(() => carts.show(now));
    return now;
  }

  /** VERSION_CONFLICT, with the order as it is, when the caller has seen another one. */
  function mustBeSeen(order: Standing, expected_version: number | undefined): void {
    if (expected_version === undefined || expected_version === order.version) return;
    throw new PosError('VERSION_CONFLICT', { current: encode(orderSchema, order) });
  }

  function terms() {
    const settings = menu.settings();
    if (!settings) throw new PosError('SERVICE_UNAVAILABLE');
    return settings;
  }

  /** By the clock; after a day's Z the next one at once. */
  function today(at: string): string {
    const { timezone, business_day_cutoff } = terms();
    const day = businessDay(at, timezone, business_day_cutoff);
    const closed = days.last();
    return closed !== null && day <= closed ? dayAfter(closed) : day;
  }

  /** What the next order would get. */
  function nextNumber(at: string) {
    const { next_number, business_day } = store.counter();
    const day = menu.settings()?.order_number_auto_reset ? today(at) : null;
    const isNewDay = day !== null && business_day !== null && business_day !== day;
    const from = isNewDay ? 1 : next_number;
    const free = store.freeNumber(from, stillCalled(at));
    const unopened = free ?? store.freeNumber(from, NOBODY_CALLED);
    return { from, day, isNewDay, ...takeNumber(from, free, unopened) };
  }

  function resetNumber(order_number: number, actor: Actor, at: string): void {
    store.resetCounter(order_number, at);
    journal.announce('number_reset', { order_number }, actor, at);
  }

  return {
    find,
    atItsTill,
    mustBeSeen,
    terms,

    /** To be changed: open, no card paying it, and the one that the caller has seen. */
    findOpen(id: number, expected_version?: number): Standing {
      const order = find(id);
      mustBeOpen(order);
      mustBeSeen(order, expected_version);
      return order;
    },

    /** The order after a change of what it costs: priced, one version more, within bounds. */
    repriced(id: number): Standing {
      const order = store.reprice(id);
      mustFit(order.items.length, order.subtotal);
      mustCoverPayments(order);
      return atItsTill(order);
    },

    /** What discounts give of parts of a split order holds until the lines change. */
    unfix(order: Standing, line?: LineStanding): void {
      for (const one of [...order.discounts, ...(line?.discounts ?? [])]) {
        if (one.fixed !== null && one.is_percentage)
          store.lines.setDiscount(one.id, one.amount, null);
      }
    },

    /** Discounts as the menu has them now, none of them twice; `field` is where they were asked. */
    chooseDiscounts(ids: number[], field: string, has: Taken[] = []): NewDiscount[] {
      return ids.map((discount_id, i) => {
        const at = ids.length > 1 ? `${field}.${i}` : field;
        const discount = menu.discount(discount_id);
        if (!discount) throw wrongField('UNKNOWN_DISCOUNT', at);
        if (!discount.available) throw wrongField('DISCOUNT_UNAVAILABLE', at);
        const twice = ids.indexOf(discount_id) !== i;
        if (twice || has.some((one) => one.discount_id === discount_id)) {
          throw wrongField('DISCOUNT_ALREADY_TAKEN', at);
        }
        const { name, amount, is_percentage } = discount;
        return { discount_id, name, amount, is_percentage };
      });
    },

    /** Portions that are counted: taken with a line, given back with a negative quantity. */
    takePortions(lines: { item_id: number; quantity: number }[], actor: Actor, at: string): void {
      for (const left of portions.take(lines, at)) {
        journal.announce('portions_left', left, actor, at);
      }
    },

    /** The number for a new order; they begin anew with the day where the store wants it. */
    takeNumber({ actor, at }: Call) {
      const { from, day, isNewDay, next, ...numbered } = nextNumber(at);
      if (isNewDay) resetNumber(from, actor, at);
      store.setCounter(next, day);
      return numbered;
    },
    nextNumber,
    resetNumber,

    mustBeStaff(id: number): void {
      if (!menu.isStaff(id)) throw wrongField('UNKNOWN_STAFF', 'staff_id');
    },

    today,

    announce: <E extends Event>(
      type: E,
      payload: Payload<typeof orders, E>,
      actor: Actor,
      at: string,
    ) => journal.announce(type, payload, actor, at),
  };
}

/** What every change of an order says of it. */
export const brief = ({ id, version, total }: Standing) => ({ order_id: id, version, total });

/** Lines that are not sold, as they are told of. */
export const lostItem = (line: LineStanding) => ({
  order_item_id: line.id,
  item_id: line.item_id,
  name: line.name,
  quantity: line.quantity,
  total_price: line.total_price,
  sent: line.sent !== null,
});
