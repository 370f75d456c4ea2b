import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { type Config, readConfig } from '#shared/config.ts';
import { openLog } from '#shared/log.ts';
import { openEjector } from '../../services/gateway/eject.ts';
import { makeStick, noStick, type Stick } from '../support/loop-stick.ts';
import { until } from '../support/until.ts';

const SERVICES = ['gateway', 'orders', 'staff', 'discovery'];
let folder: string;
let config: Config;
let mount: string;
let deeds: string[];
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'pos-'));
  mount = join(folder, 'mnt');
  config = readConfig({
    POS_STATE_DIR: join(folder, 'state'),
    POS_REQUIRE_MOUNT: mount,
    POS_DATA_DIR: join(mount, 'data'),
    LOG_LEVEL: 'silent',
  });
});
after(() => rmSync(folder, { recursive: true }));
beforeEach(() => (deeds = []));

/** Stands in for pm2: what it was told to do. */
const supervisor = {
  stop: async (name: string) => void deeds.push(`stop ${name}`),
  restart: async (name: string) => void deeds.push(`start ${name}`),
};
const ejector = (hold_ms?: number) =>
  openEjector(config, openLog('test', config), supervisor, SERVICES, hold_ms);

describe('a stick that is not there', () => {
  it('is not ejected, and nobody is stopped for it', async () => {
    mkdirSync(mount, { recursive: true });
    await assert.rejects(ejector().eject(), { code: 'NO_STICK' });
    assert.deepEqual(deeds, []);
  });
});

describe('a stick with the data', { skip: noStick(), timeout: 120_000 }, () => {
  let stick: Stick;
  before(() => {
    stick = makeStick();
    stick.plugIn(mount);
    mkdirSync(config.POS_DATA_DIR);
    for (const name of ['orders', 'staff']) {
      writeFileSync(join(config.POS_DATA_DIR, `${name}.db`), name);
    }
  });
  after(() => stick.destroy());
  const isMounted = () => readFileSync('/proc/self/mountinfo', 'utf8').includes(` ${mount} `);

  it('goes when those with files on it have stopped; they start and wait for it', async () => {
    const { safe_to_remove, unmounted, detail } = await ejector().eject();
    assert.deepEqual(deeds.slice(0, 2), ['stop orders', 'stop staff']);
    assert.deepEqual([safe_to_remove, unmounted, isMounted()], [true, true, false]);
    assert.equal(detail, 'It is unmounted: pull it out.');
    await until('they are started', () => deeds.length === 4);
    assert.deepEqual(deeds.slice(2), ['start orders', 'start staff']);
  });

  it('that may not be unmounted is told how, and used again when nobody pulls it', async () => {
    stick.plugIn(mount);
    process.chdir(mount); // somebody stands in it
    try {
      const { unmounted, detail } = await ejector(2_000).eject();
      assert.equal(unmounted, false);
      assert.ok(detail.includes(`sudo umount ${mount}. If it is still in at `), detail);
      await until('it is used again', () => deeds.length === 4);
      assert.ok(isMounted());
    } finally {
      process.chdir('/');
    }
  });

  it('that only root may unmount is unmounted by root, who is asked', async () => {
    assert.ok(isMounted()); // from before
    config.POS_EJECT_FILE = join(folder, 'eject');
    process.chdir(mount);
    try {
      const asked = until('root is asked', () => existsSync(join(folder, 'eject')));
      const ejected = ejector().eject();
      await asked;
      execFileSync('umount', ['--lazy', mount]); // as pos-eject.service would
      const { unmounted, detail } = await ejected;
      assert.deepEqual([unmounted, detail], [true, 'It is unmounted: pull it out.']);
      assert.ok(!existsSync(join(folder, 'eject')));
    } finally {
      process.chdir('/');
    }
    await until('they are started', () => deeds.length === 4);
  });

  it('comes back also when the gateway began anew meanwhile', async () => {
    const held = { until_ms: Date.now() - 1, owners: ['orders'] };
    writeFileSync(join(config.POS_STATE_DIR, 'ejected-until'), JSON.stringify(held));
    ejector();
    await until('orders is started', () => deeds.includes('start orders'));
  });
});
