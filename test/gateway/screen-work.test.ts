import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Order } from '../journeys/table.ts';
import { type Front, openFront } from '../support/front.ts';
import { screensOf } from '../support/screens.ts';
import { until } from '../support/until.ts';

let front: Front;
let ada: string;
let ben: string;
before(async () => {
  front = await openFront(['staff', 'catalog', 'orders', 'print-spooler']);
  ada = await front.login('2468');
  ben = await front.login('1357');
});
after(() => front.close());
const { approved, connect } = screensOf(
  () => front,
  () => ada,
);

describe('a guest’s tip', { timeout: 60_000 }, () => {
  const choose = (token: string, body: object) =>
    front.call<{ code: string }>('POST', '/screens/me/tip', { token, body });
  const order = async () => {
    const body = { items: [{ item_id: 17, quantity: 1 }] };
    return (await front.call<Order>('POST', '/orders', { token: ben, body })).body;
  };

  it('is noted with the order, for till and display, and in its history', async () => {
    const { secret, screen_id } = await approved('customer_display');
    const { id: order_id, version } = await order();
    const chosen = await choose(secret, { order_id, tip: 2.5 });
    assert.deepEqual([chosen.status, chosen.body], [200, { order_id, tip_choice: 2.5 }]);
    const { body: told } = await front.call<Order>('GET', `/orders/${order_id}`, { token: ben });
    assert.deepEqual([told.tip_choice, told.version], [2.5, version + 1]);
    const path = `/orders/${order_id}/history`;
    const { body } = await front.call<{ history: { text: string }[] }>('GET', path, { token: ben });
    const said = body.history.map(({ text }) => text).join('\n');
    assert.match(said, new RegExp(`^The screen ${screen_id} noted that the guest`, 'm'));
  });

  it('is chosen at the order’s own till, and never by a slip of the finger', async () => {
    const here = await approved('customer_display');
    const elsewhere = await approved('customer_display', { till: 'bar' });
    const { id: order_id } = await order();
    assert.equal((await choose(elsewhere.secret, { order_id, tip: 2 })).body.code, 'FORBIDDEN');
    assert.equal((await choose(here.secret, { order_id, tip: 100.01 })).status, 422);
    assert.equal((await choose(here.secret, { order_id, tip: 100 })).status, 200);
    const kitchen = await approved('kitchen');
    assert.equal((await choose(kitchen.secret, { order_id, tip: 2 })).status, 403);
  });
});

describe('a kitchen screen', { timeout: 60_000 }, () => {
  it('sees to the tickets of its own stations, and of no other', async () => {
    const body = { name: 'Grill' };
    await front.call('POST', '/kitchen/stations', { token: ada, body });
    const grill = await approved('kitchen', { stations: ['grill'] });
    const line = await approved('kitchen', { stations: ['kitchen'] });
    const { body: order } = await front.call<Order>('POST', '/orders', {
      token: ben,
      body: { items: [{ item_id: 17, quantity: 1 }] },
    });
    await front.call('POST', `/orders/${order.id}/send`, { token: ben });
    const tickets = async (token: string, station: string) =>
      front.call<{ tickets: { id: number }[] }>('GET', `/kitchen/tickets?station=${station}`, {
        token,
      });
    let id: number | undefined;
    await until('the ticket hangs', async () => {
      id = (await tickets(line.secret, 'kitchen')).body.tickets[0]?.id;
      return id !== undefined;
    });
    assert.equal((await tickets(grill.secret, 'kitchen')).status, 403);
    for (const [{ secret }, status] of [
      [grill, 403],
      [line, 200],
    ] as const) {
      const { status: answered } = await front.call('POST', `/kitchen/tickets/${id}/bump`, {
        token: secret,
      });
      assert.equal(answered, status);
    }
    const gone = await front.call<{ screen_ids: string[] }>('DELETE', '/kitchen/stations/grill', {
      token: ada,
    });
    assert.deepEqual([gone.status, gone.body.screen_ids], [409, [grill.screen_id]]);
  });
});

describe('how a screen looks', { timeout: 60_000 }, () => {
  it('is shown anew when the store or the kitchen says otherwise', async () => {
    const screen = await approved('customer_display');
    const client = await connect(screen);
    let told: { appearance: Record<string, unknown> } | undefined;
    client.on('message', (_, message) => (told = JSON.parse(message.toString()) as typeof told));
    await client.subscribeAsync(`pos/now/screens/${screen.screen_id}`, { qos: 1 });
    await until('it is told', () => told);
    assert.deepEqual(told?.appearance.tip_presets, [15, 18, 20]);
    const store = { store_name: 'Juniper & Rye' };
    await front.call('PUT', '/system/settings', {
      token: ada,
      body: { ...store, tip_presets: [10] },
    });
    await until('the store is called otherwise', () => {
      const { store_name, tip_presets } = told?.appearance ?? {};
      return store_name === store.store_name && String(tip_presets) === '10';
    });
    const body = { idle_lines: ['Open until ten'] };
    await front.call('PUT', '/kitchen_screens/settings', { token: ada, body });
    await until('it says so', () => String(told?.appearance.idle_lines) === 'Open until ten');
    await client.endAsync(true);
  });
});
