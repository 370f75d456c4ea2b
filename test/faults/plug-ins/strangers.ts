import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { connectScreen } from '../../support/front.ts';
import { until } from '../../support/until.ts';
import type { House } from '../house.ts';
import type { Random } from '../random.ts';
import type { PlugIn } from './plug-in.ts';

const MQTT_JUNK = 30;
const HTTP_JUNK = 60;
const LONGEST_BYTES = 2_000;
/** Between two looks whether it was cut off. */
const ASKED_AT_ONCE = 200;
/** Retained: each time it is asked for, all comes at once. */
const ALL_THAT_IS_OPEN = ['pos/now/orders/+', 'pos/now/cart/+', 'pos/now/kitchen/+/+'];
const GIVES_UP_MS = 2_000;
/** Paths and bodies that are nearly right, or nothing at all. */
const PATHS = ['/orders', '/orders/1/close', '/auth/login', '/%00', '/orders/../../etc', '/mqtt'];

/** Whose machine reads nothing more from the network, while all that it asked for is sent. */
export const frozenScreen: PlugIn = {
  name: 'a screen froze',
  async run(house) {
    const { token } = await house.asAdmin<{ token: string }>('POST', '/auth/login', {
      pin: house.pin,
    });
    const cutOff = async () =>
      (await house.asAdmin<{ cut_off: number }>('GET', '/realtime/clients')).cut_off;
    const before = await cutOff();
    let socket: WebSocket | undefined;
    const screen = await connectScreen(house.config.POS_PORT, token, {
      keepalive: 0,
      createWebsocket: (url: string, protocols: string[]) =>
        (socket = new WebSocket(url, protocols)),
    });
    screen.on('error', () => undefined);
    socket?.pause();
    try {
      // the kernel takes some megabytes for it first: it asks for all of it again and again
      await until('it is cut off', async () => {
        for (let i = 0; i < ASKED_AT_ONCE; i++) screen.subscribe(ALL_THAT_IS_OPEN, { qos: 1 });
        return (await cutOff()) > before;
      });
    } finally {
      socket?.terminate();
      screen.end(true);
    }
  },
};

const junk = (random: Random) =>
  Buffer.from(
    Array.from({ length: random.between(1, LONGEST_BYTES) }, () => random.between(0, 255)),
  );
/** A CONNECT that is one, so that what comes behind it is read. */
const CONNECT = Buffer.from('101200044d5154540402003c000661626364656600'.slice(0, 40), 'hex');

async function mqttJunk({ config }: House, random: Random): Promise<void> {
  const socket = new WebSocket(`ws://127.0.0.1:${config.POS_PORT}/mqtt`, 'mqtt');
  socket.on('error', () => undefined);
  const over = new Promise((gone) => socket.once('close', gone));
  socket.once('open', () => {
    if (random() < 0.5) socket.send(CONNECT);
    socket.send(junk(random));
  });
  await Promise.race([over, pause(GIVES_UP_MS, undefined, { ref: false })]);
  socket.terminate();
}

async function httpJunk({ config }: House, random: Random): Promise<void> {
  const socket = net.connect(config.POS_PORT, '127.0.0.1');
  socket.on('error', () => undefined).resume();
  const over = new Promise((gone) => socket.once('close', gone));
  const length = random.between(0, LONGEST_BYTES);
  const head = `POST ${random.of(PATHS)} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n`;
  const type = 'Content-Type: application/json\r\n';
  if (random() < 0.3) socket.end(junk(random));
  else {
    socket.write(`${head}${type}Content-Length: ${length}\r\n\r\n`);
    socket.end(random() < 0.5 ? '{"items":[{"item_id":1e999}]}' : junk(random));
  }
  await Promise.race([over, pause(GIVES_UP_MS, undefined, { ref: false })]);
  socket.destroy();
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Whoever is on the network sends what no till and no screen sends. */
export const flood: PlugIn = {
  name: 'nonsense came in floods',
  async run(house, random) {
    const lots = random.child();
    const gateway = house.pid('gateway');
    await Promise.all(Array.from({ length: HTTP_JUNK }, () => httpJunk(house, lots)));
    for (let i = 0; i < MQTT_JUNK; i += 10) {
      await Promise.all(Array.from({ length: 10 }, () => mqttJunk(house, lots)));
    }
    if (house.pid('gateway') !== gateway || !isAlive(gateway)) throw new Error('it ended of it');
  },
};
