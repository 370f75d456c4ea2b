import type { Call } from '#shared/answer.ts';
import type { Handlers, Payload } from '#shared/contracts/contract.ts';
import type { Order } from '#shared/contracts/order.ts';
import { orders } from '#shared/contracts/orders.ts';
import { PosError } from '#shared/errors.ts';
import type { House } from '../support/house.ts';
import { openAnnouncer } from './announcer.ts';
import { dinner, dinnerSent } from './table.ts';

/** An orders service that only announces and shows: its journal is real, its orders are made up. */
export interface Orders {
  /** An order goes to the kitchen; `at` is when that was announced, `more` what else it says. */
  send(order_id: number, order_number: number, at?: string, more?: object): Promise<void>;
  /** Something goes to the kitchen just like this. */
  sends(sent: Payload<typeof orders, 'order_sent'>, at?: string): Promise<void>;
  /** An order is called otherwise, or is wanted at another time. */
  changes(changed: Partial<Payload<typeof orders, 'order_changed'>>): Promise<void>;
  /** An order is paid in full. */
  close(order_id: number, order_number: number, at?: string): Promise<void>;
  /** Cash, or a card, pays a part of an order. */
  pay(payment_id: number, order_id: number, method: 'cash' | 'card', at?: string): Promise<void>;
  /** What it answers when it is asked for an order; others it does not know. */
  knows(order: Order): void;
  end(): Promise<void>;
}

const { get_order } = orders.operations;
const contract = { ...orders, operations: { get_order } };

/** `file` names its database: with another one it has another history, as after a restore. */
export function openOrders(house: House, file = 'orders'): Orders {
  const known = new Map<number, Order>();
  const handlers: Handlers<typeof contract, Call> = {
    get_order({ order_id }) {
      const order = known.get(order_id);
      if (!order) throw new PosError('ORDER_NOT_FOUND', { order_id });
      return order;
    },
  };
  const announcer = openAnnouncer(house, contract, handlers, file);
  const now = () => new Date().toISOString();

  return {
    send(order_id, order_number, at = now(), more = {}) {
      const sent = { ...dinnerSent(), order_id, order_number, sent_at: at, ...more };
      return announcer.announce('order_sent', sent, at);
    },
    sends: (sent, at = now()) => announcer.announce('order_sent', sent, at),
    changes(changed) {
      const { type, customer_name, note, staff_id, total } = dinner();
      const was = { type, customer_name, note, staff_id, total, scheduled_for: null };
      return announcer.announce('order_changed', { order_id: 41, version: 9, ...was, ...changed });
    },
    close(id, order_number, at = now()) {
      const { subtotal: gross, total: net } = dinner();
      const items = dinner().items.map((line) => {
        return { ...line, gross: line.total_price, net: line.total_price };
      });
      const of = { ...dinner(), id, order_id: id, order_number, items };
      return announcer.announce('order_closed', { ...of, closed_at: at, gross, net }, at);
    },
    pay(id, order_id, method, at = now()) {
      const [payment] = dinner().payments;
      if (!payment) throw new Error('the dinner is paid');
      return announcer.announce('payment_taken', { ...payment, id, order_id, method }, at);
    },
    knows: (order) => void known.set(order.id, order),
    end: announcer.end,
  };
}
