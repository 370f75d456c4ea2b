import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { printSpooler } from '#shared/contracts/print-spooler.ts';
import type { Realtime, RealtimeClient } from '#shared/contracts/realtime.ts';
import { CONTRACTS } from '#shared/contracts/index.ts';
import { type Front, openFront } from '../support/front.ts';

let front: Front;
let ada: string;
before(async () => {
  front = await openFront(['staff', 'catalog', 'orders', 'print-spooler']);
  ada = await front.login('2468');
});
after(() => front.close());

const realtime = async (token?: string) =>
  (await front.call<Realtime>('GET', '/realtime', { token })).body;
async function screen() {
  const wanted = { kind: 'customer_display', name: 'At the bar' } as const;
  const known = await front.house.asker.ask(printSpooler, 'register_screen', wanted);
  const approve = () =>
    front.call('POST', `/screens/${known.screen_id}/approve`, {
      token: ada,
      body: { till: 'bar' },
    });
  return { ...known, approve };
}

describe('how live state is read', { timeout: 120_000 }, () => {
  it('is told to everybody: where, how, and every topic with its readers', async () => {
    const { url, own_topics, topics, protocol_version } = await realtime();
    assert.equal(url, `ws://127.0.0.1:${front.port}/mqtt`);
    assert.deepEqual([own_topics, protocol_version], [[], '3.1.1']);
    const shows = CONTRACTS.flatMap((one) => Object.keys(one.shows));
    assert.deepEqual(
      topics.map(({ name }) => name),
      shows,
    );
    const cart = topics.find(({ name }) => name === 'cart');
    assert.deepEqual(
      [cart?.topic, cart?.readers],
      ['pos/now/cart/{till}', ['staff', 'customer_display']],
    );
  });

  it('is told to whoever logs in, and to a screen, with what is theirs', async () => {
    assert.ok((await realtime(ada)).own_topics.includes('pos/now/cart/+'));
    const { secret, screen_id, approve } = await screen();
    assert.deepEqual((await realtime(secret)).own_topics, [`pos/now/screens/${screen_id}`]);
    await approve();
    const own = (await realtime(secret)).own_topics;
    assert.ok(own.includes('pos/now/cart/bar') && !own.includes('pos/now/cart/+'));
  });

  it('tells an admin who is connected, and nobody else', async () => {
    const { secret, screen_id, approve } = await screen();
    await approve();
    const clients = [
      await front.screen(secret, { username: screen_id }),
      await front.screen(ada),
    ] as const;
    await clients[0].subscribeAsync('pos/now/cart/bar', { qos: 1 });
    const path = '/realtime/clients';
    const { body } = await front.call<{ clients: RealtimeClient[] }>('GET', path, { token: ada });
    assert.deepEqual(
      body.clients.map(({ kind, name, subscriptions }) => [kind, name, subscriptions]),
      [
        ['screen', 'At the bar', 1],
        ['staff', 'Ada Whitcombe', 0],
      ],
    );
    const ben = await front.login('1357');
    assert.equal((await front.call('GET', path, { token: ben })).status, 403);
    await Promise.all(clients.map((client) => client.endAsync(true)));
  });
});
