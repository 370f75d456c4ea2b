import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { IClientOptions, MqttClient } from 'mqtt';
import type { Asker } from '#shared/ask.ts';
import { printSpooler, type Ticket } from '#shared/contracts/print-spooler.ts';
import { tellDelivered } from '../../services/gateway/delivery.ts';
import { type Front, openFront } from '../support/front.ts';
import { until } from '../support/until.ts';

let front: Front;
let ada: string;
let address = 0;
before(async () => {
  front = await openFront(['staff', 'catalog', 'orders', 'print-spooler']);
  ada = await front.login('2468');
  const pass = { name: 'Pass', is_expo: true };
  await front.call('POST', '/kitchen/stations', { token: ada, body: pass });
});
after(() => front.close());

const TICKETS = 'pos/now/kitchen/kitchen/+';

interface Screen {
  screen_id: string;
  secret: string;
}
async function approvedScreen(station = 'kitchen'): Promise<Screen> {
  const caller = { address: `192.168.2.${++address}` };
  const input = { kind: 'kitchen' as const, name: 'Grill' };
  const { screen_id, secret } = await front.house.asker.ask(
    printSpooler,
    'register_screen',
    input,
    {
      caller,
    },
  );
  const path = `/screens/${screen_id}/approve`;
  const { status } = await front.call('POST', path, { token: ada, body: { stations: [station] } });
  assert.equal(status, 200);
  return { screen_id, secret };
}
const connect = ({ screen_id, secret }: Screen, options: IClientOptions = {}) =>
  front.screen(secret, { username: screen_id, clientId: screen_id, ...options });

/** The ids of the tickets that a client hears of, from now on. */
function hears(client: MqttClient): number[] {
  const ids: number[] = [];
  client.on('message', (topic, message) => {
    if (message.length > 0) ids.push(Number(topic.split('/').at(-1)));
  });
  return ids;
}
/** A screen that is slow to acknowledge the tickets that hang from now on: what it would say. */
async function holdsNews(client: MqttClient): Promise<(() => void)[]> {
  const known = Math.max(0, ...(await tickets()).map(({ id }) => id));
  const held: (() => void)[] = [];
  client.handleMessage = ({ topic }, done) => {
    if (Number(topic.split('/').at(-1)) > known) held.push(() => done());
    else done();
  };
  await client.subscribeAsync(TICKETS, { qos: 1 });
  return held;
}
/** A dish is sent to the kitchen; the ticket that hangs for it at a station. */
async function send(station = 'kitchen'): Promise<Ticket> {
  const body = { items: [{ item_id: 1, quantity: 1 }] };
  const made = await front.call<{ id: number }>('POST', '/orders', { token: ada, body });
  const { id } = made.body;
  await front.call('POST', `/orders/${id}/send`, { token: ada });
  let ticket: Ticket | undefined;
  await until('its ticket hangs', async () => {
    const isIts = (one: Ticket) => one.order_id === id && one.station_id === station;
    ticket = (await tickets()).find(isIts);
    return ticket !== undefined;
  });
  return ticket as Ticket;
}
async function tickets(): Promise<Ticket[]> {
  const { body } = await front.call<{ tickets: Ticket[] }>('GET', '/kitchen/tickets', {
    token: ada,
  });
  return body.tickets;
}
const isDelivered = async ({ id }: Ticket) =>
  (await tickets()).find((one) => one.id === id)?.delivered_at !== null;
const delivered = (ticket: Ticket) =>
  until(`ticket ${ticket.id} is delivered`, () => isDelivered(ticket));

describe('that a screen has a ticket', { timeout: 120_000 }, () => {
  it('is known when it acknowledges what is sent while it looks on', async () => {
    const client = await connect(await approvedScreen());
    await client.subscribeAsync(TICKETS, { qos: 1 });
    await delivered(await send());
    await client.endAsync(true);
  });

  it('is known when it acknowledges what it finds when it comes', async () => {
    const ticket = await send();
    assert.equal(await isDelivered(ticket), false);
    const client = await connect(await approvedScreen());
    await client.subscribeAsync(TICKETS, { qos: 1 });
    await delivered(ticket);
    await client.endAsync(true);
  });

  it('is not known before it has acknowledged it', async () => {
    const client = await connect(await approvedScreen());
    const held = await holdsNews(client);
    const ticket = await send();
    await until('it was sent', () => held.length > 0);
    assert.equal(await isDelivered(ticket), false);
    held.forEach((acknowledge) => acknowledge());
    await delivered(ticket);
    await client.endAsync(true);
  });

  it('is not known from a till that looks on, nor from a screen that says nothing', async () => {
    const till = await front.screen(ada);
    const careless = await connect(await approvedScreen());
    await till.subscribeAsync(TICKETS, { qos: 1 });
    await careless.subscribeAsync(TICKETS, { qos: 0 });
    const [atTill, unproven] = [hears(till), hears(careless)];
    const ticket = await send();
    await until('both have it', () => [atTill, unproven].every((ids) => ids.includes(ticket.id)));
    const atPass = await connect(await approvedScreen('pass'));
    await atPass.subscribeAsync('pos/now/kitchen/pass/+', { qos: 1 });
    await delivered(await send('pass')); // so what was acknowledged before has been told, too
    assert.equal(await isDelivered(ticket), false);
    const client = await connect(await approvedScreen());
    await client.subscribeAsync(TICKETS, { qos: 1 });
    await delivered(ticket);
    await Promise.all([till, careless, atPass, client].map((one) => one.endAsync(true)));
  });

  it('is told once, and again where nobody has heard it', async () => {
    const asked: number[][] = [];
    const deaf = async (
      _service: object,
      _name: string,
      { ticket_ids }: { ticket_ids: number[] },
    ) => {
      asked.push(ticket_ids);
      if (asked.length === 1) throw new Error('nobody is there');
    };
    const tell = tellDelivered({ ask: deaf } as unknown as Asker);
    for (const id of [1, 2, 1]) tell(id);
    await until('it is told again', () => asked.length === 2);
    tell(2);
    tell(3);
    await until('what comes later is told as well', () => asked.length === 3);
    assert.deepEqual(asked, [[1, 2], [1, 2], [3]]);
  });

  it('is told as soon as print-spooler is there', async () => {
    const client = await connect(await approvedScreen());
    const held = await holdsNews(client);
    const ticket = await send();
    await until('it was sent', () => held.length > 0);
    await front.house.kill('print-spooler');
    held.forEach((acknowledge) => acknowledge());
    await front.house.start('print-spooler');
    await delivered(ticket);
    await client.endAsync(true);
  });
});
