import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { makeStick, noStick, type Stick } from '../support/loop-stick.ts';
import { makeMachine, makeRelease, runScript } from '../support/tiny-release.ts';

const noTool = ['systemd-escape', 'tar'].find(
  (tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status,
);
const skip = noTool ? `needs ${noTool} (packages systemd, tar)` : false;
const UUID = '8f0d3f5e-4a7b-4b52-9f0e-1c2d3e4f5a6b';
const DEVICE = `dev-disk-by\\x2duuid-${UUID.replaceAll('-', '\\x2d')}.device`;
const SYSTEM = '/etc/systemd/system';

describe('install.sh', { skip, timeout: 300_000 }, () => {
  let dir: string;
  let root: string;
  let release: string;
  let env: NodeJS.ProcessEnv;
  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'pos-'));
    root = join(dir, 'machine');
    release = makeRelease(join(dir, 'release'), '1.0.0');
    env = makeMachine(root);
  });
  after(() => {
    spawnSync('chattr', ['-R', '-i', join(root, 'media')]);
    rmSync(dir, { recursive: true });
  });
  const install = (...args: string[]) =>
    runScript(join(release, 'deploy/install.sh'), ['--root', root, ...args], env);
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const mode = (path: string) => (statSync(join(root, path)).mode & 0o777).toString(8);
  /** Every file with what is in it and since when. */
  const everything = () =>
    readdirSync(root, { recursive: true, withFileTypes: true })
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path, lstatSync(path).mtimeMs, lstatSync(path).ino].join(' '))
      .sort();

  it('explains itself, and refuses what it does not understand', async () => {
    const help = await install('--help');
    assert.deepEqual([help.code, help.complained], [0, '']);
    assert.match(help.said, /--yes-erase-everything/);
    for (const args of [
      ['--loud'],
      ['--stick'],
      ['--stick', '/dev/null'],
      ['--yes-erase-everything'],
      ['--no-stick', '--stick', UUID],
      ['--format', '/dev/null', '--yes-erase-everything'],
      ['--mount', 'usb drive', '--stick', UUID],
    ]) {
      const { code, complained } = await install(...args);
      assert.equal(code, 2, args.join(' '));
      assert.notEqual(complained, '');
    }
    assert.ok(!existsSync(join(root, 'opt/pos/current')));
  });

  it('says what it would do, and does nothing', async () => {
    const before_ = everything();
    const { code, said } = await install('--stick', UUID, '--dry-run');
    assert.equal(code, 0);
    assert.match(said, /^would: version 1\.0\.0 into \/opt\/pos\/1\.0\.0/m);
    assert.match(said, /^would: file \/etc\/pos\/pos\.env$/m);
    assert.match(said, /^Nothing was done: --dry-run\.$/m);
    assert.deepEqual(everything(), before_);
  });

  it('puts everything where it belongs', async () => {
    const { code, said, complained } = await install('--stick', UUID);
    assert.equal(code, 0, complained);
    assert.match(said, /^Version 1\.0\.0 is installed\.$/m);
    assert.equal(readlinkSync(join(root, 'opt/pos/current')), '1.0.0');
    assert.equal(readlinkSync(join(root, 'opt/pos/current/.env')), '/etc/pos/pos.env');
    assert.ok(existsSync(join(root, 'opt/pos/current/deploy/start_server.sh')));
    assert.deepEqual(
      ['etc/pos', 'etc/pos/pos.env', 'var/lib/pos', 'var/log/pos_backend.log'].map(mode),
      ['750', '640', '700', '640'],
    );
    const settings = read('etc/pos/pos.env');
    assert.match(settings, /^POS_DATA_DIR=\/media\/usbdrive\/pos$/m);
    assert.match(settings, /^POS_REQUIRE_MOUNT=\/media\/usbdrive$/m);
    assert.match(settings, /^POS_STATE_DIR=\/var\/lib\/pos$/m); // secrets are not on the stick
    assert.match(settings, /^POS_STICK_ID=[0-9a-f-]{36}$/m);
  });

  it('has the stick mounted by its UUID, also when it is put in again', () => {
    const unit = read(`${SYSTEM}/media-usbdrive.mount`);
    assert.match(unit, new RegExp(`^What=/dev/disk/by-uuid/${UUID}$`, 'm'));
    assert.match(unit, /^Options=noatime,.*errors=remount-ro.*nodev,nosuid,noexec$/m);
    const wants = join(root, SYSTEM, `${DEVICE}.wants/media-usbdrive.mount`);
    assert.equal(readlinkSync(wants), '../media-usbdrive.mount');
    assert.match(read(`${SYSTEM}/pos-backend.service`), /^After=media-usbdrive\.mount /m);
    assert.doesNotMatch(read(`${SYSTEM}/pos-backend.service`), /^(Requires|BindsTo)/m);
    assert.match(read('etc/udev/rules.d/60-pos-stick.rules'), /write back/);
    assert.match(read(`${SYSTEM}/pos-eject.service`), /^ExecStart=\S+ \/media\/usbdrive$/m);
  });

  it('does not say that the data are elsewhere now, and leave them where they are', async () => {
    const before_ = everything();
    const { code, complained } = await install('--no-stick');
    assert.equal(code, 2);
    assert.match(complained, /^The data are on the stick, in \/media\/usbdrive\/pos\. /);
    assert.deepEqual(everything(), before_);
  });

  it('changes nothing when it is run again, and says so', async () => {
    writeFileSync(join(root, 'etc/pos/pos.env'), read('etc/pos/pos.env').replace('8000', '8010'));
    const before_ = everything();
    const { code, said } = await install();
    assert.equal(code, 0);
    assert.match(said, /nothing had to be changed\.$/m);
    assert.deepEqual(everything(), before_);
    assert.match(read('etc/pos/pos.env'), /^POS_PORT=8010$/m); // the operator's own
  });

  it('puts right what somebody has spoilt, and no more', async () => {
    writeFileSync(join(root, SYSTEM, 'pos-backend.service'), '[Service]\n');
    const { said } = await install();
    assert.match(said, /^file \/etc\/systemd\/system\/pos-backend\.service$/m);
    assert.equal(said.match(/^(file|folder|link|version) /gm)?.length, 1);
    assert.doesNotMatch(said, /nothing had to be changed/);
    assert.match(read(`${SYSTEM}/pos-backend.service`), /^Restart=always$/m);
  });

  it('leaves another version to update.sh', async () => {
    const next = makeRelease(join(dir, 'next'), '1.1.0');
    const { code, complained } = await runScript(
      join(next, 'deploy/install.sh'),
      ['--root', root],
      env,
    );
    assert.equal(code, 1);
    assert.match(complained, /Version 1\.0\.0 is installed.*update\.sh/);
  });

  it('takes the system away and leaves the data, saying where they are', async () => {
    const secret = join(root, 'var/lib/pos/secrets/pin-pepper');
    mkdirSync(join(root, 'var/lib/pos/secrets'));
    writeFileSync(secret, 'pepper');
    const { code, said } = await install('--uninstall');
    assert.equal(code, 0);
    assert.match(said, /Kept: the data in \/media\/usbdrive\/pos, .*\/var\/lib\/pos/);
    assert.equal(readFileSync(secret, 'utf8'), 'pepper');
    assert.match(read('etc/pos/pos.env'), /^POS_STICK_ID=/m);
    for (const path of ['opt/pos', 'usr/local/bin/pos', 'etc/logrotate.d/pos-backend']) {
      assert.ok(!existsSync(join(root, path)), path);
    }
    const left = readdirSync(join(root, SYSTEM), { recursive: true }).map(String);
    assert.deepEqual(
      left.filter((path) => /pos|usbdrive/.test(path)),
      [],
    );
    assert.match((await install('--uninstall')).said, /^Kept: /m); // a second time too
  });
});

describe('install.sh and a stick', { skip: skip || noStick(), timeout: 300_000 }, () => {
  let dir: string;
  let root: string;
  let release: string;
  let env: NodeJS.ProcessEnv;
  let stick: Stick;
  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'pos-'));
    root = join(dir, 'machine');
    release = makeRelease(join(dir, 'release'), '1.0.0');
    env = makeMachine(root);
    stick = makeStick();
  });
  after(() => {
    stick.destroy();
    spawnSync('chattr', ['-R', '-i', join(root, 'media')]);
    rmSync(dir, { recursive: true });
  });
  const install = (...args: string[]) =>
    runScript(join(release, 'deploy/install.sh'), ['--root', root, ...args], env);
  const uuidNow = () =>
    execFileSync('blkid', ['-p', '-s', 'UUID', '-o', 'value', stick.device], {
      encoding: 'utf8',
    }).trim();
  const mount = () => join(root, 'media/usbdrive');
  const idOf = (path: string) =>
    /^(?:POS_STICK_ID=)?([0-9a-f-]{36})$/m.exec(readFileSync(path, 'utf8'))?.[1];

  it('erases it only when that is said twice', async () => {
    const once_ = await install('--format', stick.device);
    assert.equal(once_.code, 2);
    assert.match(once_.complained, /would be erased.*--yes-erase-everything/);
    assert.equal(uuidNow(), stick.uuid);
    stick.plugIn(join(dir, 'elsewhere'));
    const used = await install('--format', stick.device, '--yes-erase-everything');
    assert.equal(used.code, 2);
    assert.match(used.complained, /is mounted/);
    stick.pull();
    assert.equal(uuidNow(), stick.uuid);
    const twice = await install('--format', stick.device, '--yes-erase-everything');
    assert.equal(twice.code, 0, twice.complained);
    assert.notEqual(uuidNow(), stick.uuid);
  });

  it('never erases it once it is this restaurant’s', async () => {
    const uuid = uuidNow();
    const { code, complained } = await install('--format', stick.device, '--yes-erase-everything');
    assert.equal(code, 2);
    assert.match(complained, /the stick of this restaurant.*not formatted/);
    assert.equal(uuidNow(), uuid);
  });

  it('keeps the empty mount point from being written, by root too', (t) => {
    const { stdout } = spawnSync('lsattr', ['-d', mount()], { encoding: 'utf8' });
    if (!/^\S*i/.test(stdout)) return t.skip('this file system knows no immutable folders');
    assert.throws(() => writeFileSync(join(mount(), 'orders.db'), ''), { code: 'EPERM' });
  });

  it('marks it as this restaurant’s, and takes it over where it is marked', async () => {
    stick.plugIn(mount());
    assert.equal((await install()).code, 0);
    const id = idOf(join(mount(), '.pos-stick'));
    assert.ok(id);
    assert.equal(idOf(join(root, 'etc/pos/pos.env')), id);
    assert.equal((statSync(join(mount(), 'pos')).mode & 0o777).toString(8), '700');
    rmSync(join(root, 'etc/pos/pos.env')); // another card, the same stick
    assert.equal((await install()).code, 0);
    assert.equal(idOf(join(root, 'etc/pos/pos.env')), id);
  });

  it('refuses another restaurant’s in words', async () => {
    writeFileSync(join(mount(), '.pos-stick'), '00000000-aaaa-bbbb-cccc-dddddddddddd\n');
    const { code, complained } = await install();
    assert.equal(code, 1);
    assert.match(complained, /another stick\. To take it nevertheless, put POS_STICK_ID=0000/);
  });
});
