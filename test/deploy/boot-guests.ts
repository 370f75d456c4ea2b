import { randomUUID } from 'node:crypto';
import { until } from '../support/until.ts';

/** A till's patience with a machine that is emulated. */
const PATIENCE_MS = 60_000;
/** For what is to be answered: also after a service has had to begin anew. */
const ANSWERED_WITHIN_MS = 300_000;
const TILLS = 2;
/** Of one that was refused, or had no answer. */
const AGAIN_AFTER_MS = 200;

export interface Guests {
  /** From now on tills order, until they leave or nobody answers. */
  come(): void;
  leave(): Promise<void>;
  serve(orders: number): Promise<void>;
  /** What a till hears that orders now; 0: nothing. */
  order(): Promise<number>;
  acknowledged(): number;
  /** What an admin is told who ejects the stick. */
  eject(): Promise<string>;
  /** Orders that were acknowledged and are not there, or not as they were, in words. */
  lost(): Promise<string[]>;
}

interface Order {
  id: number;
  order_number: number;
  total: number;
}

/** Sets the restaurant up, and remembers each order that was acknowledged. */
export async function openGuests(url: string): Promise<Guests> {
  const kept = new Map<number, Order>();
  let token = '';

  async function ask<T>(method: string, path: string, body?: object, key: string = randomUUID()) {
    const answer = await fetch(url + path, {
      method,
      headers: {
        'content-type': 'application/json',
        'idempotency-key': key,
        ...(token && { authorization: `Bearer ${token}` }),
      },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return { status: answer.status, body: (await answer.json()) as T };
  }
  /** Asks again, with the same key, what a slow machine could not answer in time. */
  async function answered<T>(method: string, path: string, body?: object) {
    const key = randomUUID();
    let last: Awaited<ReturnType<typeof ask<T>>> | undefined;
    await until(
      `${method} ${path} is answered`,
      async () => {
        last = await ask<T>(method, path, body, key).catch(() => undefined);
        return last && last.status !== 503;
      },
      ANSWERED_WITHIN_MS,
    );
    return last as Exclude<typeof last, undefined>;
  }
  async function must<T>(method: string, path: string, body?: object): Promise<T> {
    const { status, body: said } = await answered<T>(method, path, body);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(said)}`);
    return said;
  }

  const store = { name: 'The Cut', timezone: 'Europe/Berlin', currency: 'EUR' };
  const admin = { name: 'Ada', pin: '2468' };
  ({ token } = await must<{ token: string }>('POST', '/setup', { store, admin }));
  const category = await must<{ id: number }>('POST', '/catalog/categories', { name: 'Food' });
  const soup = { name: 'Soup', category_id: category.id, reg_price: 6.5 };
  const item = await must<{ id: number }>('POST', '/catalog/items', soup);

  async function order(): Promise<number> {
    const items = [{ item_id: item.id, quantity: 1 + (kept.size % 3) }];
    const { status, body } = await ask<Order>('POST', '/orders', { items }).catch(() => ({
      status: 0,
      body: undefined as never,
    }));
    if (status === 201) kept.set(body.id, body);
    return status;
  }

  let open = false;
  let tills: Promise<void>[] = [];
  return {
    come() {
      open = true;
      tills = Array.from({ length: TILLS }, async () => {
        while (open) {
          if ((await order()) !== 201) await new Promise((on) => setTimeout(on, AGAIN_AFTER_MS));
        }
      });
    },
    async leave() {
      open = false;
      await Promise.all(tills);
    },
    async serve(orders) {
      for (let i = 0; i < orders; i++) {
        const served = async () => (await order()) === 201;
        await until('an order is served', served, ANSWERED_WITHIN_MS);
      }
    },
    order,
    acknowledged: () => kept.size,
    eject: async () => (await must<{ detail: string }>('POST', '/system/usb/eject')).detail,
    async lost() {
      const wrong: string[] = [];
      for (const { id, order_number, total } of kept.values()) {
        const { status, body } = await answered<Order>('GET', `/orders/${id}`);
        const same = status === 200 && body.order_number === order_number && body.total === total;
        if (!same) wrong.push(`order ${id}: ${status} ${JSON.stringify(body)}`);
      }
      return wrong;
    },
  };
}
