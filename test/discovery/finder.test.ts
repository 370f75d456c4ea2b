import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { type Finder, openFinder } from '../../services/discovery/finder.ts';
import { readConfig } from '#shared/config.ts';
import { openLog } from '#shared/log.ts';
import { until } from '../support/until.ts';
import { epsonReply, listen, starReply } from './neighborhood.ts';

const log = openLog('test', readConfig({ LOG_LEVEL: 'silent' }));
const [STAR, EPSON, LIAR] = ['127.31.7.1', '127.31.7.2', '127.31.7.3'];
const at = (host: string) => ({ host, port: 9100 });
const open: { close(): unknown }[] = [];
after(async () => {
  for (const one of open) await one.close();
});

async function neighborhood(macs: [string, string][] = [], enabled = true) {
  const star = await listen('star', STAR, [starReply()]);
  const makers = [star.maker];
  const finder = openFinder({
    printers: enabled,
    screens: enabled,
    log,
    makers,
    interfaces: () => ({}),
    neighbors: async () => new Map(macs),
  });
  open.push(star, { close: () => finder.stop() });
  return { star, finder };
}
/** Answers may take long on a busy machine. */
async function found(finder: Finder, host: string) {
  let printers: Awaited<ReturnType<Finder['printers']>> = [];
  await until(`${host} is found`, async () => {
    printers = await finder.printers(true, [at(host)]);
    return printers.some((one) => one.host === host && one.found_by[0] !== 'address');
  });
  return printers.find((one) => one.host === host);
}

describe('a printer on the network', () => {
  it('is found by its maker’s question, with its model, language and MAC', async () => {
    const { star, finder } = await neighborhood();
    const { seen_at, ...seen } = (await found(finder, STAR)) ?? {};
    assert.ok(seen_at);
    assert.deepEqual(seen, {
      ...at(STAR),
      name: 'Star TSP143 (STR_T-001)',
      language: 'star',
      identities: ['mac:00:11:62:0a:0b:0c'],
      found_by: ['star'],
    });
    const [question] = star.questions;
    assert.equal(question?.length, 28);
    assert.equal(question?.toString('latin1', 0, 23), 'STR_BCAST\0\0\0\0\0\0\0RQ1.0.0');
  });

  it('has the MAC of the machine’s own table, not the one it says', async () => {
    const { finder } = await neighborhood([[STAR, 'mac:00:11:62:ff:ff:01']]);
    const seen = await found(finder, STAR);
    assert.deepEqual(seen?.identities, ['mac:00:11:62:ff:ff:01']);
  });

  it('is known by its address and MAC where it does not answer at all', async () => {
    const { finder } = await neighborhood([[EPSON, 'mac:64:eb:8c:00:00:01']]);
    const seen = (await finder.printers(true, [at(EPSON)])).find(({ host }) => host === EPSON);
    assert.deepEqual([seen?.found_by, seen?.identities], [['address'], ['mac:64:eb:8c:00:00:01']]);
  });

  it('is heard where it was asked or is a neighbor, and nobody else is', async () => {
    const epson = await listen('epson', EPSON, [epsonReply()]);
    const liar = await listen('epson', LIAR, []);
    const finder = openFinder({
      printers: true,
      screens: false,
      log,
      makers: [epson.maker],
      interfaces: () => ({}),
      neighbors: async () => new Map(),
    });
    open.push(epson, liar, { close: () => finder.stop() });
    await found(finder, EPSON);
    liar.say(epsonReply({ model: 'TM-LIE' }), epson.askers[0] as number);
    await finder.printers(true, [at(EPSON)]); // its answer comes behind that
    const printers = await finder.printers(false, []);
    assert.deepEqual(
      printers.map(({ name, language }) => [name, language]),
      [['EPSON TM-T88V', 'escpos']],
    );
    assert.equal(epson.questions[0]?.toString('hex'), '4550534f4e510300000000000000');
  });
});

describe('discovery that is switched off', () => {
  it('sends nothing and finds nothing', async () => {
    const { star, finder } = await neighborhood([[STAR, 'mac:00:11:62:0a:0b:0c']], false);
    assert.deepEqual(await finder.printers(true, [at(STAR)]), []);
    assert.deepEqual(await finder.screens(true), []);
    assert.deepEqual(star.questions, []);
  });
});
