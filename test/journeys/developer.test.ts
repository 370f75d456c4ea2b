import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import mqtt, { type MqttClient } from 'mqtt';
import { z } from 'zod';
import type { Realtime } from '#shared/contracts/realtime.ts';
import { openRestaurant, type Restaurant } from '../support/restaurant.ts';
import { until } from '../support/until.ts';
import { BURGER, GIN, type Order } from './table.ts';

/** As much of the two documents as a developer follows here. */
interface OpenApi {
  paths: Record<string, Record<string, { operationId: string; security: object[] }>>;
}
interface AsyncApi {
  servers: { screens: { pathname: string; protocolVersion: string; security: object[] } };
  channels: Record<string, { address: string; description: string; parameters: object }>;
  components: { messages: Record<string, { payload: { $ref: string } }>; schemas: object };
}
type Json = Record<string, never>;

let restaurant: Restaurant;
let ada: string;
let realtime: Realtime;
let openapi: OpenApi;
let asyncapi: AsyncApi;
const clients: MqttClient[] = [];
before(async () => {
  restaurant = await openRestaurant();
  ada = await restaurant.login();
  realtime = (await restaurant.call<Realtime>('GET', '/realtime')).body;
  openapi = (await restaurant.call<OpenApi>('GET', realtime.openapi)).body;
  asyncapi = (await restaurant.call<AsyncApi>('GET', realtime.asyncapi)).body;
});
after(async () => {
  for (const client of clients) client.end(true);
  await restaurant.close();
});

/** An operation by its name in the document, called with who calls. */
async function call<T>(name: string, how: { as?: string; path?: object; body?: object } = {}) {
  for (const [address, methods] of Object.entries(openapi.paths)) {
    for (const [method, { operationId, security }] of Object.entries(methods)) {
      if (operationId !== name) continue;
      assert.equal(security.length > 0, how.as !== undefined, `${name} says whether to log in`);
      const path = address.replace(/\{(\w+)\}/g, (_, one: string) => (how.path as Json)[one] ?? '');
      const headers = how.as ? { authorization: `Bearer ${how.as}` } : {};
      const { status, body } = await restaurant.call<T>(method, path, how.body, headers);
      assert.ok(status < 300, `${name}: ${status} ${JSON.stringify(body)}`);
      return body;
    }
  }
  return assert.fail(`the document has no ${name}`);
}

/** The address of a channel with its parameters. */
function topicOf(channel: string, parameters: Record<string, string | number>): string {
  const { address, parameters: named } = asyncapi.channels[channel] as AsyncApi['channels'][string];
  assert.deepEqual(Object.keys(named), Object.keys(parameters));
  return address.replace(/\{(\w+)\}/g, (_, one: string) => String(parameters[one]));
}

/** Whether a payload is as its channel describes it. */
function isAsDescribed(channel: string, payload: unknown): boolean {
  const { $ref = '' } = asyncapi.components.messages[channel]?.payload ?? {};
  const document = { $ref, $defs: asyncapi.components.schemas };
  const text = JSON.stringify(document).replaceAll('#/components/schemas/', '#/$defs/');
  return z.fromJSONSchema(JSON.parse(text) as never).safeParse(payload).success;
}

/** Introduces itself, is approved by its code, connects, and remembers what it is shown. */
async function hangUp(kind: string, purpose: object) {
  const known = await call<{ screen_id: string; secret: string; code: string }>('register_screen', {
    body: { kind, name: `The new ${kind}` },
  });
  const { screen_id, secret, code } = known;
  const { screens } = await call<{ screens: { screen_id: string; code: string }[] }>(
    'list_screens',
    { as: ada },
  );
  assert.equal(screens.find((one) => one.code === code)?.screen_id, screen_id);
  await call('approve_screen', { as: ada, path: { screen_id }, body: purpose });

  const told = new Map<string, { revision: number } & Json>();
  const client = await mqtt.connectAsync(realtime.url, {
    username: screen_id,
    password: secret,
    protocolVersion: 4,
    keepalive: realtime.keepalive_s,
    wsOptions: { protocol: realtime.subprotocol },
    reconnectPeriod: 0,
  });
  clients.push(client);
  client.on('message', (topic, message) => {
    if (message.length) told.set(topic, JSON.parse(message.toString()) as never);
    else told.delete(topic);
  });
  return {
    secret,
    screen_id,
    told,
    hear: (topic: string) => client.subscribeAsync(topic, { qos: realtime.qos as 1 }),
  };
}

describe('a developer with the documents alone', { timeout: 120_000 }, () => {
  it('finds where and how to connect, the same in both', () => {
    const { pathname, protocolVersion, security } = asyncapi.servers.screens;
    assert.equal(new URL(realtime.url).pathname, pathname);
    assert.equal(realtime.protocol_version, protocolVersion);
    assert.equal(security.length, realtime.authentication.length);
    assert.deepEqual(
      realtime.topics.map(({ name, topic }) => [name, topic]),
      Object.entries(asyncapi.channels).map(([name, { address }]) => [name, address]),
    );
    assert.match(asyncapi.channels.cart?.description ?? '', /customer displays, of their own till/);
  });

  it('hangs up a customer display, that draws the cart and offers the guest a tip', async () => {
    const display = await hangUp('customer_display', { till: 'main' });
    const topic = topicOf('cart', { till: 'main' });
    await display.hear(topic);
    const items = [BURGER, GIN];
    const order = await call<Order>('create_order', { as: ada, body: { items } });
    const cart = () => display.told.get(topic)?.data as unknown as Record<string, unknown>;
    await until('the cart is drawn', () => cart()?.order_id === order.id);
    assert.deepEqual([cart().total, (cart().items as []).length], [order.total, items.length]);
    assert.ok(isAsDescribed('cart', display.told.get(topic)));
    assert.ok(!isAsDescribed('cart', { ...display.told.get(topic), revision: 'new' }));

    const body = { order_id: order.id, tip: 7.5 };
    await call('choose_screen_tip', { as: display.secret, body });
    await until('the display shows the tip', () => cart().tip_choice === 7.5);
    const path = { order_id: String(order.id) };
    assert.equal((await call<Order>('get_order', { as: ada, path })).tip_choice, 7.5);

    const own = topicOf('screen', { screen_id: display.screen_id });
    await display.hear(own);
    await until('it knows how to look', () => display.told.has(own));
    assert.ok(isAsDescribed('screen', display.told.get(own)));
  });

  it('hangs up a kitchen screen, that is told a ticket and bumps it', async () => {
    const kitchen = await hangUp('kitchen', {});
    const index = topicOf('ticket_index', { station: 'kitchen' });
    await kitchen.hear(index);
    await kitchen.hear(topicOf('ticket', { station: 'kitchen', ticket_id: '+' }));
    const order = await call<Order>('create_order', { as: ada, body: { items: [BURGER] } });
    await call('send_order', { as: ada, path: { order_id: String(order.id) } });

    const ids = () => (kitchen.told.get(index)?.ticket_ids ?? []) as number[];
    await until('the ticket hangs there', () => ids().length === 1);
    const ticket_id = ids()[0] as number;
    const topic = topicOf('ticket', { station: 'kitchen', ticket_id });
    const isDelivered = () => kitchen.told.get(topic)?.delivered_at;
    await until('the kitchen is known to have it', isDelivered);
    assert.ok(isAsDescribed('ticket', kitchen.told.get(topic)));
    assert.ok(isAsDescribed('ticket_index', kitchen.told.get(index)));

    const path = { ticket_id: String(ticket_id) };
    await call('bump_ticket', { as: kitchen.secret, path });
    await until('it is gone', () => ids().length === 0 && !kitchen.told.has(topic));
  });
});
