import { randomUUID } from 'node:crypto';
import type { Restaurant } from './restaurant.ts';

/** One request as a till saw it, repeated with the same key until it was answered. */
export interface Asked {
  path: string;
  status: number;
  /** From the first try to the answer. */
  took_ms: number;
  /** How often the connection broke before there was an answer. */
  broken: number;
}

/** What the tills know of an order from the answers that they got. */
export interface Served {
  order_id: number;
  order_number: number;
  lines: number;
  /** Of the last answer. */
  total: number;
  closed: boolean;
}

export interface Guests {
  asked: Asked[];
  served: Served[];
  /** No new guests; resolves when those inside are done. */
  leave(): Promise<void>;
}

interface OrderAnswer {
  id: number;
  order_number: number;
  items: unknown[];
  total: number;
  status: string;
}

/** A till gives up after this long; longer than any process takes to come back. */
const PATIENCE_MS = 20_000;
const TILLS = ['main', 'bar', 'terrace'];
/** One of so many requests is sent again although it was answered: the answer got lost. */
const SENT_AGAIN = 7;

/** Guests come in at an even pace: order, one thing more, most of them pay in cash. */
export function letGuestsIn(restaurant: Restaurant, token: string, perSecond: number): Guests {
  const asked: Asked[] = [];
  const served: Served[] = [];
  const inside = new Set<Promise<void>>();
  let count = 0;

  async function ask(method: string, path: string, body: object): Promise<OrderAnswer | undefined> {
    const began = performance.now();
    const headers = {
      authorization: `Bearer ${token}`,
      'idempotency-key': randomUUID(),
      'x-till': TILLS[count % TILLS.length] as string,
    };
    for (let broken = 0; ; broken++) {
      try {
        const answer = await restaurant.call<OrderAnswer>(method, path, body, headers);
        const took_ms = performance.now() - began;
        asked.push({ path, status: answer.status, took_ms, broken });
        if (asked.length % SENT_AGAIN === 0) await restaurant.call(method, path, body, headers);
        return answer.status < 300 ? answer.body : undefined;
      } catch (error) {
        // the connection broke: nobody knows, so the same request again with the same key
        if (performance.now() - began > PATIENCE_MS) throw error;
        await new Promise((again) => setTimeout(again, 50));
      }
    }
  }

  async function serve(number: number): Promise<void> {
    const items = [
      { item_id: 24, quantity: 1 + (number % 3) },
      { item_id: 9, quantity: 1, modifiers: [{ mod_id: 3 }, { mod_id: 11 }] },
    ];
    const order = await ask('POST', '/orders', { items });
    if (!order) return;
    const guest: Served = { order_id: order.id, ...told(order) };
    served.push(guest);
    const more = await ask('PUT', `/orders/${order.id}/add_item`, { item_id: 30, quantity: 1 });
    if (more) Object.assign(guest, told(more));
    if (number % 10 === 0) return; // stays a while
    const cash = { method: 'cash', cash_tendered: 200, tip: number % 4 };
    const paid = await ask('POST', `/orders/${order.id}/close`, cash);
    if (paid) Object.assign(guest, told(paid));
  }

  const arrivals = setInterval(() => {
    const visit = serve(count++).finally(() => inside.delete(visit));
    inside.add(visit);
  }, 1000 / perSecond);

  return {
    asked,
    served,
    async leave() {
      clearInterval(arrivals);
      await Promise.all(inside);
    },
  };
}

function told({ order_number, items, total, status }: OrderAnswer) {
  return { order_number, lines: items.length, total, closed: status === 'closed' };
}
