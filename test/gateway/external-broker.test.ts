import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { MqttClient } from 'mqtt';
import { mayHear } from '../support/door.ts';
import { type Front, openFront } from '../support/front.ts';
import { freePorts } from '../support/restaurant.ts';
import { until } from '../support/until.ts';

const MOSQUITTO = ['/usr/sbin/mosquitto', '/usr/bin/mosquitto'].find((path) => existsSync(path));
const skip = MOSQUITTO ? false : 'needs mosquitto: apt-get install mosquitto';

interface Order {
  id: number;
  till: string;
}

describe('with a broker of its own choice, the house', { skip, timeout: 300_000 }, () => {
  let dir: string;
  let port: number;
  let mosquitto: ChildProcess;
  let front: Front;
  let token: string;
  let screen: MqttClient;
  /** What the screen sees, by topic. */
  const seen = new Map<string, Order>();

  async function startMosquitto(): Promise<void> {
    mosquitto = spawn(MOSQUITTO as string, ['-c', join(dir, 'mosquitto.conf')], {
      stdio: 'ignore',
    });
    await until('mosquitto listens', async () => {
      const socket = net.connect(port, '127.0.0.1');
      const connected = once(socket, 'connect').then(
        () => true,
        () => false,
      );
      return connected.finally(() => socket.destroy());
    });
  }
  async function stopMosquitto(): Promise<void> {
    const ended = once(mosquitto, 'exit');
    mosquitto.kill();
    await ended;
  }
  const order = async () => {
    const body = { items: [] };
    const answer = await front.call<Order>('POST', '/orders', { token, body });
    assert.equal(answer.status, 201);
    return answer.body;
  };
  const shown = ({ id }: Order) =>
    until('the order is on the screen', () => seen.get(`pos/now/orders/${id}`)?.till === 'main');

  before(async () => {
    dir = mkdtempSync(join(tmpdir(), 'pos-mosquitto-'));
    [port] = (await freePorts(1)) as [number];
    const lines = [`listener ${port} 127.0.0.1`, 'allow_anonymous true', 'user root', ''];
    writeFileSync(join(dir, 'mosquitto.conf'), lines.join('\n'));
    await startMosquitto();
    const POS_BROKER_URL = `mqtt://127.0.0.1:${port}`;
    front = await openFront(['catalog', 'staff', 'orders'], { POS_BROKER_URL });
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
    await stopMosquitto();
    rmSync(dir, { recursive: true });
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

  it('goes on when that broker was restarted', async () => {
    const earlier = await order();
    await shown(earlier);
    await stopMosquitto();
    await startMosquitto();
    await shown(await order());
    assert.ok(seen.has(`pos/now/orders/${earlier.id}`));
  });
});
