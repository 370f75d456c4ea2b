import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { WebSocket } from 'ws';
import { connectBus } from '#shared/bus.ts';
import { openLog } from '#shared/log.ts';
import { MOST_BUFFERED_BYTES } from '../../services/gateway/screen-stream.ts';
import { type Door, openDoor } from '../support/door.ts';
import { connectScreen } from '../support/front.ts';
import { until } from '../support/until.ts';

const MANY = 10_000;
const ORDERS = 50;
/** An order of a few lines, as a display shows it. */
const DINNER = 'Burger with fries, no onions. '.repeat(30);

let door: Door;
/** The server's ends of the screens' connections, in the order they came. */
const ends: Socket[] = [];
before(async () => {
  door = await openDoor();
  door.server.on('connection', (socket) => ends.push(socket));
});
after(() => door.close());

/** A screen that shows orders, and what it has received: the numbers of the changes. */
async function hangUp(name: string) {
  let webSocket: WebSocket | undefined;
  const screen = await connectScreen(door.port, 'ada', {
    clientId: name,
    keepalive: 0,
    createWebsocket: (url: string, protocols: string[]) =>
      (webSocket = new WebSocket(url, protocols)),
  });
  screen.on('error', () => undefined);
  const received: number[] = [];
  screen.on('message', (_topic, message) => {
    received.push((JSON.parse(message.toString()) as { change: number }).change);
  });
  await screen.subscribeAsync('pos/now/orders/+', { qos: 1 });
  /** As a browser whose tab is frozen: its machine reads nothing more from the network. */
  const freeze = () => webSocket?.pause();
  return { screen, received, freeze };
}

describe('a screen that stops reading', { timeout: 300_000 }, () => {
  it('is cut off, holds up nobody and takes little memory', async () => {
    const left = await hangUp('left');
    const frozen = await hangUp('frozen');
    const right = await hangUp('right');
    frozen.freeze();
    const [, end] = ends as [Socket, Socket, Socket];
    let most = 0;
    left.screen.on('message', () => (most = Math.max(most, end.writableLength)));

    const { config } = door.house;
    const orders = connectBus('orders', config, openLog('orders', config));
    await until('orders is connected', () => orders.connected);
    let said = 0;
    function say(count: number): Promise<unknown> {
      for (let i = 0; i < count; i++, said++) {
        const order = { id: 1 + (said % ORDERS), change: said, note: DINNER };
        orders.publish(`pos/now/orders/${order.id}`, JSON.stringify(order), true);
      }
      const others = [left, right].map(({ received }) =>
        until('the others have it all', () => received.length === said),
      );
      return Promise.all(others);
    }
    // what the frozen one does not take piles up, and the others have each message at once
    const waiting = () => !end.destroyed && end.writableLength < MOST_BUFFERED_BYTES / 4;
    while (waiting()) await say(100);
    assert.equal(end.destroyed, false);
    await say(MANY - said);

    const all = Array.from({ length: MANY }, (_, change) => change);
    for (const { received } of [left, right]) assert.deepEqual(received, all);
    assert.equal(end.destroyed, true);
    assert.ok(frozen.received.length < MANY);
    assert.ok(most < 2 * MOST_BUFFERED_BYTES, `at most ${most} bytes were waiting`);
    await Promise.all([left, right].map(({ screen }) => screen.endAsync()));
    await frozen.screen.endAsync(true);
    await orders.close();
  });

  it('finds the latest state when it comes back', async () => {
    const again = await hangUp('frozen');
    await until('each order is seen', () => again.received.length === ORDERS);
    assert.equal(Math.min(...again.received), MANY - ORDERS);
    await again.screen.endAsync();
  });
});
