import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import mqtt, { type IClientOptions, type IConnackPacket, type MqttClient } from 'mqtt';
import { connectBus } from '#shared/bus.ts';
import { type Show, topicOf } from '#shared/contracts/contract.ts';
import { CONTRACTS } from '#shared/contracts/index.ts';
import { openLog } from '#shared/log.ts';
import { type Door, mayHear, openDoor } from '../support/door.ts';
import { connectScreen } from '../support/front.ts';
import { freePorts } from '../support/restaurant.ts';
import { until } from '../support/until.ts';

const SHOWS: Show[] = CONTRACTS.flatMap((contract) => Object.values<Show>(contract.shows));
/** What stands in the place of a name: nothing that another topic has there. */
const some = (topic: string) => topic.replace(/:\w+/g, 'x-1');

const MIB = 1024 * 1024;

let door: Door;
let toolPort: number;
const clients: MqttClient[] = [];
before(async () => {
  toolPort = (await freePorts(1))[0] as number;
  door = await openDoor({ POS_BROKER_PORT: String(toolPort) });
});
after(() => door.close());
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.endAsync(true)));
});

async function screen(token: string, options?: IClientOptions): Promise<MqttClient> {
  const client = await connectScreen(door.port, token, options);
  clients.push(client);
  client.on('error', () => undefined);
  return client;
}
const gone = (client: MqttClient) => new Promise<void>((tell) => client.once('close', tell));
async function refusedOf(client: MqttClient, filters: string[]): Promise<string[]> {
  const heard = await Promise.all(filters.map((filter) => mayHear(client, filter)));
  return filters.filter((_, i) => !heard[i]);
}
/** What was said on the services' own bus, up to now, about anything. */
function listen(filter: string): string[] {
  const heard: string[] = [];
  door.house.bus.subscribe(filter, (message, topic) => heard.push(`${topic} ${message}`));
  return heard;
}

describe('a screen', () => {
  it('may hear each show, one of it or all', async () => {
    const ben = await screen('ben');
    const ada = await screen('ada');
    for (const show of SHOWS) {
      const filters = [some(show.topic), topicOf(show)];
      assert.deepEqual(await refusedOf(ada, filters), []);
      const refused = show.role === 'admin' ? filters : [];
      assert.deepEqual(await refusedOf(ben, filters), refused);
    }
  });

  it('may hear nothing that is more, less or other than a show', async () => {
    const ada = await screen('ada');
    const others = SHOWS.flatMap((show) => {
      const all = topicOf(show);
      const levels = all.split('/');
      const parent = levels.slice(0, -1).join('/');
      return [
        `${all}/#`,
        `${parent}/#`,
        `${all}/+`,
        `${all}/more`,
        `/${all}`,
        `${all}/`,
        levels.map(() => '+').join('/'),
        `pos/+/${levels.slice(2).join('/')}`,
        `$share/screens/${all}`,
      ];
    });
    const known = new Set(SHOWS.flatMap((show) => [topicOf(show), some(show.topic)]));
    const filters = others.filter((filter) => !known.has(filter));
    assert.ok(filters.length > 40);
    assert.deepEqual(await refusedOf(ada, filters), filters);
  });

  it('may hear no question, answer, announcement, status or secret of the broker', async () => {
    const ada = await screen('ada');
    const words =
      '# + +/# pos pos/# pos/now/# pos/now/+ $SYS/# $SYS/+/clients pos/+/did/+ pos/+/do/+ ' +
      'pos/staff/did/session_started pos/answers/+ pos/answers/gateway pos/+/status ' +
      'pos/staff/status pos/now/cart/# pos/now/+/+ pos/now/alarms/+ POS/now/cart/main';
    const closed = [
      ...words.split(' '),
      ...CONTRACTS.flatMap(({ service, operations }) =>
        Object.keys(operations).map((name) => `pos/${service}/do/${name}`),
      ),
    ];
    assert.deepEqual(await refusedOf(ada, closed), closed);
  });

  it('hears what is shown, and what is shown next', async () => {
    const { bus } = door.house;
    bus.publish('pos/now/cart/main', 'first', true);
    const ben = await screen('ben');
    const heard: string[] = [];
    ben.on('message', (_topic, message) => heard.push(message.toString()));
    await ben.subscribeAsync('pos/now/cart/+', { qos: 1 });
    await until('it is seen', () => heard.length === 1);
    bus.publish('pos/now/cart/main', 'second', true);
    await until('the next is seen', () => heard.length === 2);
    assert.deepEqual(heard, ['first', 'second']);
    bus.publish('pos/now/cart/main', '', true);
  });

  for (const topic of ['pos/now/cart/main', 'pos/staff/do/login', 'pos/answers/gateway', 'x']) {
    it(`is cut off when it says something at ${topic}, and nobody hears it`, async () => {
      const heard = listen(topic);
      const ben = await screen('ben');
      const closed = gone(ben);
      ben.publish(topic, 'boo', { qos: 1, retain: true }, () => undefined);
      await closed;
      door.house.bus.publish(topic, 'said by a service');
      await until('a service is heard', () => heard.length);
      assert.deepEqual(heard, [`${topic} said by a service`]);
    });
  }

  it('cannot leave a last will', async () => {
    const heard = listen('pos/orders/status');
    const will = { topic: 'pos/orders/status', payload: Buffer.from('offline'), qos: 1 as const };
    const ben = await screen('ben', { will: { ...will, retain: true } });
    ben.stream.destroy();
    await until('a service is heard', () => {
      door.house.bus.publish('pos/orders/status', 'ready');
      return heard.length > 1;
    });
    assert.ok(heard.every((said) => said === 'pos/orders/status ready'));
  });

  it("cannot take a service's place by its name", async () => {
    const { config } = door.house;
    const orders = connectBus('orders', config, openLog('orders', config));
    await until('orders is connected', () => orders.connected);
    const offline = listen('pos/orders/status');
    await screen('ben', { clientId: 'orders' });
    const heard = listen('pos/orders/did/x');
    orders.publish('pos/orders/did/x', 'still here');
    await until('orders is heard', () => heard.length);
    assert.deepEqual(offline, []);
    await orders.close();
  });

  it('cannot come back to what it heard in an earlier life', async () => {
    const lasting = { clean: false, clientId: 'kitchen', username: 'token', password: 'ben' };
    const first = await screen('ben', lasting);
    await first.subscribeAsync('pos/now/cart/+', { qos: 1 });
    await first.endAsync();
    const again = mqtt.connect(`ws://127.0.0.1:${door.port}/mqtt`, lasting);
    clients.push(again);
    const welcome = await new Promise<IConnackPacket>((tell) => again.once('connect', tell));
    assert.equal(welcome.sessionPresent, false);
  });
});

describe('at the door', () => {
  for (const [who, token, options] of [
    ['a wrong token', 'carla', {}],
    ['no token', '', {}],
    ['a name other than token', 'ada', { username: 'ada' }],
    ['neither name nor token', '', { username: undefined, password: undefined }],
    ['MQTT 5', 'ada', { protocolVersion: 5 }],
  ] as [string, string, IClientOptions][]) {
    it(`${who} is refused`, async () => {
      await assert.rejects(screen(token, options), /Connection refused|connack|closed/i);
    });
  }

  it('the end of a session closes its screens at once, and no others', async () => {
    const [one, two, other] = [await screen('ben'), await screen('ben'), await screen('ada')];
    const closed = Promise.all([one, two].map(gone));
    door.house.broker.endSession('hash of ben');
    await closed;
    assert.equal(await mayHear(other, 'pos/now/cart/main'), true);
  });
});

describe("an operator's own tool", () => {
  const password = () => {
    const path = join(door.house.config.POS_STATE_DIR, 'secrets', 'broker-password');
    return readFileSync(path).toString('base64url');
  };
  async function tool(options: IClientOptions): Promise<MqttClient> {
    const url = `mqtt://127.0.0.1:${toolPort}`;
    const more = { protocolVersion: 4 as const, reconnectPeriod: 0, ...options };
    const client = await mqtt.connectAsync(url, more, false);
    clients.push(client);
    return client;
  }

  it('needs the password that lies in the state directory', async () => {
    for (const [username, secret] of [
      ['pos', 'guess'],
      ['pos', `${password()}x`],
      ['pos', 'ü'.repeat(43)],
      ['token', 'ada'],
      ['admin', password()],
      ['pos', undefined],
    ]) {
      await assert.rejects(tool({ username, password: secret }), /Connection refused|closed/i);
    }
    assert.ok((await tool({ username: 'pos', password: password() })).connected);
  });

  it('may watch what happens, and hears no PIN and no token', async () => {
    const client = await tool({ username: 'pos', password: password() });
    const open = ['pos/+/did/+', 'pos/orders/did/+', 'pos/+/status', 'pos/now/#', 'pos/now/cart/+'];
    const closed = ['#', 'pos/#', 'pos/+/do/+', 'pos/staff/do/login', 'pos/answers/+', '$SYS/#'];
    assert.deepEqual(await refusedOf(client, [...open, ...closed]), closed);
  });

  it('is cut off when it announces more than it could have to say', async () => {
    const socket = net.connect(toolPort, '127.0.0.1').resume();
    socket.on('error', () => undefined);
    const closed = new Promise<void>((tell) => socket.once('close', () => tell()));
    socket.write(Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f])); // 256 MB, and nobody knows whose
    const taken = new Promise<unknown>((tell) => socket.write(Buffer.alloc(64 * MIB), tell));
    assert.ok(await taken, 'it could say all of it');
    await closed;
  });

  it('may say nothing', async () => {
    const client = await tool({ username: 'pos', password: password() });
    const closed = gone(client);
    client.publish('pos/orders/do/create_order', '{}', { qos: 1 }, () => undefined);
    await closed;
  });
});
