import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { makeStick, noStick, type Stick } from '../support/loop-stick.ts';
import { freePorts } from '../support/restaurant.ts';
import { makeMachine, makeRelease, runScript } from '../support/tiny-release.ts';
import { until } from '../support/until.ts';

describe('start_server.sh', { timeout: 300_000 }, () => {
  let dir: string;
  let script: string;
  let env: NodeJS.ProcessEnv;
  let mount: string;
  let log: string;
  let stick: Stick | undefined;
  let child: ChildProcess | undefined;
  before(async () => {
    dir = mkdtempSync(join(tmpdir(), 'pos-'));
    script = join(makeRelease(join(dir, 'release'), '1.0.0'), 'deploy/start_server.sh');
    mount = join(dir, 'usbdrive');
    log = join(dir, 'pos_backend.log');
    mkdirSync(mount);
    const [port] = await freePorts(1);
    env = {
      ...makeMachine(join(dir, 'machine')),
      POS_PORT: String(port),
      POS_DATA_DIR: join(dir, 'data'),
      POS_STATE_DIR: join(dir, 'state'),
      POS_LOG_FILE: log,
      POS_REQUIRE_MOUNT: mount,
    };
  });
  afterEach(async () => {
    if (child && child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    }
    child = undefined;
    stick?.destroy();
    stick = undefined;
    rmSync(log, { force: true });
  });
  after(() => rmSync(dir, { recursive: true }));

  /** Starts it; answers what it has said so far. */
  function start(args: string[], more: NodeJS.ProcessEnv = {}): () => string {
    let said = '';
    child = spawn(script, args, { env: { ...env, ...more }, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (bytes: Buffer) => (said += bytes.toString()));
    }
    return () => said;
  }
  const runs = () =>
    fetch(`http://127.0.0.1:${env.POS_PORT}/health`).then(
      () => true,
      () => false,
    );
  const WAITS = /^Waiting up to \d+ s for the stick to be mounted at .+usbdrive\.$/m;

  it('waits for the stick, says so, and starts as soon as it is mounted', {
    skip: noStick(),
  }, async () => {
    const said = start(['--wait', '300']);
    await until('it waits', () => WAITS.test(said()));
    assert.equal(await runs(), false);
    stick = makeStick();
    stick.plugIn(mount);
    await until('it runs', runs);
    assert.match(said(), /usbdrive is mounted\.$/m);
  });

  it('starts in any case when nothing was mounted for a while', async () => {
    const said = start(['--wait', '1']);
    await until('it runs', runs);
    assert.match(said(), WAITS);
    assert.match(said(), /Starting all the same: the services wait for it\.$/m);
  });

  it('says it twice: to the journal and to the log file', async () => {
    const said = start(['--wait', '0']);
    await until('it runs', runs);
    await until(
      'all is in the file',
      () => existsSync(log) && readFileSync(log, 'utf8') === said(),
    );
    assert.match(said(), WAITS);
  });

  it('starts without a log file, saying so', async () => {
    const said = start(['--wait', '0'], { POS_LOG_FILE: join(dir, 'nowhere/pos.log') });
    await until('it runs', runs);
    assert.match(said(), /^No log file: .+ cannot be written\.$/m);
  });

  it('ends when it is told to: what it started is not left behind', async () => {
    start(['--wait', '0']);
    await until('it runs', runs);
    const ended = once(child as ChildProcess, 'exit');
    child?.kill('SIGTERM');
    await ended;
    await until('nobody answers', async () => !(await runs()));
  });

  it('explains itself, and refuses what it does not understand', async () => {
    const help = await runScript(script, ['--help'], env);
    assert.deepEqual([help.code, help.complained], [0, '']);
    for (const args of [['--loud'], ['--wait'], ['--wait', 'soon']]) {
      assert.equal((await runScript(script, args, env)).code, 2, args.join(' '));
    }
  });
});
