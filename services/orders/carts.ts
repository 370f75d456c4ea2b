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

  function showTill(till: string, order: Order | undefined): void {
    clearTimeout(clearing.get(till));
    const { open_order, cart } = orders.shows;
    if (order) {
      bus.show(open_order, { order_id: order.id }, order.status === 'open' ? order : null);
    }
    const complete_ms = order?.closed_at ? Date.parse(order.closed_at) + COMPLETE_SHOWN_MS : 0;
    const left_ms = Math.min(complete_ms - Date.now(), COMPLETE_SHOWN_MS);
    if (order?.closed_at && left_ms > 0) {
      bus.show(cart, { till }, cartOf(till, order, 'complete'));
      const clear = () => bus.show(cart, { till }, cartOf(till, undefined, 'cart'));
      clearing.set(till, setTimeout(clear, left_ms).unref());
    } else {
      bus.show(cart, { till }, cartOf(till, order?.closed_at ? undefined : order, 'cart'));
    }
  }

  bus.ownShows(Object.values(orders.shows));
  for (const id of store.openOrders()) {
    const order = store.find(id) as Order;
    bus.show(orders.shows.open_order, { order_id: id }, order);
  }
  for (const { name, order_id } of store.tills()) showTill(name, store.find(order_id));

  return { show: (order) => showTill(order.till, order) };
}
