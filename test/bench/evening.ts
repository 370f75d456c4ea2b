import { randomUUID } from 'node:crypto';
import type { Hall } from './hall.ts';
import { bearer } from './load.ts';

/** A busy restaurant on a Saturday; minutes are the evening's own, `speed` times as fast. */
export interface Evening {
  orders: number;
  minutes: number;
  speed: number;
  /** How many minutes a guest stays; all times of a course are shares of it. */
  stay: number;
  tills: number;
  screens: number;
}

/** One request as a till saw it; `at` as `shareOf` tells it. */
export interface Asked {
  what: string;
  at: number;
  took_ms: number;
}

/** What the guests have had, as the tills were told. */
export interface Served {
  asked: Asked[];
  orders: number;
  /** How often a connection was closed before the answer, and the same was asked again. */
  again: number;
  /** Of all that were paid, without tips, in cents. */
  paid_cents: number;
}

interface Order {
  id: number;
  grand_total: number;
  amount_paid: number;
  items: { id: number }[];
}

/** What a guest does, and when: a share of the stay. */
const COURSE = { adds: 0.1, sends: 0.2, cooked: 0.6, sweet: 0.7, pays: 1 };
/** Every third pays by card. */
const CARD_EACH = 3;
/** Mains, salads and drinks of the demo's menu, with what they need to be ordered. */
const DISHES = [
  { item_id: 9, modifiers: [{ mod_id: 2 }, { mod_id: 13 }, { mod_id: 6 }] },
  { item_id: 24 },
  { item_id: 28, modifiers: [{ mod_id: 21 }] },
  { item_id: 29 },
  { item_id: 30 },
];
const SWEET = { item_id: 17, quantity: 1 };

/** How much is over, from 0 to 1, of the time in which the house is as full as it gets. */
export function shareOf({ minutes, speed, stay }: Evening, ms: number): number {
  return ((ms * speed) / 60_000 - stay) / (minutes - 2 * stay);
}

/** All guests of an evening, at an even pace, spread over the tills; throws at any refusal. */
export async function serveAll(evening: Evening, hall: Hall, token: string): Promise<Served> {
  const { orders, tills, speed, stay } = evening;
  const minute_ms = 60_000 / speed;
  /** So that the last guest has paid when it is over. */
  const arrivals_ms = (evening.minutes - stay) * minute_ms;
  const began = performance.now();
  const served: Served = { asked: [], orders: 0, again: 0, paid_cents: 0 };

  async function ask(what: string, method: string, path: string, body: object, till: string) {
    const called = performance.now();
    const at = shareOf(evening, called - began);
    const headers = { ...bearer(token), 'x-till': till, 'idempotency-key': randomUUID() };
    const call = () => hall.restaurant.call<Order>(method, path, body, headers);
    // an idle connection that is closed just then: a till asks again, with the same key
    const answer = await call().catch(() => {
      served.again++;
      return call();
    });
    if (answer.status >= 300) throw new Error(`${what}: ${JSON.stringify(answer.body)}`);
    served.asked.push({ what, at, took_ms: performance.now() - called });
    return answer.body;
  }

  async function serve(number: number): Promise<void> {
    const came = performance.now();
    const after = (share: number) => pause(came + share * stay * minute_ms - performance.now());
    const till = `till-${(number % tills) + 1}`;
    const dish = (i: number) => ({ quantity: 1, ...DISHES[(number + i) % DISHES.length] });
    const items = [dish(0), dish(1), dish(3)];
    const { id } = await ask('create', 'POST', '/orders', { items }, till);
    await after(COURSE.adds);
    hall.looks(till, id);
    await ask('add_item', 'PUT', `/orders/${id}/add_item`, dish(2), till);
    await after(COURSE.sends);
    const tickets = hall.hangs(id);
    await ask('send', 'POST', `/orders/${id}/send`, {}, till);
    const hung = await inTime(`the ticket of order ${id}`, tickets);
    await after(COURSE.cooked);
    await ask('bump', 'POST', `/kitchen/tickets/${hung}/bump`, {}, till);
    await after(COURSE.sweet);
    await ask('add_item', 'PUT', `/orders/${id}/add_item`, SWEET, till);
    await after(COURSE.pays);
    const tender =
      number % CARD_EACH === 0
        ? { method: 'card', source_id: 'cnon:card-nonce-ok' }
        : { method: 'cash', cash_tendered: 500 };
    const what = `close, ${tender.method}`;
    const paid = await ask(what, 'POST', `/orders/${id}/close`, tender, till);
    served.orders++;
    served.paid_cents += Math.round(paid.amount_paid * 100);
  }

  const guests: Promise<void>[] = [];
  for (let number = 0; number < orders; number++) {
    await pause(began + (number / orders) * arrivals_ms - performance.now());
    guests.push(serve(number));
    guests.at(-1)?.catch(() => undefined); // told when all are awaited
  }
  await Promise.all(guests);
  return served;
}

/** A message that has not come by then does not come: a screen that missed it is a failure. */
const PATIENCE_MS = 30_000;

/** Rejects, naming it, where what was promised does not come. */
function inTime<T>(what: string, promised: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`${what} did not come`)), PATIENCE_MS);
  return Promise.race([promised, late.promise]).finally(() => clearTimeout(timer));
}

const pause = (ms: number) => new Promise((over) => setTimeout(over, Math.max(0, ms)));
