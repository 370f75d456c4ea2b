import mqtt from 'mqtt';
import { WebSocket } from 'ws';
import type { Restaurant } from '../support/restaurant.ts';
import { bearer } from './load.ts';
import { percentile, type Row, rounded, type Table } from './table.ts';

const CART = 'pos/now/cart/main';
/** Lines that an order gets before the next one begins: as long as a real one. */
const LINES = 10;
const SCREENS_OF_A_HOUSE = 30;

/** A screen at the cart of one till; `next` is the moment at which its next message came. */
interface Watcher {
  next(): Promise<number>;
  close(): Promise<void>;
}

/** From the call of `PUT …/add_item` to the message in the hand of each that watches the cart. */
export async function screens(quick: boolean, restaurant: Restaurant): Promise<Table[]> {
  const token = await restaurant.login();
  const calls = quick ? LINES : 300;
  await post(restaurant, token, 'POST', '/orders', { items: [] }); // from now on a cart stands
  const many = quick ? 3 : SCREENS_OF_A_HOUSE;
  const rows = [
    await watch(restaurant, token, calls, 1),
    await watch(restaurant, token, calls, many),
    await watch(restaurant, token, calls, many, 1),
  ];
  return [{ title: 'PUT add_item, from the call to the message at a screen', rows }];
}

async function watch(
  restaurant: Restaurant,
  token: string,
  calls: number,
  subscribers: number,
  stalled = 0,
): Promise<Row> {
  const asleep = await openAll(stalled, () => openStalled(restaurant.url, token, CART));
  const watchers = await openAll(subscribers - stalled, () => openWatcher(restaurant.url, token));
  const came: number[] = [];
  const last: number[] = [];
  for (let done = 0; done < calls; done += LINES) {
    const seen = watchers.map((watcher) => watcher.next());
    const { id } = await post(restaurant, token, 'POST', '/orders', { items: [] });
    await Promise.all(seen);
    for (let line = 0; line < LINES; line++) {
      const next = watchers.map((watcher) => watcher.next());
      const called = performance.now();
      const item = { item_id: 17, quantity: 1 };
      const answered = post(restaurant, token, 'PUT', `/orders/${id}/add_item`, item);
      const took = (await Promise.all(next)).map((at) => at - called);
      await answered;
      came.push(...took);
      last.push(Math.max(...took));
    }
  }
  await Promise.all(watchers.map((watcher) => watcher.close()));
  await Promise.all(asleep.map((end) => end()));
  return {
    subscribers,
    stalled,
    calls,
    'p50 ms': rounded(percentile(came, 0.5)),
    'p99 ms': rounded(percentile(came, 0.99)),
    'last one p50 ms': rounded(percentile(last, 0.5)),
    'last one p99 ms': rounded(percentile(last, 0.99)),
  };
}

export const openAll = <T>(count: number, open: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, open));

export async function post(
  { call }: Restaurant,
  token: string,
  method: string,
  path: string,
  body: object,
): Promise<{ id: number }> {
  const answer = await call<{ id: number }>(method, path, body, bearer(token));
  if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** A client that hears a topic, and has heard what stood there. */
export async function subscribe(
  url: string,
  token: string,
  topic: string,
  keep = (_socket: WebSocket) => {},
) {
  const client = await mqtt.connectAsync(`${url.replace('http', 'ws')}/mqtt`, {
    protocolVersion: 4,
    username: 'token',
    password: token,
    createWebsocket(address: string, protocols: string[]) {
      const socket = new WebSocket(address, protocols);
      keep(socket);
      return socket;
    },
  });
  // what stands there already comes first
  const stands = new Promise((came) => client.once('message', came));
  await client.subscribeAsync(topic, { qos: 1 });
  await stands;
  return client;
}

async function openWatcher(url: string, token: string): Promise<Watcher> {
  const client = await subscribe(url, token, CART);
  return {
    next: () => new Promise((came) => client.once('message', () => came(performance.now()))),
    close: () => client.endAsync(true),
  };
}

/** Subscribes and then reads nothing more; resolves to its end. */
export async function openStalled(
  url: string,
  token: string,
  topic: string,
): Promise<() => Promise<void>> {
  let kept: WebSocket | undefined;
  const client = await subscribe(url, token, topic, (socket) => (kept = socket));
  kept?.pause();
  return () => client.endAsync(true);
}
