import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { answerReads } from '#shared/answer-reads.ts';
import { type Bus, connectBus } from '#shared/bus.ts';
import { discovery, type SeenScreen, type Sighting } from '#shared/contracts/discovery.ts';
import type { AuditEntry } from '#shared/contracts/service.ts';
import { openLog } from '#shared/log.ts';
import { startPrinter } from '../sandbox/printer/printer.ts';
import { until } from '../support/until.ts';
import { BEN, openRestaurant, ownAddress, type Restaurant } from './restaurant.ts';

const seen_at = '2026-11-23T18:00:00.000Z';
const A = 'mac:00:11:62:00:00:0a';
const B = 'mac:00:11:62:00:00:0b';

let restaurant: Restaurant;
let bus: Bus;
/** What the discovery service sees, and whether it is switched on. */
let network: { enabled: boolean; printers: Sighting[]; screens: SeenScreen[] };
let asks = 0;

before(async () => {
  network = { enabled: true, printers: [], screens: [] };
  restaurant = await openRestaurant();
  const { config } = restaurant.house;
  const log = openLog('test', config);
  // in discovery's place: it answers what this test says is on the network
  bus = connectBus('discovery', config, log);
  answerReads({ bus, log }, discovery, {
    async find_printers() {
      asks++;
      return { enabled: network.enabled, printers: network.printers };
    },
    find_screens: async () => ({ enabled: network.enabled, screens: network.screens }),
  });
});
after(async () => {
  await bus.close();
  await restaurant.close();
});

function seen(host: string, ...identities: string[]): Sighting {
  const what = { name: 'Star TSP143', language: 'star' } as const;
  return { ...what, host, port: 9100, identities, seen_at, found_by: ['star'] };
}
/** An admin touches the printer, and so has it looked for. */
const touch = (printer_id: number) => restaurant.ask('select_printer', { printer_id });
const find = async (id: number) => (await restaurant.printers()).find((one) => one.id === id);
const journal = () =>
  restaurant.house.asker
    .question('print-spooler', 'audit', 'read', { limit: 200 })
    .then(({ output }) => (output as { entries: AuditEntry[] }).entries);

async function becomesKnown(id: number, identity: string) {
  await touch(id);
  await until(`printer ${id} is known`, async () => {
    return (await find(id))?.identities.includes(identity);
  });
}

describe('a printer that has another address', () => {
  it('is followed there, prints there, and people are told', async () => {
    const { machine, id } = await restaurant.addPrinter({ name: 'Grill' });
    network.printers = [seen(machine.host, A)];
    await becomesKnown(id, A);
    await machine.switchOff();
    const folder = `${restaurant.house.config.POS_DATA_DIR}/moved`;
    const moved = await startPrinter({ host: ownAddress(), port: 9100, folder });
    network.printers = [seen(moved.host, A)];
    const alarm = restaurant.house.heard<{ detail: string } | null>(
      `pos/now/alarms/print-spooler/printer_moved_${id}`,
      (said) => said !== null,
    );
    await touch(id);
    await until('it was followed', async () => (await find(id))?.host === moved.host);
    assert.match(String((await alarm)?.detail), /^Grill has a new address, 127\./);
    const entry = (await journal()).find(({ type }) => type === 'printer_moved');
    assert.deepEqual(entry?.actor, { service: 'print-spooler' });
    assert.deepEqual(
      [entry?.body.id, entry?.body.from, entry?.body.host],
      [id, machine.host, moved.host],
    );
    await restaurant.ask('test_printer', { printer_id: id });
    assert.match(await moved.paper(1), /Test page/);
    await moved.switchOff();
  });

  it('is not followed while it is still met at the old one', async () => {
    const { machine, id } = await restaurant.addPrinter({ name: 'Bar' });
    const folder = `${restaurant.house.config.POS_DATA_DIR}/impostor`;
    const impostor = await startPrinter({ host: ownAddress(), port: 9100, folder });
    network.printers = [seen(machine.host, B)];
    await becomesKnown(id, B);
    network.printers = [seen(impostor.host, B)];
    // it is asked for the second time when what came of the first is settled
    for (const next of [asks + 1, asks + 2]) {
      await touch(id);
      await until('it was looked for', () => asks >= next);
    }
    const { host } = (await find(id)) ?? {};
    await impostor.switchOff();
    assert.equal(host, machine.host);
    await restaurant.ask('test_printer', { printer_id: id });
    assert.match(await machine.paper(1), /Test page/);
  });
});

describe('another machine at a printer’s address', () => {
  it('gets no paper until an admin has said that the address is right', async () => {
    const { machine, id } = await restaurant.addPrinter({ name: 'Pastry' });
    const own = 'mac:00:11:62:00:00:0c';
    network.printers = [seen(machine.host, own)];
    await becomesKnown(id, own);
    network.printers = [seen(machine.host, 'mac:00:11:62:00:00:0d')];
    await touch(id);
    await until('a stranger is noticed', async () =>
      (await find(id))?.problem?.includes('another machine'),
    );
    const { job_id } = await restaurant.ask('test_printer', { printer_id: id });
    await restaurant.ask('list_printers', { refresh: true });
    assert.deepEqual(machine.papers(), []);
    assert.deepEqual((await find(id))?.identities, [own]);
    await restaurant.ask('change_printer', { printer_id: id, host: machine.host });
    await restaurant.becomes(job_id, 'printed');
    await until('the new one is known', async () =>
      (await find(id))?.identities.includes('mac:00:11:62:00:00:0d'),
    );
  });
});

describe('what is found', () => {
  it('is listed with what is known of it, and is not added', async () => {
    const folder = `${restaurant.house.config.POS_DATA_DIR}/nobody`;
    const other = await startPrinter({ host: ownAddress(), port: 9100, folder });
    network.printers = [seen(other.host, 'mac:00:11:62:00:00:0e')];
    const { printers, search } = await restaurant.ask('discover_printers', { refresh: true });
    assert.equal(search, 'done');
    assert.deepEqual(
      printers.filter(({ host }) => host === other.host),
      [
        {
          host: other.host,
          port: 9100,
          name: 'Star TSP143',
          printer_id: null,
          status: 'unknown',
          language: 'star',
          identities: ['mac:00:11:62:00:00:0e'],
          found_by: ['star'],
        },
      ],
    );
    assert.ok(!(await restaurant.printers()).some(({ host }) => host === other.host));
    assert.deepEqual(other.papers(), []);
    await other.switchOff();
  });

  it('of screens are those that introduced themselves and those that only advertise', async () => {
    const screen = { host: '192.168.1.70', port: 80, name: 'Wall', identities: [], seen_at };
    network.screens = [screen];
    const found = await restaurant.ask('discover_kitchen_screens', {}, BEN);
    assert.deepEqual([found.screens, found.seen, found.search], [[], [screen], 'done']);
  });

  it('is nothing where discovery is off, and that is said', async () => {
    network = { enabled: false, printers: [], screens: [] };
    const { printers, search } = await restaurant.ask('discover_printers', {});
    assert.equal(search, 'off');
    assert.ok(printers.some(({ name }) => name === 'Demo printer'));
    assert.equal((await restaurant.ask('discover_kitchen_screens', {})).search, 'off');
    network.enabled = true;
  });
});

describe('an address that somebody types', () => {
  it('is tried: who is there, what it speaks and how it is', async () => {
    const folder = `${restaurant.house.config.POS_DATA_DIR}/typed`;
    const maker = { name: ['EPSON', 'TM-m30III'] as [string, string] };
    const typed = await startPrinter({ ...maker, host: ownAddress(), port: 9100, folder });
    network.printers = [seen(typed.host, 'mac:00:11:62:00:00:0f')];
    assert.deepEqual(await restaurant.ask('probe_printer', { host: typed.host }), {
      host: typed.host,
      port: 9100,
      reached: true,
      problem: null,
      language: 'escpos',
      status: 'ready',
      model_name: 'EPSON TM-m30III',
      identities: ['mac:00:11:62:00:00:0f'],
      printer_id: null,
    });
    assert.deepEqual(typed.papers(), []);
    await typed.switchOff();
    const gone = await restaurant.ask('probe_printer', { host: typed.host });
    assert.deepEqual([gone.reached, gone.problem], [false, 'it refuses the connection']);
  });

  it('is refused by its field where no printer of ours can be', async () => {
    for (const name of ['probe_printer', 'add_printer'] as const) {
      const more = name === 'add_printer' ? { name: 'X' } : {};
      const of = (host: string, port: number) => ({ host, port, ...more });
      await restaurant.refused(name, of('8.8.8.8', 9100), 'PRINTER_ADDRESS_REFUSED', 'host');
      await restaurant.refused(name, of('169.254.169.254', 80), 'PRINTER_ADDRESS_REFUSED', 'host');
      await restaurant.refused(name, of(ownAddress(), 22), 'PRINTER_ADDRESS_REFUSED', 'port');
    }
  });
});
