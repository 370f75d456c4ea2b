import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { hostname } from 'node:os';
import { after, before, describe, it } from 'node:test';
import { type Doorman, openDoorman, whose } from '../../services/gateway/doorman.ts';
import { isOurName, isOurPage } from '../../services/gateway/names.ts';
import { type Front, openFront } from '../support/front.ts';
import { type Door, openDoor } from '../support/door.ts';

const NAMES = { hostname: 'Kitchenpi.example.com', added: ['orders.example.com'] };

describe('the server goes by', () => {
  const table: [boolean, ...string[]][] = [
    [true, '192.168.1.7', '192.168.1.7:8000', '[fe80::1]', '[::1]:8000'],
    [true, 'localhost', 'LOCALHOST:8000', 'localhost.:8000'],
    [true, 'kitchenpi', 'kitchenpi.local:8000', 'KitchenPi.local.', 'kitchenpi.example.com'],
    [true, 'orders.example.com', 'orders.example.com:443'],
    [false, '', 'evil.example', 'kitchenpi.local.evil.example', 'notkitchenpi.local'],
    [false, '1.2.3.4.evil.example', '192.168.1', 'localhost.evil.example', '.', '1.2.3.4..'],
    [false, 'other.local', 'kitchenpi.evil', 'example.com', 'more.orders.example.com'],
  ];
  for (const [is, ...hosts] of table) {
    for (const host of hosts) {
      it(`${is ? '' : 'no name like '}"${host}"`, () => assert.equal(isOurName(host, NAMES), is));
    }
  }
});

describe('a page that writes', () => {
  const may = (origin: string | undefined, host = 'pos.local:8000') =>
    isOurPage(origin, host, NAMES);
  it('is ours, or named by the operator; apps have no origin', () => {
    assert.ok(may(undefined));
    assert.ok(may('http://pos.local:8000'));
    assert.ok(may('http://pos.local', 'pos.local:80'));
    assert.ok(may('https://pos.local', 'pos.local:443'));
    assert.ok(may('https://orders.example.com'));
  });
  it('is of no other site, port or kind', () => {
    for (const origin of [
      'http://evil.example:8000',
      'http://pos.local',
      'http://pos.local:8001',
      'http://pos.local:8000.evil.example',
      'app://pos.local:8000',
      'null',
      '',
    ]) {
      assert.equal(may(origin), false, origin);
    }
  });
});

describe('one who asks is counted', () => {
  it('by address, an IPv6 one by its network, the machine itself not at all', () => {
    assert.equal(whose('192.168.1.7'), '192.168.1.7');
    assert.equal(whose('::ffff:192.168.1.7'), '192.168.1.7');
    assert.equal(whose('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2');
    assert.equal(whose('2001:db8::1'), '2001:db8:0:0');
    assert.equal(whose('fe80::1%eth0'), 'fe80:0:0:0');
    for (const own of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) assert.equal(whose(own), undefined);
  });
});

interface Told {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: { code?: string; detail?: string; retry_after_s?: number };
}
/** Asks with exactly these headers, as a browser would not let a test do. */
async function ask(port: number, options: http.RequestOptions, body?: string): Promise<Told> {
  const request = http.request({ port, host: '127.0.0.1', agent: false, ...options });
  request.end(body);
  const [kind, response] = (await Promise.race([
    once(request, 'response').then(([told]: unknown[]) => ['answer', told]),
    once(request, 'upgrade').then(([told]: unknown[]) => ['upgrade', told]),
  ])) as [string, http.IncomingMessage];
  let text = '';
  if (kind === 'answer') for await (const part of response) text += part;
  else response.socket.destroy();
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: text ? (JSON.parse(text) as Told['body']) : {},
  };
}
const UPGRADE = {
  path: '/mqtt',
  headers: {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Protocol': 'mqtt',
  },
};

describe('at the door', () => {
  let front: Front;
  before(async () => (front = await openFront([], { POS_HOSTS: 'Pos.lan, tablet.lan' })));
  after(() => front.close());
  const health = (headers: http.OutgoingHttpHeaders) =>
    ask(front.port, { path: '/health', headers });
  /** Nobody is there to answer: whoever gets in hears that a part of the system is away. */
  const write = (headers: http.OutgoingHttpHeaders) =>
    ask(
      front.port,
      {
        method: 'POST',
        path: '/nowhere',
        headers: { 'content-type': 'application/json', ...headers },
      },
      '{}',
    );

  it('who asks for another name is told so, whatever they want', async () => {
    for (const host of ['evil.example', `evil.example:${front.port}`, '127.0.0.1@evil.example']) {
      const { status, body } = await health({ host });
      assert.deepEqual([status, body.code], [421, 'HOST_NOT_ALLOWED'], host);
    }
    const headers = { ...UPGRADE.headers, host: 'evil.example', origin: 'http://evil.example' };
    const { status, body } = await ask(front.port, { ...UPGRADE, headers });
    assert.deepEqual([status, body.code], [421, 'HOST_NOT_ALLOWED']);
  });

  it('who asks for one of ours is let in', async () => {
    const hosts = ['pos.lan:8000', 'localhost', '[::1]:8000', '10.0.0.7', `${hostname()}.local`];
    for (const host of hosts) assert.equal((await health({ host })).status, 503, host);
  });

  it('a page of another site may read what all may, and write nothing', async () => {
    const origin = 'http://evil.example';
    assert.equal((await health({ origin })).body.code, undefined);
    const { status, body } = await write({ origin });
    assert.deepEqual([status, body.code], [403, 'ORIGIN_NOT_ALLOWED']);
    assert.equal((await write({ origin: 'null' })).status, 403);
    assert.equal((await write({ origin: `http://127.0.0.1:${front.port}` })).status, 404);
    assert.equal((await write({ origin: 'https://tablet.lan' })).status, 404);
    assert.equal((await write({})).status, 404);
  });

  it('a refusal at /mqtt is in the words of any other', async () => {
    const headers = { ...UPGRADE.headers, origin: 'http://evil.example' };
    const { status, body, headers: told } = await ask(front.port, { ...UPGRADE, headers });
    assert.deepEqual([status, body.code], [403, 'ORIGIN_NOT_ALLOWED']);
    assert.match(body.detail ?? '', /^A page of another site/);
    assert.match(told['content-type'] ?? '', /^application\/json/);
    assert.equal((await ask(front.port, { ...UPGRADE, path: '/other' })).body.code, 'NOT_FOUND');
    assert.equal((await ask(front.port, UPGRADE)).status, 101);
  });
});

describe('who comes again and again', () => {
  const request = (remoteAddress: string) =>
    ({ headers: { host: 'localhost' }, socket: { remoteAddress }, method: 'GET' }) as never;
  const letIn = async (doorman: Doorman, as: 'request' | 'upgrade', address: string) => {
    for (let count = 0; ; count++) {
      const refusal = await doorman.let(request(address), as).then(
        () => undefined,
        (error: unknown) => error as { code: string; info: { retry_after_s: number } },
      );
      if (refusal || count === 10_000) return { count, ...refusal };
    }
  };
  const doorman = openDoorman({ POS_HOSTS: [] } as never);

  it('is told when to come back, after 4,000 questions or 600 connections', async () => {
    const { count, code, info } = await letIn(doorman, 'request', '192.168.1.7');
    assert.deepEqual([count, code], [4_000, 'TOO_MANY_REQUESTS']);
    assert.ok(info && info.retry_after_s >= 1 && info.retry_after_s <= 10);
    assert.equal((await letIn(doorman, 'upgrade', '192.168.1.7')).count, 600);
  });

  it('takes nothing from others, and the machine itself is never told', async () => {
    await doorman.let(request('192.168.1.8'), 'request');
    assert.equal((await letIn(doorman, 'request', '127.0.0.1')).count, 10_000);
  });

  it('hears it over HTTP with Retry-After, at /mqtt too', async () => {
    const door: Door = await openDoor({}, { requests: 1, upgrades: 2, within_s: 60 });
    try {
      const knock = () => ask(door.port, { ...UPGRADE, localAddress: '127.0.0.9' });
      assert.deepEqual([(await knock()).status, (await knock()).status], [101, 101]);
      const { status, body, headers } = await knock();
      assert.deepEqual([status, body.code], [429, 'TOO_MANY_REQUESTS']);
      assert.equal(headers['retry-after'], String(body.retry_after_s));
    } finally {
      await door.close();
    }
  });
});
