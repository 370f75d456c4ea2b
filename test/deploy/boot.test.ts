import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { freePorts } from '../support/restaurant.ts';
import { until } from '../support/until.ts';
import { openGuests, type Guests } from './boot-guests.ts';
import { freshDebian, noFreshDebian, RELEASE } from './fresh-debian.ts';
import { ext4, type Pc, SHELL_UNIT, switchOn } from './pc.ts';

/**
 * A whole machine: a fresh Debian with this working tree, installed by install.sh, its data on an
 * emulated USB stick. It is cut off under load, and loses its stick.
 */

const CUTS = Number(process.env.POS_BOOT_CUTS ?? 5);
/** Orders that were acknowledged before a cut. */
const ORDERS_PER_CUT = 10;
const BOOTS_WITHIN_MS = 900_000;
/** Emulated, the whole machine is ten times slower than a Pi: so is what is allowed. */
const SEEN_WITHIN_MS = 180_000;
const MOUNT = '/media/usbdrive';
const MOUNT_UNIT = 'media-usbdrive.mount';
const UUID = '5e1f1d2a-6c1b-4c6e-9a53-2f0d7f6f2a11';
const PACKAGES = 'systemd-sysv udev dbus kmod iproute2 linux-image-amd64 initramfs-tools '
  .concat('e2fsprogs logrotate tzdata curl systemd-timesyncd')
  .split(' ');
const TOOLS = {
  'qemu-system-x86_64': 'qemu-system-x86',
  'mkfs.ext4': 'e2fsprogs',
  setpriv: 'util-linux',
};

const why = () =>
  process.env.POS_TEST_BOOT ? noFreshDebian(TOOLS) : 'takes an hour: npm run test:boot';

interface Health {
  status: string;
  services: Record<string, { status: string; problem?: string }>;
  storage: { status: string };
}

describe('a machine with its stick', { skip: why(), timeout: 4 * 3600_000 }, () => {
  const folder = why() ? '' : mkdtempSync(join(tmpdir(), 'pos-boot-'));
  const sticks = { own: join(folder, 'own.img'), other: join(folder, 'other.img') };
  let port: number;
  let pc: Pc | undefined;
  let guests: Guests;

  before(async () => {
    [port] = (await freePorts(1)) as [number];
    const kept = process.env.POS_BOOT_DISK;
    if (!kept || !existsSync(kept)) await makeDisk(kept ?? folder);
    if (kept) execFileSync('cp', ['-r', '--sparse=always', `${kept}/.`, folder]);
    ext4(sticks.own, 512, ['-L', 'POSDATA', '-U', UUID]);
    // by its UUID alone nobody could tell it: written from the same image, for another restaurant
    const others = join(folder, 'others');
    mkdirSync(others);
    writeFileSync(join(others, '.pos-stick'), 'of-another-restaurant\n');
    ext4(sticks.other, 64, ['-U', UUID, '-d', others]);
  });
  after(async () => {
    await pc?.cut();
    if (folder) rmSync(folder, { recursive: true });
  });

  const health = () =>
    fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(20_000) }).then(
      (answer) => answer.json() as Promise<Health>,
      () => undefined,
    );
  /** Resolves with how long it took, in seconds. */
  async function boot(plugged: keyof typeof sticks | null): Promise<() => number> {
    const began = performance.now();
    pc = await switchOn({ folder, port, sticks, plugged });
    return () => Math.round((performance.now() - began) / 1000);
  }
  const healthy = (within_ms = BOOTS_WITHIN_MS) =>
    until('it is healthy', async () => (await health())?.status === 'healthy', within_ms);
  async function run(command: string): Promise<string> {
    const { code, said } = await (pc as Pc).run(command);
    assert.equal(code, 0, said);
    return said;
  }
  const missing = () =>
    until(
      'it says that the stick is missing',
      async () => {
        return (await health())?.storage.status === 'missing';
      },
      SEEN_WITHIN_MS,
    );
  /** Nothing is acknowledged, whether a service says that it waits or does not answer yet. */
  const refused = async () => {
    const acknowledged = guests.acknowledged();
    await until('an order is refused', async () => (await guests.order()) === 503, SEEN_WITHIN_MS);
    assert.equal(guests.acknowledged(), acknowledged);
  };
  const nothingBeside = async () => {
    const seen = `mountpoint -q ${MOUNT} && echo mounted || ls -A ${MOUNT}`;
    assert.equal(await run(seen), '', 'written beside the stick');
  };

  it('is installed with one command, and is open', async (t) => {
    const took = await boot('own');
    // it is mounted at the start, and the folder below is not guarded yet
    await run(`until [ -e /dev/disk/by-uuid/${UUID} ]; do sleep 1; done`);
    await run(`until systemctl start ${MOUNT_UNIT}; do sleep 1; done; umount ${MOUNT}`);
    const { said } = await (pc as Pc).run(`${RELEASE}/deploy/install.sh`);
    t.diagnostic(said); // that it is not well after 180 s, it may say: it is emulated
    await healthy();
    t.diagnostic(`healthy ${took()} s after it was switched on, the first time`);
    assert.match(await run(`findmnt -no SOURCE,FSTYPE ${MOUNT}`), /^\/dev\/sd\S+ +ext4/);
    assert.match(await run(`${RELEASE}/deploy/install.sh`), /nothing had to be changed/);
    guests = await openGuests(`http://127.0.0.1:${port}`);
    await guests.serve(1);
    assert.deepEqual(await guests.lost(), []);
  });

  it('says that its stick is pulled, writes nothing beside it, is back with it', async (t) => {
    guests.come();
    await pc?.pull();
    const pulled = performance.now();
    await missing();
    t.diagnostic(`said after ${Math.round(performance.now() - pulled)} ms`);
    await guests.leave();
    await nothingBeside();
    await refused();
    await pc?.plug('own');
    const plugged = performance.now();
    await healthy();
    t.diagnostic(`healthy ${Math.round(performance.now() - plugged)} ms after it was put in`);
    assert.deepEqual(await guests.lost(), []);
    await guests.serve(1);
  });

  it('lets its stick go when an admin ejects it, and takes it back', async () => {
    assert.equal(await guests.eject(), 'It is unmounted: pull it out.');
    await missing();
    await nothingBeside();
    await pc?.pull();
    await pc?.plug('own');
    await healthy();
    assert.deepEqual(await guests.lost(), []);
  });

  it('starts without its stick, and says what is missing', async () => {
    await pc?.cut();
    await boot(null);
    await until('it answers', health, BOOTS_WITHIN_MS);
    await missing();
    await refused();
    await nothingBeside();
  });

  it('starts with another stick, refuses it in words, and goes on with its own', async () => {
    await pc?.cut();
    await boot('other');
    const problem = async () => (await health())?.services.orders?.problem ?? '';
    await until(
      'it says that this is another one',
      async () => /is another one/.test(await problem()),
      BOOTS_WITHIN_MS,
    );
    assert.deepEqual((await run(`ls -1A ${MOUNT}`)).trim().split('\n'), [
      '.pos-stick',
      'lost+found',
    ]);
    await pc?.pull();
    await pc?.plug('own');
    await healthy();
    assert.deepEqual(await guests.lost(), []);
  });

  for (let cut = 1; cut <= CUTS; cut++) {
    it(`is cut off under load, boots, and has all that it acknowledged: ${cut}`, async (t) => {
      const before_ = guests.acknowledged();
      guests.come();
      await until(
        `${ORDERS_PER_CUT} orders are acknowledged`,
        () => guests.acknowledged() >= before_ + ORDERS_PER_CUT,
        BOOTS_WITHIN_MS,
      );
      await pc?.cut();
      await guests.leave();
      const took = await boot('own');
      await healthy();
      t.diagnostic(`healthy after ${took()} s; ${guests.acknowledged()} orders so far`);
      assert.deepEqual(await guests.lost(), []);
    });
  }
});

/** A disk that boots, with the release installed as far as that goes without systemd. */
async function makeDisk(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const fresh = freshDebian(PACKAGES);
  try {
    const { code, said, complained } = await fresh.inside(
      `${RELEASE}/deploy/install.sh`,
      '--stick',
      UUID,
    );
    assert.equal(code, 0, said + complained);
    const at = (path: string) => join(fresh.folder, path);
    writeFileSync(at('etc/systemd/system/test-shell.service'), SHELL_UNIT);
    writeFileSync(
      at('etc/systemd/network/80-lan.network'),
      '[Match]\nName=en* eth*\n[Network]\nDHCP=yes\n',
    );
    writeFileSync(at('etc/fstab'), '/dev/vda / ext4 defaults 0 1\n');
    writeFileSync(at('etc/hostname'), 'pos\n');
    const units = ['test-shell.service', 'systemd-networkd.service'];
    const enabled = await fresh.inside('systemctl', 'enable', ...units);
    assert.equal(enabled.code, 0, enabled.complained);
    await fresh.inside('apt-get', 'clean');
    for (const name of ['vmlinuz', 'initrd.img']) {
      execFileSync('sh', [
        '-c',
        `cp "$(ls ${at('boot')}/${name}-* | tail -n 1)" "$0"`,
        join(folder, name),
      ]);
    }
    rmSync(at('boot'), { recursive: true });
    mkdirSync(at('boot'));
    for (const name of ['proc', 'sys']) execFileSync('umount', ['-l', at(name)]);
    ext4(join(folder, 'disk.img'), 4096, ['-d', fresh.folder]);
  } finally {
    fresh.close();
  }
}
