import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { freePorts } from '../support/restaurant.ts';
import { until } from '../support/until.ts';
import { type FreshDebian, freshDebian, noFreshDebian, RELEASE } from './fresh-debian.ts';

/**
 * A fresh Debian, made by debootstrap and entered with chroot, is given this working tree as a
 * release: install.sh brings its own packages, Node, npm and user. Only systemd does not run there.
 */

const why = () =>
  process.env.POS_TEST_INSTALL ? noFreshDebian() : 'takes minutes: npm run test:install';

describe('a fresh Debian', { skip: why(), timeout: 1_800_000 }, () => {
  let fresh: FreshDebian;
  let debian: string;
  let port: number;
  let server: ChildProcess | undefined;
  before(async () => {
    [port] = (await freePorts(1)) as [number];
    fresh = freshDebian();
    debian = fresh.folder;
  });
  after(async () => {
    if (server && server.exitCode === null) {
      const ended = once(server, 'exit');
      server.kill();
      await ended;
    }
    fresh.close();
  });
  const inside: FreshDebian['inside'] = (...command) => fresh.inside(...command);
  const install = (...args: string[]) => inside(`${RELEASE}/deploy/install.sh`, ...args);

  it('has all that is needed after one command', async () => {
    const { code, said, complained } = await install('--no-stick');
    assert.equal(code, 0, said + complained);
    assert.match(said, /^packages: .*curl/m);
    assert.match(said, /^user pos$/m);
    assert.match(said, /^Node and npm into \/opt\/pos\/tools$/m);
    assert.match(said, /^Version \d+\.\d+\.\d+ is installed\.$/m);
    const owner = await inside('stat', '-c', '%U:%G %a', '/var/lib/pos', '/etc/pos/pos.env');
    assert.equal(owner.said, 'pos:pos 700\nroot:pos 640\n');
  });

  it('is not changed by a second', async () => {
    const { code, said } = await install();
    assert.equal(code, 0);
    assert.match(said, /nothing had to be changed\.$/m);
  });

  it('opens the restaurant as the user pos, who owns nothing of the program', async () => {
    const path = join(debian, 'etc/pos/pos.env');
    const settings = readFileSync(path, 'utf8').replace(/^POS_PORT=.*/m, `POS_PORT=${port}`);
    writeFileSync(path, `${settings}POS_HOST=127.0.0.1\nPOS_ADVERTISE=false\n`);
    const start = '/opt/pos/current/deploy/start_server.sh';
    const args = ['--userspec=pos:pos', debian, start, '--wait', '0'];
    server = spawn('chroot', args, {
      env: { ...fresh.env, HOME: '/var/lib/pos' },
      stdio: 'ignore',
    });
    const isHealthy = () => {
      assert.equal(server?.exitCode, null, 'it ended: var/log/pos_backend.log in there says why');
      return fetch(`http://127.0.0.1:${port}/health`).then(
        async (answer) => ((await answer.json()) as { status: string }).status === 'healthy',
        () => false,
      );
    };
    await until('it is healthy', isHealthy, 300_000);
    assert.ok(existsSync(join(debian, 'var/lib/pos/data/orders.db')));
    const strange = await inside('sh', '-c', 'find / -xdev -user pos -path "/opt/*"');
    assert.equal(strange.said, '');
  });

  it('has pos in the path, with which root leaves nothing of its own behind', async () => {
    const status = await inside('pos', 'status');
    assert.equal(status.code, 0, status.said + status.complained);
    assert.match(status.said, /is healthy/);
    assert.match((await inside('pos', 'pm2', 'ls')).said, /orders .*online/);
    assert.match((await inside('pos', 'logs')).said, /ready/);
    const foreign = await inside('find', '/var/lib/pos', '!', '-user', 'pos');
    assert.equal(foreign.said, '');
  });

  it('keeps the data when the system is taken away', async () => {
    const ended = once(server as ChildProcess, 'exit');
    server?.kill();
    await ended;
    const { code, said } = await install('--uninstall');
    assert.equal(code, 0);
    assert.match(said, /^Kept: the data in \/var\/lib\/pos\/data/m);
    assert.ok(existsSync(join(debian, 'var/lib/pos/data/orders.db')));
    assert.ok(existsSync(join(debian, 'var/lib/pos/secrets/pin-pepper')));
    assert.ok(!existsSync(join(debian, 'opt/pos')));
  });
});
