import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { freePorts } from '../support/restaurant.ts';
import { ROOT } from '../support/sources.ts';
import { runScript } from '../support/tiny-release.ts';
import { until } from '../support/until.ts';

/**
 * A fresh Debian, made by debootstrap and entered with chroot, is given this working tree as a
 * release: install.sh brings its own packages, Node, npm and user. Only systemd does not run there.
 */

const TOOLS = ['debootstrap', 'chroot', 'tar', 'git'];

function why(): string | false {
  if (!process.env.POS_TEST_INSTALL) return 'takes minutes: npm run test:install';
  if (process.getuid?.() !== 0) return 'needs root: a Debian of its own';
  const missing = TOOLS.find((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status);
  return missing ? `needs ${missing} (packages debootstrap, coreutils, tar, git)` : false;
}

describe('a fresh Debian', { skip: why(), timeout: 1_800_000 }, () => {
  let debian: string;
  let port: number;
  let env: NodeJS.ProcessEnv;
  let server: ChildProcess | undefined;
  before(async () => {
    debian = mkdtempSync(join(tmpdir(), 'pos-debian-'));
    chmodSync(debian, 0o755); // it is the user pos's / as well
    [port] = (await freePorts(1)) as [number];
    const packages = '--include=systemd,ca-certificates';
    const suite = process.env.POS_DEBIAN ?? 'bookworm';
    execFileSync('debootstrap', ['--variant=minbase', packages, suite, debian], { stdio: 'pipe' });
    writeFileSync(join(debian, 'usr/sbin/policy-rc.d'), '#!/bin/sh\nexit 101\n', { mode: 0o755 });
    copyFileSync('/etc/resolv.conf', join(debian, 'etc/resolv.conf'));
    env = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root' };
    const authorities = process.env.NODE_EXTRA_CA_CERTS; // of a network that looks into TLS
    if (authorities) {
      copyFileSync(authorities, join(debian, 'root/authorities.pem'));
      env.CURL_CA_BUNDLE = env.NODE_EXTRA_CA_CERTS = '/root/authorities.pem';
    }
    for (const name of ['proc', 'sys']) {
      execFileSync('mount', ['--bind', `/${name}`, join(debian, name)]);
    }
    const list = 'git ls-files --cached --others --exclude-standard';
    const release = join(debian, 'root/release');
    const copy = `mkdir "$0"; ${list} | tar -cf - -T - | tar -C "$0" -xf -`;
    execFileSync('sh', ['-c', copy, release], { cwd: ROOT });
  });
  after(async () => {
    if (server && server.exitCode === null) {
      const ended = once(server, 'exit');
      server.kill();
      await ended;
    }
    for (const name of ['proc', 'sys']) spawnSync('umount', ['-l', join(debian, name)]);
    execFileSync('rm', ['-rf', '--one-file-system', debian]); // never into what is mounted there
  });
  const inside = (command: string, ...args: string[]) =>
    runScript('chroot', [debian, command, ...args], env);
  const install = (...args: string[]) => inside('/root/release/deploy/install.sh', ...args);

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
    server = spawn('chroot', args, { env: { ...env, HOME: '/var/lib/pos' }, stdio: 'ignore' });
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
