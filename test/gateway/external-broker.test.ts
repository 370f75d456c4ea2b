import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import mqtt, { type MqttClient } from 'mqtt';
import { connectBus } from '#shared/bus.ts';
import type { Log } from '#shared/log.ts';
import { mayHear } from '../support/door.ts';
import { type Front, openFront } from '../support/front.ts';
import { type Mosquitto, openMosquitto, PASSWORD, skipMosquitto } from '../support/mosquitto.ts';
import { until } from '../support/until.ts';

interface Order {
  id: number;
  till: string;
}

describe('with a broker of its own choice, the house', {
  skip: skipMosquitto,
  timeout: 300_000,
}, () => {
  let mosquitto: Mosquitto;
  let front: Front;
  let token: string;
  let screen: MqttClient;
  /** What the screen sees, by topic. */
  const seen = new Map<string, Order>();

  const order = async () => {
    const body = { items: [] };
    const answer = await front.call<Order>('POST', '/orders', { token, body });
    assert.equal(answer.status, 201);
    return answer.body;
  };
  const shown = ({ id }: Order) =>
    until('the order is on the screen', () => seen.get(`pos/now/orders/${id}`)?.till === 'main');

  before(async () => {
    mosquitto = await openMosquitto();
    front = await openFront(['catalog', 'staff', 'orders'], { POS_BROKER_URL: mosquitto.url });
    token = await front.login();
    screen = await front.screen(token);
    screen.on('message', (topic, message) => {
      if (message.length) seen.set(topic, JSON.parse(message.toString()) as Order);
      else seen.delete(topic);
    });
    await screen.subscribeAsync('pos/now/orders/+', { qos: 1 });
  });
  after(async () => {
    await screen?.endAsync(true);
    await front?.close();
    await mosquitto?.close();
  });

  it('shows an order to the screens at its own door', async () => {
    await shown(await order());
  });

  it('shows what stood there before to a screen that comes later', async () => {
    const { id } = await order();
    await shown({ id, till: 'main' });
    const late = await front.screen(token);
    const topic = `pos/now/orders/${id}`;
    const heard = new Promise((tell) => late.once('message', tell));
    await late.subscribeAsync(topic, { qos: 1 });
    assert.equal(await heard, topic);
    await late.endAsync();
  });

  it('keeps its screens from everything else', async () => {
    const late = await front.screen(token);
    for (const filter of ['#', 'pos/+/did/+', 'pos/staff/do/login', 'pos/answers/+']) {
      assert.equal(await mayHear(late, filter), false);
    }
    await late.endAsync();
  });

  /** Connected to that broker itself, not at the house's door. */
  const outside = (username?: string, password?: string) =>
    mqtt.connectAsync(
      `mqtt://127.0.0.1:${mosquitto.port}`,
      { protocolVersion: 4, reconnectPeriod: 0, username, password },
      false,
    );

  it('lets nobody at that broker without the password of the house', async () => {
    await assert.rejects(outside(), /Not authorized/);
    await assert.rejects(outside('pos', 'another'), /Not authorized/);
    await assert.rejects(outside('token', token), /Not authorized/);
  });

  it('says in the log, once, that a service is not let in there', async () => {
    const told = { warn: 0, debug: 0 };
    const log = { warn: () => told.warn++, debug: () => told.debug++ } as unknown as Log;
    const POS_BROKER_URL = mosquitto.url.replace(PASSWORD, 'another');
    const bus = connectBus('stranger', { ...front.house.config, POS_BROKER_URL }, log);
    await until('it has tried again', () => told.debug > 0);
    await bus.close();
    assert.equal(told.warn, 1);
  });

  it('lets tools watch there, who hear no question, no answer and nobody else', async () => {
    const [tool, service] = [await outside('pos-watch', PASSWORD), await outside('pos', PASSWORD)];
    const heard = new Set<string>();
    tool.on('message', (topic) => heard.add(topic));
    await tool.subscribeAsync(['#', 'pos/#', '$SYS/#'], { qos: 1 });
    const sayings = ['pos/staff/do/login', 'pos/answers/gateway', 'elsewhere', 'pos/tool/did/last'];
    for (const topic of sayings) await service.publishAsync(topic, '{}', { qos: 1 });
    await until('the last is heard', () => heard.has('pos/tool/did/last'));
    const wrong = [...heard].filter(
      (topic) => !/^pos\/(now|[^/]+\/(did|status))(\/|$)/.test(topic),
    );
    assert.deepEqual(wrong, []);

    const said: string[] = [];
    service.on('message', (topic) => said.push(topic));
    await service.subscribeAsync('pos/tool/#', { qos: 1 });
    await tool.publishAsync('pos/tool/did/forged', '{}', { qos: 1 });
    await service.publishAsync('pos/tool/did/true', '{}', { qos: 1 });
    await until('the true one is heard', () => said.includes('pos/tool/did/true'));
    assert.deepEqual(said, ['pos/tool/did/true']);
    await Promise.all([tool.endAsync(), service.endAsync()]);
  });

  it('goes on when that broker was restarted', async () => {
    const earlier = await order();
    await shown(earlier);
    await mosquitto.stop();
    await mosquitto.start();
    await shown(await order());
    assert.ok(seen.has(`pos/now/orders/${earlier.id}`));
  });
});
