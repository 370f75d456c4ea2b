import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { IConnackPacket, MqttClient } from 'mqtt';
import type { Screen } from '#shared/contracts/screens.ts';
import { mayHear } from '../support/door.ts';
import { type Front, openFront } from '../support/front.ts';
import { type Registered, screensOf } from '../support/screens.ts';
import { until } from '../support/until.ts';

const A_SECOND_MS = 1_000;
/** CONNACK: the server is away; not authorized. */
const [AWAY, NOT_AUTHORIZED] = [3, 5];

let front: Front;
let ada: string;
let ben: string;
before(async () => {
  front = await openFront(['staff', 'catalog', 'orders', 'print-spooler']);
  ada = await front.login('2468');
  ben = await front.login('1357');
});
after(() => front.close());
const { register, approve, approved, connect } = screensOf(
  () => front,
  () => ada,
);

const gone = (client: MqttClient) => new Promise<void>((tell) => client.once('close', tell));
const me = (token: string) => front.call<Screen>('GET', '/screens/me', { token });
/** What a connection is refused with. */
async function refusal(how: Registered): Promise<number | undefined> {
  return connect(how).then(
    (client) => client.endAsync(true).then(() => undefined),
    ({ code }: IConnackPacket & { code: number }) => code,
  );
}
/** What is shown at a topic; the connection ends. */
async function shown<T>(screen: Registered, topic: string): Promise<T> {
  const client = await connect(screen);
  const first = new Promise<T>((tell) => {
    client.once('message', (_, message) => tell(JSON.parse(message.toString()) as T));
  });
  await client.subscribeAsync(topic, { qos: 1 });
  return first.finally(() => void client.endAsync(true));
}

describe('a screen that introduces itself', { timeout: 60_000 }, () => {
  it('is given an id, a code to show and a secret, and waits', async () => {
    const { screen_id, code, secret } = await register('kitchen', 'Grill, left');
    assert.match(screen_id, /^kitchen-[0-9a-f]{6}$/);
    assert.match(code, /^[2-9A-HJ-NP-Z]{4}$/);
    assert.match(secret, /^[\w-]{43}$/);
    const { status, body } = await me(secret);
    assert.deepEqual(
      [status, body.name, body.status, body.code, body.stations],
      [200, 'Grill, left', 'pending', code, []],
    );
  });

  it('hears and does nothing but what it is, until it is approved', async () => {
    const screen = await register('kitchen');
    const client = await connect(screen);
    const own = `pos/now/screens/${screen.screen_id}`;
    assert.equal(await mayHear(client, own), true);
    for (const topic of ['pos/now/screens/+', 'pos/now/board', 'pos/now/kitchen/kitchen/+']) {
      assert.equal(await mayHear(client, topic), false, topic);
    }
    const cut = gone(client);
    await approve(screen.screen_id);
    await cut;
    const { status, stations, code } = await shown<Screen>(screen, own);
    assert.deepEqual([status, stations, code], ['approved', ['kitchen'], null]);
  });

  it('is seen by staff, approved by an admin only', async () => {
    const { screen_id } = await register('board');
    const { body } = await front.call<{ screens: Screen[] }>('GET', '/screens', { token: ben });
    assert.equal(body.screens[0]?.screen_id, screen_id);
    const path = `/screens/${screen_id}/approve`;
    assert.equal((await front.call('POST', path, { token: ben })).status, 403);
  });
});

describe('an approved screen', { timeout: 60_000 }, () => {
  it('hears its own till or stations, and nobody else’s', async () => {
    const display = await connect(await approved('customer_display', { till: 'bar' }));
    const kitchen = await connect(await approved('kitchen'));
    const board = await connect(await approved('board'));
    for (const [client, mine, others] of [
      [display, ['pos/now/cart/bar', 'pos/now/menu'], ['pos/now/cart/main', 'pos/now/cart/+']],
      [kitchen, ['pos/now/kitchen/kitchen/+'], ['pos/now/kitchen/+/+', 'pos/now/kitchen/bar/1']],
      [board, [], ['pos/now/menu', 'pos/now/alarms/+/+', 'pos/now/orders/+', '#']],
    ] as const) {
      for (const topic of mine) assert.equal(await mayHear(client, topic), true, topic);
      for (const topic of others) assert.equal(await mayHear(client, topic), false, topic);
      await client.endAsync(true);
    }
  });

  it('is found by its own id and secret together, never by one of them', async () => {
    const [one, other] = [await approved('board'), await approved('board')];
    assert.equal(await refusal(one), undefined);
    assert.equal(await refusal({ ...one, screen_id: other.screen_id }), NOT_AUTHORIZED);
    assert.equal(await refusal({ ...one, secret: ada }), NOT_AUTHORIZED);
    assert.equal(await refusal({ ...one, screen_id: 'token' }), NOT_AUTHORIZED);
  });

  it('that is turned away is off within a second, and its calls are nobody’s', async () => {
    const screen = await approved('kitchen');
    const client = await connect(screen);
    assert.equal((await me(screen.secret)).status, 200);
    const cut = gone(client);
    const began = performance.now();
    await front.call('DELETE', `/screens/${screen.screen_id}`, { token: ada });
    await cut;
    assert.ok(performance.now() - began < A_SECOND_MS);
    assert.equal((await me(screen.secret)).status, 401);
    assert.equal(await refusal(screen), NOT_AUTHORIZED);
  });

  it('tells when it was last there', async () => {
    const screen = await approved('board');
    await (await connect(screen)).endAsync(true);
    await until('it was seen', async () => (await me(screen.secret)).body.seen_at !== null);
  });
});

describe('one address', { timeout: 60_000 }, () => {
  it('registers ten screens in a minute, and is told how long to wait', async () => {
    const body = { kind: 'board', name: 'One of many' };
    const register = () => front.call<Registered>('POST', '/screens/register', { body });
    const first: string[] = [];
    for (let i = 0; i < 10; i++) {
      const { status: made, body: screen } = await register();
      assert.equal(made, 200);
      first.push(screen.screen_id);
    }
    const { status, headers } = await register();
    assert.equal(status, 429);
    assert.ok(Number(headers.get('retry-after')) > 0);
    for (const screen_id of first) {
      await front.call('DELETE', `/screens/${screen_id}`, { token: ada });
    }
  });
});

describe('while print-spooler is away', { timeout: 60_000 }, () => {
  it('a screen that is known stays, and one that is not is told to try again', async () => {
    const [known, unknown] = [await approved('board'), await approved('board')];
    await (await connect(known)).endAsync(true);
    await front.house.kill('print-spooler');
    assert.equal(await refusal(known), undefined);
    assert.equal(await refusal(unknown), AWAY);
    assert.equal((await me(unknown.secret)).status, 503);
    await front.house.start('print-spooler');
    assert.equal(await refusal(unknown), undefined);
  });
});
