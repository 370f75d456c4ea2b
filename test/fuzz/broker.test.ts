import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import type { MqttClient } from 'mqtt';
import { WebSocket } from 'ws';
import { brokerSocket } from '#shared/bus.ts';
import { type Door, openDoor } from '../support/door.ts';
import { connectScreen } from '../support/front.ts';
import { freePorts } from '../support/restaurant.ts';
import { until } from '../support/until.ts';
import { connect, speech } from './packets.ts';
import { runs, SEED } from './runs.ts';

/** What a peer is left to answer, or to cut off; whoever is quiet then is asked no more. */
const TALK_MS = 40;
/** Of this very process, which is the broker's: buffers that wait to be collected are in it. */
const MOST_GROWTH_MB = 250;
const MIB = 1024 * 1024;

let door: Door;
let toolPort: number;
let witness: MqttClient;
let heard = 0;
before(async () => {
  toolPort = (await freePorts(1))[0] as number;
  door = await openDoor({ POS_BROKER_PORT: String(toolPort) });
  witness = await connectScreen(door.port, 'ben', { clientId: 'witness' });
  witness.on('message', () => heard++);
  await witness.subscribeAsync('pos/now/cart/+', { qos: 1 });
});
after(async () => {
  console.log(`the broker was fuzzed with POS_SEED=${SEED}`);
  await witness.endAsync(true);
  await door.close();
});

/** The others hear what is said as before, and nothing else. */
async function everybodyHears(): Promise<void> {
  const soFar = heard;
  door.house.bus.publish('pos/now/cart/main', 'still here');
  await until('the witness has heard it', () => heard > soFar);
  assert.equal(heard, soFar + 1);
  assert.ok(witness.connected);
}
const megabytes = () => process.memoryUsage.rss() / MIB;
async function staysSmall(work: () => Promise<void>): Promise<void> {
  const small = megabytes();
  await work();
  const grown = megabytes() - small;
  assert.ok(grown < MOST_GROWTH_MB, `grown by ${Math.round(grown)} MB`);
}

const passwordOfTools = () =>
  readFileSync(join(door.house.config.POS_STATE_DIR, 'secrets/broker-password')).toString(
    'base64url',
  );

/** Until it is cut off, or has been left to answer for as long as it gets. */
function aMoment(socket: net.Socket | WebSocket): Promise<void> {
  return new Promise((over) => {
    socket.once('close', () => over());
    setTimeout(over, TALK_MS);
  });
}
/** Says it all on a plain socket, and waits a moment for what comes of it. */
async function talk(where: net.NetConnectOpts, pieces: Buffer[]): Promise<void> {
  const socket = net.connect(where);
  socket.on('error', () => undefined).resume();
  await once(socket, 'connect');
  for (const piece of pieces) if (!socket.destroyed) socket.write(piece);
  await aMoment(socket);
  socket.destroy();
}
async function talkAtDoor(pieces: Buffer[]): Promise<void> {
  const socket = await door.webSocket();
  for (const piece of pieces) if (socket.readyState === socket.OPEN) socket.send(piece);
  await left(socket);
}
async function left(socket: WebSocket): Promise<void> {
  socket.on('error', () => undefined);
  await aMoment(socket);
  socket.terminate();
  await until('it has left', () => [...door.house.broker.places()].length <= 1);
}

describe('any bytes, said to the broker', { timeout: 7_200_000 }, () => {
  const WAYS = {
    'by a screen at the door': (pieces: Buffer[], isKnown: boolean) => {
      const key = { username: 'token', password: 'ben' };
      return talkAtDoor(isKnown ? [connect(key), ...pieces] : pieces);
    },
    'by a tool on this machine': (pieces: Buffer[], isKnown: boolean) => {
      const key = { username: 'pos', password: passwordOfTools() };
      const where = { port: toolPort, host: '127.0.0.1' };
      return talk(where, isKnown ? [connect(key), ...pieces] : pieces);
    },
    'by a service that has gone mad': (pieces: Buffer[], isKnown: boolean) => {
      const where = { path: brokerSocket(door.house.config) };
      const key = { username: '', password: '' };
      return talk(where, isKnown ? [connect(key), ...pieces] : pieces);
    },
  };
  for (const [who, say] of Object.entries(WAYS)) {
    it(`${who} take nothing from the others`, () =>
      staysSmall(async () => {
        const property = fc.asyncProperty(speech, ({ isKnown, pieces }) => say(pieces, isKnown));
        await fc.assert(property, { ...runs(8), endOnFailure: true });
        await everybodyHears();
      }));
  }
});

describe('a frame', { timeout: 7_200_000 }, () => {
  const sizes = fc.oneof(
    fc.constantFrom(1, 125, 126, 65_535, 65_536, 65_537, MIB - 1, MIB),
    fc.integer({ min: 1, max: MIB }),
  );
  const frames = fc.array(
    fc.record({
      bytes: fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), sizes),
      how: fc.constantFrom('binary', 'text', 'ping', 'pong', 'in two', 'as it is'),
    }),
    { minLength: 1, maxLength: 4 },
  );

  it('from 1 byte to 1 MiB, of any kind, is read or its sender cut off', () =>
    staysSmall(async () => {
      const property = fc.asyncProperty(frames, fc.boolean(), async (all, isKnown) => {
        const socket = await door.webSocket();
        if (isKnown) socket.send(connect({ username: 'token', password: 'ben' }));
        for (const { bytes, how } of all) put(socket, Buffer.alloc(bytes[1], bytes[0]), how);
        await left(socket);
      });
      await fc.assert(property, { ...runs(4), endOnFailure: true });
      await everybodyHears();
    }));

  function put(socket: WebSocket, bytes: Buffer, how: string): void {
    if (socket.readyState !== socket.OPEN) return;
    if (how === 'text') socket.send(bytes.toString('latin1'));
    else if (how === 'ping') socket.ping(bytes.subarray(0, 125));
    else if (how === 'pong') socket.pong(bytes.subarray(0, 125));
    else if (how === 'binary') socket.send(bytes);
    else if (how === 'in two') {
      socket.send(bytes.subarray(0, bytes.length >> 1), { fin: false });
      socket.send(bytes.subarray(bytes.length >> 1));
    } else rawSocket(socket).write(bytes);
  }
  /** Behind it: what goes there is no frame at all. */
  const rawSocket = (socket: WebSocket) => (socket as unknown as { _socket: net.Socket })._socket;
});
