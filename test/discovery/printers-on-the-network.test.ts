import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Status } from '#shared/bus.ts';
import { discovery, type Sighting } from '#shared/contracts/discovery.ts';
import { printSpooler } from '#shared/contracts/print-spooler.ts';
import { type House, openHouse } from '../support/house.ts';
import { until } from '../support/until.ts';
import { type Network, noNetwork, openNetwork } from './network.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const UUID = 'e3248000-80ce-11db-8000-64eb8c0a0b0c';
/** Takes connections where printers do, and says nothing. */
const PRINTER = "require('net').createServer((one) => one.resume()).listen(9100)";
const ADMIN = { staff_id: 1, isAdmin: true, till: 'main' };

describe('printers and screens on the local network', { skip: noNetwork() }, () => {
  let house: House;
  let network: Network;

  const begin = (service: string) => {
    const main = join(ROOT, 'services', service, 'main.ts');
    return network.onServer([process.execPath, main], house.env);
  };
  async function start(service: string): Promise<void> {
    const { pid } = begin(service).child;
    await house.heard<Status>(
      `pos/${service}/status`,
      (status) => status.state === 'ready' && status.pid === pid,
      60_000,
    );
  }
  const find = async () =>
    (await house.asker.ask(discovery, 'find_printers', { search: true, addresses: [] })).printers;
  const ours = async () =>
    (await house.asker.ask(printSpooler, 'list_printers', { refresh: false })).printers[0];

  before(async () => {
    const quiet = { POS_ADVERTISE: 'false', POS_DEMO: 'false' };
    house = await openHouse([], quiet);
    network = await openNetwork();
    network.onTill([process.execPath, '-e', PRINTER]);
    const text = ['ty=EPSON TM-m30', `UUID=${UUID}`, 'pdl=application/vnd.epson.escpos'];
    const what = ['avahi-publish', '-s', 'Bar. Left v1', '_pdl-datastream._tcp', '9100', ...text];
    await network.onTill(what).line(/Established/);
    const screen = ['avahi-publish', '-s', 'Wall', '_pos-kds._tcp', '80'];
    await network.onTill(screen).line(/Established/);
    begin('print-spooler');
    await start('discovery');
    // it answers, though it is not ready without orders
    await until('print-spooler answers', () =>
      ours().then(
        () => true,
        () => false,
      ),
    );
  });
  after(async () => {
    await network.close();
    await house.close();
  });

  it('are found with their address, model and what they are known by', async () => {
    let found: Awaited<ReturnType<typeof find>> = [];
    await until('the printer is found with its MAC', async () => {
      found = await find();
      return found[0]?.identities.some((one) => one.startsWith('mac:'));
    });
    assert.equal(found.length, 1);
    const { seen_at: _, identities, ...seen } = found[0] as Sighting;
    assert.deepEqual(seen, {
      host: '10.77.0.2',
      port: 9100,
      name: 'Bar. Left v1',
      language: 'escpos',
      found_by: ['mdns'],
    });
    assert.ok(identities.includes(`uuid:${UUID}`));
    const { screens } = await house.asker.ask(discovery, 'find_screens', { search: true });
    assert.deepEqual(
      screens.map(({ name, host, port }) => [name, host, port]),
      [['Wall', '10.77.0.2', 80]],
    );
  });

  it('are followed to another address once they are ours', async () => {
    const address = { host: '10.77.0.2', port: 9100, name: 'Bar' };
    const caller = ADMIN;
    const { id } = await house.asker.ask(printSpooler, 'add_printer', address, { caller });
    await until('it is known', async () => (await ours())?.identities.includes(`uuid:${UUID}`));
    const moved = house.heard<{ body: { id: number; from: string; host: string } }>(
      'pos/print-spooler/did/printer_moved',
      () => true,
      60_000,
    );
    network.moveTill('10.77.0.2', '10.77.0.9');
    await until('it is seen there', async () => (await find()).some((p) => p.host === '10.77.0.9'));
    // as each minute: somebody touches it, and it is looked for
    await house.asker.ask(printSpooler, 'select_printer', { printer_id: id }, { caller });
    const { body } = await moved;
    assert.deepEqual([body.id, body.from, body.host], [id, '10.77.0.2', '10.77.0.9']);
    assert.equal((await ours())?.host, '10.77.0.9');
  });
});
