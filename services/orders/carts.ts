import type { Bus } from '#shared/bus.ts';
import type { Order } from '#shared/contracts/order.ts';
import { orders } from '#shared/contracts/orders.ts';
import { cartOf } from './cart.ts';
import type { Store } from './store.ts';

/** How long the guest reads the change and the thanks. */
const COMPLETE_SHOWN_MS = 8_000;

/** What tills and displays see of the orders, at once. */
export interface Carts {
  /** After the commit of any change of an order. */
  show(order: Order): void;
}

export function openCarts(bus: Bus, store: Store): Carts {
  const clearing = new Map<string, NodeJS.Timeout>();

  function showOpen(order: Order): void {
    const { open_order } = orders.shows;
    bus.show(open_order, { order_id: order.id }, order.status === 'open' ? order : null);
  }

  /** The order of the till that changed last: not one on hold, and a paid one for a while only. */
  function showTill(till: string, order: Order | undefined): void {
    clearTimeout(clearing.get(till));
    const { cart } = orders.shows;
    const paid_ms = order?.status === 'closed' && order.closed_at ? Date.parse(order.closed_at) : 0;
    const left_ms = Math.min(paid_ms + COMPLETE_SHOWN_MS - Date.now(), COMPLETE_SHOWN_MS);
    const isOpen = order?.status === 'open' && !order.held;
    bus.show(cart, { till }, cartOf(till, isOpen || left_ms > 0 ? order : undefined));
    if (left_ms <= 0) return;
    const clear = () => bus.show(cart, { till }, cartOf(till, undefined));
    clearing.set(till, setTimeout(clear, left_ms).unref());
  }

  bus.ownShows(Object.values(orders.shows));
  for (const id of store.openOrders()) {
    const order = store.find(id) as Order;
    showOpen(order);
  }
  for (const { name, order_id } of store.tills()) showTill(name, store.find(order_id));

  return {
    show(order) {
      showOpen(order);
      showTill(order.till, order);
    },
  };
}
