import assert from 'node:assert/strict';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readConfig } from '#shared/config.ts';
import type { PosError } from '#shared/errors.ts';
import { logPage } from '../../services/gateway/log-file.ts';
import { entryOf, isWanted } from '../../services/gateway/log-page.ts';
import { metric } from '../../services/gateway/metrics.ts';
import { mountsOf } from '../../services/gateway/mounts.ts';
import { sticksOf } from '../../services/gateway/sticks.ts';

let folder: string;
before(() => (folder = mkdtempSync(join(tmpdir(), 'pos-'))));
after(() => rmSync(folder, { recursive: true }));

describe('what is mounted', () => {
  const one = (line: string) => mountsOf(line)[0];
  it('is read from lines of a Pi: card, stick, memory, other kinds of fields', () => {
    const card = '25 1 179:2 / / rw,noatime shared:1 - ext4 /dev/mmcblk0p2 rw';
    assert.deepEqual(one(card), {
      number: '179:2',
      source: '/dev/mmcblk0p2',
      at: '/',
      filesystem: 'ext4',
      read_only: false,
    });
    const stick =
      '91 25 8:1 / /media/usb\\040drive rw,nosuid shared:40 master:2 - ext4 /dev/sda1 ro';
    assert.equal(one(stick)?.at, '/media/usb drive');
    const plain = '36 25 0:32 / /run rw,nosuid - tmpfs tmpfs rw,size=1024k,mode=755';
    assert.deepEqual([one(plain)?.source, one(plain)?.filesystem], ['tmpfs', 'tmpfs']);
    assert.equal(one('40 25 8:17 /a\\134b /m\\011n rw - vfat /dev/sdb1 rw')?.at, '/m\tn');
  });
  it('is read-only where the place or the whole file system is', () => {
    assert.equal(one('9 1 8:1 / /m ro - ext4 /dev/sda1 rw')?.read_only, true);
    assert.equal(one('9 1 8:1 / /m rw - ext4 /dev/sda1 ro,errors=remount-ro')?.read_only, true);
    assert.equal(one('9 1 8:1 / /m rw - ext4 /dev/sda1 rw,errors=remount-ro')?.read_only, false);
  });
  it('is the last at each place, and nothing of what is no line', () => {
    const two = '9 1 8:1 / /m rw - ext4 /dev/sda1 rw\n10 1 8:2 / /m rw - ext4 /dev/sda2 rw\n';
    assert.deepEqual(
      mountsOf(two).map(({ source }) => source),
      ['/dev/sda2'],
    );
    assert.deepEqual(mountsOf('\nnonsense\n1 2 3\n- -\n'), []);
  });
});

describe('sticks', () => {
  /** /sys as Linux has it: a card, and a disk at a USB socket with a partition that is mounted. */
  function machine() {
    const sys = join(folder, 'sys');
    const put = (path: string, text: string) => {
      mkdirSync(join(path, '..'), { recursive: true });
      writeFileSync(path, text);
    };
    const disks = { sda: 'devices/pci/usb1/1-1/block/sda', mmcblk0: 'devices/mmc/block/mmcblk0' };
    mkdirSync(join(sys, 'block'), { recursive: true });
    mkdirSync(join(sys, 'class/block'), { recursive: true });
    for (const [name, path] of Object.entries(disks)) {
      put(join(sys, path, 'size'), '2048\n');
      symlinkSync(join(sys, path), join(sys, 'block', name));
    }
    put(join(sys, disks.sda, 'sda1/dev'), '8:1\n');
    put(join(sys, disks.sda, 'sda1/size'), '1024\n');
    symlinkSync(join(sys, disks.sda, 'sda1'), join(sys, 'class/block/sda1'));
    const labels = join(folder, 'labels');
    mkdirSync(labels);
    symlinkSync('../../sda1', join(labels, 'THE\\x20STICK'));
    const mounts = join(folder, 'mountinfo');
    writeFileSync(mounts, `9 1 8:1 / ${folder} rw - ext4 /dev/sda1 rw\n`);
    return { sys, labels, mounts };
  }
  it('are those at a USB socket, with what is on them and whose it is', async () => {
    const linux = machine();
    const [stick, ...more] = await sticksOf({ POS_REQUIRE_MOUNT: folder }, linux);
    const { free, ...rest } = stick ?? {};
    assert.ok(Number(free) > 0);
    assert.deepEqual(more, []);
    assert.deepEqual(rest, {
      device: '/dev/sda1',
      label: 'THE STICK',
      filesystem: 'ext4',
      mount_point: folder,
      mounted: true,
      read_only: false,
      size: 1024 * 512,
      holds_data: true,
    });
    writeFileSync(linux.mounts, '');
    const [pulled] = await sticksOf({ POS_REQUIRE_MOUNT: folder }, linux);
    assert.deepEqual([pulled?.mounted, pulled?.free, pulled?.holds_data], [false, null, false]);
  });
  it('are none where Linux says nothing of them', async () => {
    const nowhere = { sys: '/nowhere', labels: '/nowhere', mounts: '/nowhere' };
    assert.deepEqual(await sticksOf({ POS_REQUIRE_MOUNT: undefined }, nowhere), []);
  });
});

const line = (n: number, more: object = {}) =>
  JSON.stringify({
    level: 'info',
    time: new Date(Date.UTC(2026, 10, 23, 18, 0, n)).toISOString(),
    service: 'orders',
    msg: `line ${n}`,
    ...more,
  });

describe('a line of the log', () => {
  it('tells what happened and nothing else that stands in it', () => {
    const found = entryOf(line(1, { err: { message: 'why' }, token: 'abc', pin: '2468' }), []);
    assert.deepEqual(found, {
      at: '2026-11-23T18:00:01.000Z',
      level: 'info',
      service: 'orders',
      message: 'line 1: why',
    });
  });
  it('gives no secret away, wherever it stands', () => {
    const of = (text: string) => entryOf(text, ['EAAA-secret'])?.message ?? '';
    for (const text of [
      line(1, { msg: 'square said EAAA-secret' }),
      'plain EAAA-secret text',
      line(1, { msg: 'Bearer abc.def-123' }),
      'card 4111 1111 1111 1111 was read',
    ]) {
      assert.doesNotMatch(of(text), /EAAA|abc\.def|4111/, text);
    }
  });
  it('is told as it stands there where it is malformed', () => {
    for (const text of ['PM2 log: App [x]', '{"level":"in', '[1]', 'null', '{"msg":1}']) {
      assert.deepEqual(entryOf(text, []), { at: null, level: null, service: null, message: text });
    }
    assert.equal(entryOf('   ', []), undefined);
    assert.equal(entryOf('x'.repeat(9_000), [])?.message.length, 2_000);
    assert.equal(entryOf(line(1, { time: 'yesterday', level: 'loud' }), [])?.at, null);
  });
  it('is of a service, of a level and graver ones, from an instant on', () => {
    const [warning, plain] = [entryOf(line(5, { level: 'warn' }), []), entryOf('plain', [])];
    if (!warning || !plain) return assert.fail();
    assert.ok(isWanted(warning, { service: 'orders', level: 'info' }));
    assert.ok(!isWanted(warning, { service: 'staff' }));
    assert.ok(!isWanted(warning, { level: 'error' }));
    assert.ok(isWanted(warning, { since: '2026-11-23T18:00:05.000Z' }));
    assert.ok(!isWanted(warning, { since: '2026-11-23T18:00:05.001Z' }));
    assert.ok(isWanted(plain, {}) && !isWanted(plain, { level: 'trace' }));
  });
});

describe('the log', () => {
  const path = () => join(folder, 'log');
  const config = () =>
    readConfig({
      POS_LOG_FILE: path(),
      SQUARE_ENVIRONMENT: 'sandbox',
      SQUARE_ACCESS_TOKEN: 'EAAA-1',
    });
  const all = async (wanted: object, limit: number) => {
    const pages: string[][] = [];
    let from: number | undefined;
    do {
      const page = await logPage(config(), { ...wanted, limit, before: from });
      pages.push(page.entries.map(({ message }) => message));
      from = page.before;
    } while (from !== undefined);
    return pages;
  };

  it('is none where nobody writes one', async () => {
    await assert.rejects(logPage(config(), { limit: 1 }), { code: 'NO_LOG_FILE' });
  });
  it('comes in pages, newest first, each line once, however long it is', async () => {
    const numbers = Array.from({ length: 7_000 }, (_, n) => n);
    const pad = 'é'.repeat(100);
    writeFileSync(path(), `${numbers.map((n) => line(n, { pad })).join('\n')}\n`);
    const pages = await all({}, 2_000); // more than a piece that is read
    assert.equal(pages.length, 4);
    assert.deepEqual(pages.flat(), numbers.map((n) => `line ${n}`).toReversed());
  });
  it('is searched no further than 4 MB for a page, and no further back than wanted', async () => {
    writeFileSync(path(), `${line(1, { service: 'staff' })}\n${`${line(2)}\n`.repeat(60_000)}`);
    const [first, ...more] = await all({ service: 'staff' }, 10);
    assert.deepEqual([first, more.flat()], [[], ['line 1']]);
    assert.deepEqual(await all({ since: '2026-11-23T18:00:03.000Z' }, 10), [[]]);
  });
  it('keeps what is not whole, and blanks secrets', async () => {
    writeFileSync(path(), `${line(1)}\n{"half": \nEAAA-1\n${'x'.repeat(600_000)}\n`);
    appendFileSync(path(), 'no end');
    const [page = []] = await all({}, 10);
    assert.deepEqual([page[0], page.at(-1)], ['no end', 'line 1']);
    assert.ok(page.includes('{"half": ') && page.includes('[secret]'));
  });
  it('that was begun anew meanwhile is asked for from its end again', async () => {
    const asked = logPage(config(), { limit: 1, before: 1e9 });
    await assert.rejects(asked, (error: PosError) => error.info.errors?.[0]?.field === 'before');
  });
});

describe('a metric', () => {
  it('is text as Prometheus reads it; what nobody knows is left out', () => {
    const text = metric('pos_a', 'gauge', 'What it is.', [
      [{ service: 'or"de\\rs\n' }, 1],
      [{ service: 'staff' }, null],
      [{}, 0],
    ]);
    assert.equal(
      text,
      '# HELP pos_a What it is.\n# TYPE pos_a gauge\n' +
        'pos_a{service="or\\"de\\\\rs\\n"} 1\npos_a 0\n',
    );
  });
});
