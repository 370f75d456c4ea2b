import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import product from '../../package.json' with { type: 'json' };
import type { Status } from '#shared/bus.ts';
import { type House, openHouse } from '../support/house.ts';
import { type Network, noNetwork, openNetwork, type Running } from './network.ts';

const MAIN = join(resolve(import.meta.dirname, '../..'), 'services/discovery/main.ts');
const NAME = String.raw`Restaurant\\032POS\\032Server`;
/** The server's stop may take a second, and multicast some more. */
const GOODBYE_WITHIN_MS = 10_000;

describe('a server on the local network', { skip: noNetwork() }, () => {
  let house: House;
  let network: Network;
  let browser: Running;
  let server: Running;

  async function start(env: NodeJS.ProcessEnv = {}): Promise<Running> {
    const running = network.onServer([process.execPath, MAIN], { ...house.env, ...env });
    const { pid } = running.child;
    await house.heard<Status>(
      'pos/discovery/status',
      (status) => status.state === 'ready' && status.pid === pid,
    );
    return running;
  }

  before(async () => {
    house = await openHouse([], { POS_PORT: '8123' });
    network = await openNetwork();
    browser = network.onTill(['avahi-browse', '-rp', '_pos._tcp']);
    server = await start({ LOG_LEVEL: 'info' });
  });
  after(async () => {
    await network.close();
    await house.close();
  });

  it('is found by name, with its address, port and what it says of itself', async () => {
    const line = await browser.line(new RegExp(`^=;pos1;IPv4;${NAME};_pos._tcp;`));
    const [, , , , , , host, address, port, txt = ''] = line.split(';');
    assert.equal(host, `${hostname().split('.')[0]}.local`);
    assert.equal(address, '10.77.0.1');
    assert.equal(port, '8123');
    const said = [...txt.matchAll(/"([^"]*)"/g)].map(([, one]) => one);
    assert.deepEqual(
      said.toSorted((a, b) => (String(a) < String(b) ? -1 : 1)),
      [
        'api=http',
        'docs=http://10.77.0.1:8123/docs',
        `host=${hostname()}`,
        'path=/',
        'txtvers=1',
        `version=${product.version}`,
        'ws=/mqtt',
      ],
    );
  });

  it('is found again at its new address', async () => {
    network.moveServer('10.77.0.1', '10.77.0.3');
    await server.line(/advertised.*10\.77\.0\.3|10\.77\.0\.3.*advertised/);
    const now = network.onTill(['avahi-browse', '-rpt', '_pos._tcp']);
    await now.line(new RegExp(`^=;pos1;IPv4;${NAME};_pos._tcp;.*;10.77.0.3;8123;`));
  });

  it('says goodbye when it stops', async () => {
    const fresh = network.onTill(['avahi-browse', '-p', '_pos._tcp']);
    await fresh.line(new RegExp(`^\\+;pos1;IPv4;${NAME};`));
    const from = performance.now();
    await Promise.all([fresh.line(new RegExp(`^-;pos1;IPv4;${NAME};`)), server.end()]);
    assert.equal(server.child.exitCode, 0);
    assert.ok(performance.now() - from < GOODBYE_WITHIN_MS);
  });

  it('takes another name where its own is taken, and leaves that one alone', async () => {
    const other = ['avahi-publish', '-s', 'Restaurant POS Server', '_pos._tcp', '9999'];
    await network.onTill(other).line(/Established/);
    const fresh = network.onTill(['avahi-browse', '-p', '_pos._tcp']);
    server = await start();
    await fresh.line(new RegExp(String.raw`^\+;pos1;IPv4;${NAME}\\032\\0402\\041;`));
    const now = network.onTill(['avahi-browse', '-rpt', '_pos._tcp']);
    await now.line(new RegExp(`^=;pos1;IPv4;${NAME};_pos._tcp;.*;9999;`));
    await server.end();
  });

  it('is silent where it is told to be', async () => {
    server = await start({
      POS_ADVERTISE: 'false',
      PRINTER_DISCOVERY_ENABLED: 'false',
      KITCHEN_SCREEN_DISCOVERY_ENABLED: 'false',
    });
    const sockets = network.onServer(['cat', '/proc/net/udp']);
    await sockets.ended;
    assert.match(sockets.lines.join(''), /local_address/);
    assert.equal(sockets.lines.length, 1, 'there is no socket, at 5353 or elsewhere');
    await server.end();
  });
});
