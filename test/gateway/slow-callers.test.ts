import assert from 'node:assert/strict';
import { once } from 'node:events';
import type http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { LIMITS, openServer } from '../../services/gateway/front-door.ts';
import { until } from '../support/until.ts';

describe('who holds a place for nothing', { timeout: 60_000 }, () => {
  const limits = { ...LIMITS, headers_ms: 300, request_ms: 600, look_ms: 50 };
  const small = { ...limits, connections: 6, connections_per_address: 3 };
  let server: http.Server;
  let port: number;
  const sockets: net.Socket[] = [];
  before(async () => {
    server = openServer(
      (asked, answer) => {
        asked.resume().on('end', () => answer.end('{}'));
      },
      undefined,
      small,
    );
    await once(server.listen(0, '127.0.0.1'), 'listening');
    ({ port } = server.address() as AddressInfo);
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  const connect = async (localAddress: string) => {
    const socket = net.connect({ port, host: '127.0.0.1', localAddress });
    sockets.push(socket.on('error', () => undefined));
    await once(socket, 'connect');
    return socket;
  };
  const open = () => new Promise<number>((tell) => server.getConnections((_, n) => tell(n)));
  const leave = async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await until('all have left', async () => (await open()) === 0);
  };

  it('is shown out with headers that never end, however long a body may take', async () => {
    const patient = openServer(() => undefined, undefined, { ...small, request_ms: 120_000 });
    await once(patient.listen(0, '127.0.0.1'), 'listening');
    try {
      const slow = net.connect((patient.address() as AddressInfo).port, '127.0.0.1');
      slow.write('GET /health HTTP/1.1\r\nHost: localhost\r\nX-More: ');
      const [answer] = (await once(slow, 'data')) as [Buffer];
      assert.match(answer.toString(), /^HTTP\/1\.1 408 /);
    } finally {
      patient.closeAllConnections();
      patient.close();
    }
  });

  it('is shown out with a body that never comes', async () => {
    const half = await connect('127.0.0.1');
    half.write('POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{');
    const [late] = (await once(half, 'data')) as [Buffer];
    assert.match(late.toString(), /^HTTP\/1\.1 408 /);
    await leave();
  });

  it('cannot take all places from one address, nor more than there are from many', async () => {
    const seen = (address: string) => Promise.all([1, 2, 3, 4].map(() => connect(address)));
    const first = await seen('127.0.0.2');
    await until('the fourth is gone', () => first.some(({ closed }) => closed));
    assert.equal(await open(), 3);
    await seen('127.0.0.3');
    const last = await connect('127.0.0.4');
    await until('there is no place for it', () => last.closed);
    assert.equal(await open(), 6);
    first.forEach((socket) => socket.destroy());
    await until('places are free again', async () => (await open()) === 3);
    const next = await connect('127.0.0.2');
    next.write('GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n');
    assert.match(String((await once(next, 'data'))[0]), /^HTTP\/1\.1 200 /);
    await leave();
  });

  it('has by default ten seconds for headers and a minute for all', () => {
    assert.deepEqual([LIMITS.headers_ms, LIMITS.request_ms], [10_000, 60_000]);
  });
});
