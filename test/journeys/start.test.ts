import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import net from 'node:net';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { SERVICES } from '#shared/config.ts';
import type { Health } from '#shared/contracts/system.ts';
import { freePorts, openRestaurant, type Restaurant } from '../support/restaurant.ts';
import { ROOT } from '../support/sources.ts';
import { until } from '../support/until.ts';

/** `npm start` that is expected to end by itself: its exit code and what it said. */
async function start(env: NodeJS.ProcessEnv): Promise<{ code: number; said: string }> {
  const { PATH, HOME } = process.env;
  const child = spawn('npm', ['start'], {
    cwd: ROOT,
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  return { code: code as number, said };
}
const portsOf = ([port, printer, square]: number[]) => ({
  POS_PORT: String(port),
  POS_DEMO_PRINTER_PORT: String(printer),
  POS_DEMO_SQUARE_PORT: String(square),
});
const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe('npm start', { timeout: 300_000 }, () => {
  let dir: string;
  let env: NodeJS.ProcessEnv;
  before(async () => {
    dir = mkdtempSync(join(tmpdir(), 'pos-'));
    env = { POS_STATE_DIR: join(dir, 'state'), POS_DATA_DIR: join(dir, 'data') };
    Object.assign(env, { POS_HOST: '127.0.0.1' }, portsOf(await freePorts(3)));
  });
  after(() => rmSync(dir, { recursive: true }));

  it('stops at a variable that is wrong, naming it', async () => {
    const { code, said } = await start({ ...env, POS_PORT: 'eighty' });
    assert.equal(code, 1);
    assert.match(said, /^POS_PORT=eighty is not right: .+\.$/m);
    assert.doesNotMatch(said, /^ +at /m);
  });

  for (const variable of ['POS_PORT', 'POS_DEMO_PRINTER_PORT', 'POS_DEMO_SQUARE_PORT'] as const) {
    it(`stops at a taken port, saying that ${variable} chooses another`, async () => {
      const other = net.createServer().listen(Number(env[variable]), '127.0.0.1');
      await once(other, 'listening');
      const { code, said } = await start(env);
      await once(other.close(), 'close');
      assert.equal(code, 1);
      const port = env[variable];
      const sentence = `Port ${port} is taken by another program. Choose another with ${variable}.`;
      assert.ok(said.includes(sentence), said);
    });
  }
});

describe('two restaurants on one machine', { timeout: 110_000 }, () => {
  let demo: Restaurant;
  let empty: Restaurant;
  before(async () => {
    demo = await openRestaurant();
    empty = await openRestaurant({ POS_DEMO: '0' });
  });
  after(() => Promise.all([demo?.close(), empty?.close()]));
  const health = async (one: Restaurant) => (await one.call<Health>('GET', '/health')).body;

  it('run side by side, each with its own guests', async () => {
    assert.deepEqual(
      [await health(demo), await health(empty)].map(({ status }) => status),
      ['healthy', 'healthy'],
    );
    const authorization = `Bearer ${await demo.login()}`;
    const here = await demo.call('GET', '/catalog/menu', undefined, { authorization });
    const there = await empty.call('GET', '/catalog/menu', undefined, { authorization });
    assert.deepEqual([here.status, there.status], [200, 409]); // it has no admin yet
  });

  it('are an empty store where no demo is wanted', async () => {
    assert.deepEqual(
      [await health(demo), await health(empty)].map((one) => one.demo),
      [true, false],
    );
    assert.deepEqual(
      [await health(demo), await health(empty)].map((one) => one.setup_required),
      [false, true],
    );
    const login = await empty.call<{ code: string }>('POST', '/auth/login', { pin: '2468' });
    assert.deepEqual([login.status, login.body.code], [409, 'SETUP_REQUIRED']);
    assert.doesNotMatch(empty.output(), /2468|demo-printer/);
    assert.match(demo.output(), /2468[^]*demo-printer/);
    assert.ok(!existsSync(join(empty.config.POS_DATA_DIR, 'demo-printer')));
    const printer = net.connect(empty.config.POS_DEMO_PRINTER_PORT, '127.0.0.1');
    await assert.rejects(once(printer, 'connect'), { code: 'ECONNREFUSED' });
    const square = net.connect(empty.config.POS_DEMO_SQUARE_PORT, '127.0.0.1');
    await assert.rejects(once(square, 'connect'), { code: 'ECONNREFUSED' });
    const taking = net.connect(demo.config.POS_DEMO_SQUARE_PORT, '127.0.0.1');
    await once(taking, 'connect');
    taking.destroy();
  });

  it('let those go first for whom a till or a kitchen waits', async () => {
    await until('all are heard', () => SERVICES.every((name) => demo.status(name)));
    const [of0, of10] = [0, 10].map(
      (nice) => () => SERVICES.filter((name) => getPriority(demo.status(name)?.pid) === nice),
    ) as [() => string[], () => string[]];
    const first = ['gateway', 'orders', 'print-spooler'];
    await until('the others give way', () => of10().length === SERVICES.length - first.length);
    assert.deepEqual(of0().sort(), first);
  });

  it('are not started twice: the first goes on', async () => {
    const ports = portsOf(await freePorts(3));
    const { code, said } = await start({ ...demo.env, ...ports });
    assert.equal(code, 1);
    const sentence = `It is already running with POS_STATE_DIR=${demo.config.POS_STATE_DIR}.`;
    assert.ok(said.includes(sentence), said);
    assert.equal((await health(demo)).status, 'healthy');
  });

  it('keep their secrets to themselves, and off the stick', async () => {
    const { POS_STATE_DIR, POS_DATA_DIR } = demo.config;
    await demo.login();
    const secrets = filesUnder(join(POS_STATE_DIR, 'secrets'));
    assert.ok(secrets.length >= 3);
    const files = filesUnder(POS_DATA_DIR).map((path) => readFileSync(path));
    assert.ok(files.length >= 6);
    for (const path of secrets) {
      assert.equal((statSync(path).mode & 0o777).toString(8), '600', path);
      const secret = readFileSync(path);
      const forms = (['hex', 'base64', 'base64url'] as const).map((as) => secret.toString(as));
      for (const form of [secret, ...forms]) {
        assert.ok(!files.some((file) => file.includes(form)), path);
      }
    }
  });

  it('keep whoever is logged in when the gateway is killed', async () => {
    const authorization = `Bearer ${await demo.login()}`;
    const menu = () =>
      demo.call('GET', '/catalog/menu', undefined, { authorization }).then(
        ({ status }) => status,
        () => 0, // nobody is there just now
      );
    assert.equal(await menu(), 200);
    await until('the gateway is heard', () => demo.status('gateway'));
    const { pid } = demo.status('gateway') as { pid: number };
    process.kill(pid, 'SIGKILL');
    const statuses: number[] = [];
    await until('another gateway answers', async () => {
      statuses.push(await menu());
      return statuses.at(-1) === 200 && demo.status('gateway')?.pid !== pid;
    });
    assert.deepEqual(
      statuses.filter((status) => status !== 0 && status !== 200),
      [],
    );
  });
});
