import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { WebSocket } from 'ws';
import { type Door, openDoor } from '../support/door.ts';
import { until } from '../support/until.ts';

let door: Door;
const sockets: WebSocket[] = [];
before(async () => (door = await openDoor()));
after(() => door.close());
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await until('all have left', async () => (await connections()) === 0);
});

const connections = () =>
  new Promise((tell) => door.server.getConnections((_error, count) => tell(count)));
async function knock(options?: { origin?: string; localAddress?: string }): Promise<WebSocket> {
  const socket = await door.webSocket(options);
  sockets.push(socket);
  return socket;
}

/** An MQTT text: two bytes of length, then the bytes. */
const text = (word: string) => Buffer.from(`\0${String.fromCharCode(word.length)}${word}`);
const packet = (type: number, ...parts: Buffer[]) => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([type, body.length]), body]);
};
/** Protocol 3.1.1, a clean session, with name and password. */
const hello = Buffer.from([4, 0xc2, 0, 30]);
const CONNECT = packet(0x10, text('MQTT'), hello, text('raw'), text('token'), text('ada'));
const CONNACK = Buffer.from([0x20, 2, 0, 0]);

/** The start of a packet that says how long it will be. */
const announcing = (type: number, length: number) => {
  const bytes = [type];
  for (let left = length; left > 0; left = Math.floor(left / 128)) {
    bytes.push((left % 128) + (left >= 128 ? 128 : 0));
  }
  return Buffer.from(bytes);
};

async function welcomed(): Promise<WebSocket> {
  const socket = await knock();
  const answer = new Promise((tell) => socket.once('message', tell));
  socket.send(CONNECT);
  assert.deepEqual(await answer, CONNACK);
  return socket;
}
const cutOff = (socket: WebSocket) => new Promise<number>((tell) => socket.once('close', tell));

describe('a page', () => {
  it('of our own is let in, and an app that names none', async () => {
    await knock({ origin: `http://127.0.0.1:${door.port}` });
    await knock();
  });

  it('of another site is not', async () => {
    const port = door.port;
    for (const origin of [
      'http://evil.example',
      `http://evil.example:${port}`,
      `http://127.0.0.1:${port + 1}`,
      'http://127.0.0.1',
      `http://127.0.0.1:${port}.evil.example`,
      'null',
      'file://',
    ]) {
      await assert.rejects(knock({ origin }), { message: 'refused with 403' }, origin);
    }
  });

  it('finds no other door', async () => {
    const other = new WebSocket(`ws://127.0.0.1:${door.port}/mqtt/more`, 'mqtt');
    const status = new Promise((tell) => {
      other.on('unexpected-response', (_request, { statusCode }) => tell(statusCode));
    });
    assert.equal(await status, 404);
  });
});

describe('screens', () => {
  it('of one address are at most 64, of all 128', { timeout: 30_000 }, async () => {
    const many = (localAddress: string) =>
      Promise.all(Array.from({ length: 64 }, () => knock({ localAddress })));
    const [first] = await many('127.0.0.2');
    await assert.rejects(knock({ localAddress: '127.0.0.2' }), { message: 'refused with 429' });
    await many('127.0.0.3');
    await assert.rejects(knock({ localAddress: '127.0.0.4' }), { message: 'refused with 503' });
    first?.terminate();
    await until('there is a place', () => knock({ localAddress: '127.0.0.2' }).catch(() => false));
  });

  it('that say nothing are shown out', async () => {
    await cutOff(await knock());
  });

  it('may speak in pieces, however small', async () => {
    const socket = await knock();
    const answer = new Promise((tell) => socket.once('message', tell));
    for (const byte of CONNECT) socket.send(Buffer.from([byte]));
    assert.deepEqual(await answer, CONNACK);
  });
});

describe('a screen is cut off', { timeout: 15_000 }, () => {
  it('when a frame is longer than anything it has to say', async () => {
    const socket = await welcomed();
    socket.send(Buffer.alloc(64 * 1024 + 1));
    assert.equal(await cutOff(socket), 1009);
  });

  it('when small frames are going to add up to more', async () => {
    const socket = await welcomed();
    const gone = cutOff(socket);
    socket.send(announcing(0x32, 65 * 1024));
    socket.send(Buffer.alloc(1024)); // it need not wait for the rest of it
    await gone;
  });

  it('when it announces more before anybody knows who it is', async () => {
    const socket = await knock();
    const gone = cutOff(socket);
    socket.send(announcing(0x10, 256 * 1024 * 1024 - 1));
    await gone;
  });

  it('when a length never ends', async () => {
    const socket = await knock();
    const gone = cutOff(socket);
    socket.send(Buffer.from([0x10, 0x80, 0x80, 0x80, 0x80, 0x80]));
    await gone;
  });

  it('when it does not speak MQTT', async () => {
    const socket = await knock();
    const gone = cutOff(socket);
    socket.send('GET / HTTP/1.1\r\n\r\n');
    await gone;
  });
});

describe('a packet', () => {
  it('as long as a screen may say is read: only what it asks for is refused', async () => {
    const socket = await welcomed();
    // a subscription: its number, the filter's length, one very long filter, QoS 1
    const [number, length, qos] = [[0, 1], [0xf0, 0], [1]].map((bytes) => Buffer.from(bytes));
    const filter = Buffer.concat([number, length, Buffer.alloc(0xf000, 'x'), qos] as Buffer[]);
    const head = announcing(0x82, filter.length);
    const answer = new Promise<Buffer>((tell) => socket.once('message', tell));
    socket.send(Buffer.concat([head, filter.subarray(0, 30_000)]));
    socket.send(filter.subarray(30_000));
    assert.deepEqual(await answer, Buffer.from([0x90, 3, 0, 1, 128]));
  });
});
