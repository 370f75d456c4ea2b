import type { Call } from '#shared/answer.ts';
import { businessDay } from '#shared/business-day.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import { type Cents, cents } from '#shared/contracts/money.ts';
import type { Order } from '#shared/contracts/order.ts';
import type { orders } from '#shared/contracts/orders.ts';
import type { Database } from '#shared/database.ts';
import { PosError, wrongField } from '#shared/errors.ts';
import type { Journal } from '#shared/journal.ts';
import type { Carts } from './carts.ts';
import type { MenuStore } from './menu-store.ts';
import { takeNumber } from './number.ts';
import { cashTender, chooseLine, mustBeOpen, mustFit, unitsLeft } from './order.ts';
import type { Store } from './store.ts';

const NOTHING = cents(0);

export function ordersHandlers(
  database: Database,
  store: Store,
  menu: MenuStore,
  journal: Journal<typeof orders>,
  carts: Carts,
): Handlers<typeof orders, Call> {
  function find(id: number): Order {
    const order = store.find(id);
    if (!order) throw new PosError('ORDER_NOT_FOUND', { order_id: id });
    return order;
  }

  function findOpen(id: number): Order {
    const order = find(id);
    mustBeOpen(order);
    return order;
  }

  /** The order after a change of its lines: priced, one version more. */
  function repriced(id: number): Order {
    return atItsTill(store.reprice(id));
  }

  /** What changed last at a till is what its guest sees: checked, noted, shown after the commit. */
  function atItsTill(order: Order): Order {
    mustFit(order.items.length, order.subtotal);
    store.setTill(order.till, order.id);
    database.afterCommit(() => carts.show(order));
    return order;
  }

  function takeDiscount(orderId: number, discountId: number): void {
    const discount = menu.discount(discountId);
    if (!discount) throw wrongField('UNKNOWN_DISCOUNT', 'discount_id');
    if (!discount.available) throw wrongField('DISCOUNT_UNAVAILABLE', 'discount_id');
    const { name, amount, is_percentage } = discount;
    store.addDiscount(orderId, { discount_id: discountId, name, amount, is_percentage });
  }

  const brief = ({ id, version, total }: Order) => ({ order_id: id, version, total });

  return {
    create_order({ items, discount_id, ...input }, { caller, actor, at }) {
      if (database.nearlyFull()) throw new PosError('STORAGE_FULL');
      const staff_id = input.staff_id ?? (caller.staff_id as number);
      if (!menu.isStaff(staff_id)) throw wrongField('UNKNOWN_STAFF', 'staff_id');
      const { next, ...numbered } = takeNumber(store.counter(), store.heldNumbers);
      store.setCounter(next);
      const id = store.add({
        ...numbered,
        staff_id,
        till: caller.till as string,
        type: input.type,
        customer_name: input.customer_name ?? null,
        note: input.note ?? null,
        created_at: at,
      });
      for (const [i, wanted] of items.entries()) {
        store.addLine(id, chooseLine(wanted, menu.onMenu(wanted.item_id), `items.${i}.`));
      }
      if (discount_id !== undefined) takeDiscount(id, discount_id);
      const order = repriced(id);
      journal.announce('order_created', { ...order, ...brief(order) }, actor, at);
      return order;
    },

    get_order: ({ order_id }) => find(order_id),

    add_item({ order_id, ...wanted }, { actor, at }) {
      findOpen(order_id);
      const lineId = store.addLine(order_id, chooseLine(wanted, menu.onMenu(wanted.item_id)));
      const order = repriced(order_id);
      const item = order.items.find(({ id }) => id === lineId) as Order['items'][number];
      journal.announce('item_added', { ...brief(order), item }, actor, at);
      return order;
    },

    remove_item({ order_id, order_item_id, quantity }, { actor, at }) {
      const line = findOpen(order_id).items.find(({ id }) => id === order_item_id);
      if (!line) throw new PosError('LINE_NOT_FOUND', { order_id, order_item_id });
      const left = unitsLeft(line.quantity, quantity);
      store.setQuantity(order_item_id, left);
      const order = repriced(order_id);
      const off = { order_item_id, quantity: line.quantity - left };
      journal.announce('item_removed', { ...brief(order), ...off }, actor, at);
      return order;
    },

    close_order({ order_id, method, cash_tendered, tip = NOTHING }, { caller, actor, at }) {
      const before = findOpen(order_id);
      if (before.items.length === 0) throw new PosError('ORDER_EMPTY', { order_id });
      if (method === 'card') throw new PosError('CARD_NOT_CONFIGURED', { order_id });
      const settings = menu.settings();
      if (!settings) throw new PosError('SERVICE_UNAVAILABLE');
      store.addPayment({
        order_id,
        method,
        card_fee: NOTHING,
        ...cashTender(before.balance_due, cash_tendered, tip),
        till: caller.till as string,
        staff_id: caller.staff_id as number,
        created_at: at,
      });
      store.close(order_id, businessDay(at, settings.timezone, settings.business_day_cutoff), at);
      const order = atItsTill(find(order_id));
      const payment = order.payments.at(-1) as Order['payments'][number];
      if (before.sent_at === null) journal.announce('order_sent', sent(order, at), actor, at);
      journal.announce('payment_taken', payment, actor, at);
      const net = cents(order.subtotal - order.discount_total - order.tax_included);
      const sale = { ...order, gross: store.gross(order_id), net };
      journal.announce('order_closed', sale, actor, at);
      return { ...order, change_due: payment.change_due as Cents };
    },
  };
}

/** What goes to the kitchen. */
function sent(order: Order, at: string) {
  const items = order.items.map((line) => ({ ...line, order_item_id: line.id }));
  return { ...order, order_id: order.id, sent_at: at, items };
}
