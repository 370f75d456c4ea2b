import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { COMPILED } from '../support/compiled.ts';
import { makeStick, noStick } from '../support/loop-stick.ts';
import { freePorts, openRestaurant, type Restaurant } from '../support/restaurant.ts';
import { ROOT } from '../support/sources.ts';
import { runScript } from '../support/tiny-release.ts';
import { until } from '../support/until.ts';

const run = (program: string, env: NodeJS.ProcessEnv, args: string[]) =>
  runScript(process.execPath, [join(ROOT, program), ...args], {
    NODE_COMPILE_CACHE: COMPILED,
    ...env,
  });
const pos = (env: NodeJS.ProcessEnv, ...args: string[]) => run('deploy/pos.ts', env, args);
const pm2 = (env: NodeJS.ProcessEnv, ...args: string[]) => run('deploy/pm2.ts', env, args);

describe('an operator at the running system', { timeout: 300_000 }, () => {
  let restaurant: Restaurant;
  before(async () => {
    restaurant = await openRestaurant();
  });
  after(() => restaurant.close());

  it('sees with status how each service is, without colours where it is no terminal', async () => {
    const { code, said } = await pos(restaurant.env, 'status');
    assert.equal(code, 0, said);
    assert.match(said, /^Restaurant POS 1\.0\.0 is healthy, since \d+ (s|min)/);
    for (const name of ['orders', 'staff', 'print-spooler']) {
      assert.match(said, new RegExp(`^  ${name} +ready +\\d+ (s|min)`, 'm'));
    }
    assert.ok(!said.includes('\x1b'));
  });

  it('hears from the doctor that nothing is wrong', async () => {
    const { code, said } = await pos(restaurant.env, 'doctor');
    assert.equal(code, 0, said);
    assert.match(said, /^Nothing is wrong\.$/m);
    assert.match(said, /^ok +running +Version 1\.0\.0 answers at port \d+\.$/m);
    assert.match(said, /^ok +services +All are ready\.$/m);
  });

  it('lists the processes with pm2 and starts one anew; nothing else is disturbed', async () => {
    const { code, said } = await pm2(restaurant.env, 'ls');
    assert.equal(code, 0);
    assert.match(said, /orders .*online/);
    await until('reporting is heard', () => restaurant.status('reporting'));
    const before_ = restaurant.status('reporting')?.pid;
    assert.equal((await pm2(restaurant.env, 'restart', 'reporting')).code, 0);
    await until('another reporting is ready', () => {
      const status = restaurant.status('reporting');
      return status?.state === 'ready' && status.pid !== before_;
    });
  });

  it('is told by health and the doctor who crashes again and again', async () => {
    for (let i = 0; i < 6; i++) {
      const pid = restaurant.status('reporting')?.pid as number;
      process.kill(pid, 'SIGKILL');
      await until('the next one is heard', () => {
        const status = restaurant.status('reporting');
        return status?.pid && status.pid !== pid;
      });
    }
    await until('all are ready', () => restaurant.status('reporting')?.state === 'ready');
    const { code, said } = await pos(restaurant.env, 'status');
    assert.equal(code, 1);
    assert.match(said, /^Restaurant POS 1\.0\.0 is degraded/);
    assert.match(said, /reporting .*It has started \d times within five minutes: it crashes/);
    const doctor = await pos(restaurant.env, 'doctor');
    assert.equal(doctor.code, 1);
    assert.match(doctor.said, /^wrong +reporting +.*crashes again and again\.\n +→ See why: /m);
  });

  it('restarts services over HTTP; the gateway answers first; it is all in the audit', async () => {
    const authorization = `Bearer ${await restaurant.login()}`;
    const ask = <T>(call: string) => {
      const [method = '', path = ''] = call.split(' ');
      return restaurant.call<T>(method, path, undefined, { authorization });
    };
    const pids = async () => {
      const { body } = await ask<{ services: { name: string; pid: number; state: string }[] }>(
        'GET /system/services',
      );
      return new Map(
        body.services.map(({ name, pid, state }) => [name, state === 'online' && pid]),
      );
    };
    const before_ = await pids();
    const restart = (name: string) => ask<object>(`POST /system/services/${name}/restart`);
    const { body } = await restart('discovery');
    assert.deepEqual(body, { name: 'discovery', state: 'restarted' });
    assert.equal((await restart('nobody')).status, 404);
    assert.equal((await restart('demo-printer')).status, 404);
    assert.deepEqual((await restart('gateway')).body, { name: 'gateway', state: 'restarting' });
    await until('the next gateway answers', async () => {
      const now = await pids().catch(() => undefined);
      return now?.get('gateway') && now.get('gateway') !== before_.get('gateway');
    });
    const after_ = await pids();
    assert.notEqual(after_.get('discovery'), before_.get('discovery'));
    assert.equal(after_.get('orders'), before_.get('orders'));
    await until('both are in the audit', async () => {
      const { body: audit } = await ask<{ entries: { body: { subject: string } }[] }>(
        'GET /system/audit?type=machine_tended',
      );
      const subjects = audit.entries?.map((entry) => entry.body.subject);
      return String(subjects) === 'gateway,discovery';
    });
    await until('the observer is back', () => restaurant.observer.connected);
  });
});

describe('an operator where the system does not run', { timeout: 300_000 }, () => {
  let dir: string;
  let env: NodeJS.ProcessEnv;
  let log: string;
  before(async () => {
    dir = mkdtempSync(join(tmpdir(), 'pos-'));
    const [port] = await freePorts(1);
    log = join(dir, 'pos.log');
    env = {
      PATH: process.env.PATH,
      POS_PORT: String(port),
      POS_DATA_DIR: join(dir, 'data'),
      POS_STATE_DIR: join(dir, 'state'),
      POS_LOG_FILE: log,
    };
  });
  after(() => rmSync(dir, { recursive: true }));

  it('has each command explained, and is told what was not understood', async () => {
    for (const name of ['status', 'doctor', 'logs', 'check-stick', 'reports rebuild']) {
      const { code, said } = await pos(env, ...name.split(' '), '--help');
      assert.equal(code, 0);
      assert.match(said, new RegExp(`^Usage: npm run pos -- ${name}`));
    }
    for (const args of [[], ['status', 'orders'], ['logs', '--loud'], ['dance']]) {
      const { code, complained } = await pos(env, ...args);
      assert.equal(code, 2, args.join(' '));
      assert.match(complained, /Usage/);
    }
  });

  it('is told what to do: start it', async () => {
    const { code, said } = await pos(env, 'doctor');
    assert.equal(code, 1);
    assert.match(said, /^wrong +running +.+\n +→ .*start/m);
    assert.match(said, /^Something is wrong: see above what to do\.$/m);
    const status = await pos(env, 'status');
    assert.equal(status.code, 1);
    assert.match(status.complained, /^Nobody answers at port \d+: see `doctor`\.$/m);
  });

  it('hears of another program at the port, and of a variable that is wrong', async () => {
    const other = net.createServer((socket) => socket.destroy()).listen(Number(env.POS_PORT));
    await once(other, 'listening');
    const { said } = await pos(env, 'doctor');
    await once(other.close(), 'close');
    assert.match(said, /^wrong +running +Port \d+ is taken by another program\.\n +→ Find it: /m);
    const { code, complained } = await pos({ ...env, POS_PORT: 'eighty' }, 'doctor');
    assert.equal(code, 1);
    assert.match(complained, /^POS_PORT=eighty is not right/);
  });

  it('starts no pm2 of its own: the system could not start any more', async () => {
    const { code, complained } = await pm2(env, 'ls');
    assert.equal(code, 1);
    assert.equal(complained, 'The system is not running: start it first.\n');
    const socket = net.connect(join(dir, 'state/pm2/rpc.sock'));
    await assert.rejects(once(socket, 'connect'), { code: 'ENOENT' });
  });

  it('checks the stick: missing, another one, and right', { skip: noStick() }, async () => {
    const stick = makeStick();
    const mount = join(dir, 'usbdrive');
    const wanted = { ...env, POS_REQUIRE_MOUNT: mount, POS_DATA_DIR: join(mount, 'pos') };
    const check = (id: string) => pos({ ...wanted, POS_STICK_ID: id }, 'check-stick');
    try {
      assert.match((await check('ours')).said, /^wrong +stick +/);
      stick.plugIn(mount, 'ours');
      const other = await check('another');
      assert.equal(other.code, 1);
      assert.match(
        other.said,
        /is another one: its \.pos-stick says ours, not another\.\n +→ Put in/,
      );
      const right = await check('ours');
      assert.match(right.said, /^ok +stick +The right one is mounted at .+usbdrive\.$/m);
      assert.match(right.said, /^wrong +room +\d+ MB free/m); // it is a very small one
    } finally {
      stick.destroy();
    }
  });

  it('reads the log in words, and follows it when it is rotated', async () => {
    const line = (service: string, msg: string) =>
      `${JSON.stringify({ time: '2026-11-27T18:00:00Z', level: 'info', service, msg })}\n`;
    assert.match((await pos(env, 'logs')).complained, /^There is no log file .+pos\.log/);
    writeFileSync(log, `plain text\n${line('orders', 'ready')}${line('staff', 'ready')}`);
    const all = await pos(env, 'logs');
    assert.equal(all.said.split('\n').length, 4);
    assert.match(all.said, /^plain text\n2026-11-27T18:00:00Z orders +info +ready$/m);
    assert.doesNotMatch((await pos(env, 'logs', 'orders')).said, /staff|plain/);
    assert.match((await pos(env, 'logs', '--lines', '1')).said, /^[^\n]+staff[^\n]+\n$/);
    const args = [join(ROOT, 'deploy/pos.ts'), 'logs', 'orders', '--follow'];
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
    const ended = once(child, 'exit');
    await until('what there was is told', () => said.includes('ready'));
    appendFileSync(log, line('orders', 'an order was lost'));
    await until('what comes is told', () => said.includes('an order was lost'));
    truncateSync(log);
    appendFileSync(log, line('orders', 'found again'));
    await until('what comes after a rotation is told', () => said.includes('found again'));
    child.kill();
    await ended;
    assert.doesNotMatch(said, /staff/);
  });
});
