import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { freePorts } from '../support/restaurant.ts';
import { makeMachine, makeRelease, runScript } from '../support/tiny-release.ts';
import { until } from '../support/until.ts';

const noTool = ['systemd-escape', 'tar'].find(
  (tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status,
);
const skip = noTool ? `needs ${noTool} (packages systemd, tar)` : false;

describe('update.sh', { skip, timeout: 600_000 }, () => {
  let dir: string;
  let root: string;
  let env: NodeJS.ProcessEnv;
  let port: number;
  before(async () => {
    dir = mkdtempSync(join(tmpdir(), 'pos-'));
    root = join(dir, 'machine');
    env = makeMachine(root);
    [port] = (await freePorts(1)) as [number];
    const first = makeRelease(join(dir, 'first'), '1.0.0');
    const args = ['--root', root, '--no-stick'];
    const { code, complained } = await runScript(join(first, 'deploy/install.sh'), args, env);
    assert.equal(code, 0, complained);
    const settings = join(root, 'etc/pos/pos.env');
    writeFileSync(settings, readFileSync(settings, 'utf8').replace('8000', String(port)));
    mkdirSync(join(root, 'var/lib/pos/data'));
    spawnSync('systemctl', ['start'], { env });
    await until('the first version runs', async () => (await version()) === '1.0.0');
  });
  after(() => {
    spawnSync('systemctl', ['stop'], { env });
    rmSync(dir, { recursive: true });
  });

  const update = (release: string, ...args: string[]) =>
    runScript(join(release, 'deploy/update.sh'), ['--root', root, ...args], env);
  const version = () =>
    fetch(`http://127.0.0.1:${port}/health`).then(
      async (answer) => ((await answer.json()) as { version: string }).version,
      () => 'none',
    );
  const data = (name = 'data') => join(root, 'var/lib/pos', name);
  const orders = (name?: string) => readFileSync(join(data(name), 'orders.db'), 'utf8');
  const current = () => readlinkSync(join(root, 'opt/pos/current'));
  const commands = () => readFileSync(join(root, 'systemctl.log'), 'utf8').trim().split('\n');

  it('explains itself, and refuses what it does not understand', async () => {
    const release = join(dir, 'first');
    const help = await update(release, '--help');
    assert.deepEqual([help.code, help.complained], [0, '']);
    for (const args of [['--loud'], ['--within'], ['--within', 'soon']]) {
      assert.equal((await update(release, ...args)).code, 2, args.join(' '));
    }
    assert.match((await update(release)).said, /^Version 1\.0\.0 runs already\.$/m);
    assert.equal(commands().length, 1); // the start above
  });

  it('brings a new version beside the old one, with a copy of the data of before', async () => {
    const before_ = orders();
    const { code, said, complained } = await update(makeRelease(join(dir, 'second'), '1.1.0'));
    assert.equal(code, 0, complained);
    assert.match(said, /^Version 1\.1\.0 runs\./m);
    assert.equal(await version(), '1.1.0');
    assert.equal(current(), '1.1.0');
    assert.ok(existsSync(join(root, 'opt/pos/1.0.0')));
    assert.equal(orders('before-1.1.0'), before_);
  });

  it('lets no till in before it has seen that it works', () => {
    assert.deepEqual(orders().trim().split('\n').slice(-2), ['1.1.0 at 127.0.0.1', '1.1.0 at all']);
    assert.ok(!existsSync(join(root, 'run/pos-proving.env')));
  });

  for (const [name, health, why] of [
    ['crashes', 'crashes', /nobody answers/],
    ['never gets ready', 'waiting_for_storage', /orders is waiting for storage/],
  ] as const) {
    it(`goes back, with the files that the old one had, from one that ${name}`, async () => {
      const before_ = orders();
      const release = makeRelease(join(dir, health), '1.2.0', health);
      const { code, said, complained } = await update(release, '--within', '10');
      assert.equal(code, 3, complained);
      assert.match(complained, why);
      assert.match(said, /^Version 1\.2\.0 does not work\. Going back to 1\.1\.0\.$/m);
      assert.match(complained, /^Version 1\.1\.0 runs again, with the files that it had\./m);
      assert.equal(await version(), '1.1.0');
      assert.equal(current(), '1.1.0');
      assert.equal(orders(), `${before_}1.1.0 at all\n`);
      assert.match(orders('data.failed'), /^1\.2\.0 at 127\.0\.0\.1$/m);
    });
  }

  it('changes nothing where the packages cannot be installed', async () => {
    const release = makeRelease(join(dir, 'broken'), '1.3.0');
    writeFileSync(join(release, 'package-lock.json'), '{'); // cut off on its way
    const before_ = commands().length;
    const { code, complained } = await update(release);
    assert.equal(code, 1);
    assert.match(complained, /^It could not be installed\. Version 1\.1\.0 runs on\.$/m);
    assert.equal(commands().length, before_); // it was not even stopped
    assert.equal(await version(), '1.1.0');
  });

  it('says so when the old one does not come back either', async () => {
    writeFileSync(join(root, 'opt/pos/1.1.0/deploy/start.ts'), 'process.exit(1);');
    const release = makeRelease(join(dir, 'worse'), '1.4.0', 'crashes');
    const { code, complained } = await update(release, '--within', '5');
    assert.equal(code, 4);
    assert.match(complained, /Version 1\.1\.0 does not answer either: sudo pos doctor/);
    assert.equal(current(), '1.1.0');
  });

  it('can be tried again with a better one, and keeps two versions and one copy', async () => {
    const { code, complained } = await update(makeRelease(join(dir, 'best'), '1.4.1'));
    assert.equal(code, 0, complained);
    assert.equal(await version(), '1.4.1');
    const kept = readdirSync(join(root, 'opt/pos')).filter((name) => name.startsWith('1'));
    assert.deepEqual(kept.sort(), ['1.1.0', '1.4.1']);
    const copies = readdirSync(data('.')).filter((name) => name.startsWith('before'));
    assert.deepEqual(copies, ['before-1.4.1']);
  });
});
