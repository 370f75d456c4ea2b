import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { Status } from '#shared/bus.ts';
import { catalog } from '#shared/contracts/catalog.ts';
import { isGone, stickProblem } from '#shared/stick.ts';
import { type House, openHouse } from '../support/house.ts';
import { makeStick, noStick, type Stick } from '../support/loop-stick.ts';
import { until } from '../support/until.ts';

const skip = noStick();
const [OURS, ANOTHER] = ['3f1c-ours', '9a40-another'];

let dir: string;
let mount: string;
let stick: Stick;
before(() => {
  dir = mkdtempSync(join(tmpdir(), 'pos-'));
  mount = join(dir, 'usbdrive');
  if (!skip) stick = makeStick();
});
after(() => {
  if (!skip) stick.destroy();
  rmSync(dir, { recursive: true });
});
const problem = (id?: string) =>
  stickProblem({ POS_REQUIRE_MOUNT: mount, POS_STICK_ID: id }) ?? 'none';

describe('a stick', () => {
  beforeEach(() => mkdirSync(mount, { recursive: true }));
  afterEach(() => stick?.pull());

  it('is asked for only where one is required', () => {
    const nothing = { POS_REQUIRE_MOUNT: undefined, POS_STICK_ID: undefined };
    assert.equal(stickProblem(nothing), undefined);
    assert.equal(problem(OURS), `Nothing is mounted at ${mount}.`);
  });

  it('is right when it says whose it is', { skip }, () => {
    stick.plugIn(mount, OURS);
    assert.equal(problem(OURS), 'none');
    assert.equal(problem(), 'none');
    const sentence = `The stick at ${mount} is another one: its .pos-stick says ${OURS}, not `;
    assert.equal(problem(ANOTHER), `${sentence}${ANOTHER}.`);
  });

  it('is not ours when it says nothing', { skip }, () => {
    const blank = makeStick();
    try {
      blank.plugIn(mount);
      assert.match(problem(OURS), /is not this restaurant's: it has no \.pos-stick\.$/);
      assert.equal(problem(), 'none');
    } finally {
      blank.destroy();
    }
  });

  it('is gone when Linux lists its device no more, though it is still mounted', { skip }, () => {
    stick.plugIn(mount, OURS);
    const { dev } = statSync(mount);
    assert.equal(isGone(dev), false);
    const nobodyPluggedIn = join(dir, 'devices');
    mkdirSync(nobodyPluggedIn);
    assert.equal(isGone(dev, nobodyPluggedIn), true);
    assert.equal(isGone(statSync('/proc').dev, nobodyPluggedIn), false); // it never was a device
  });
});

describe('a service with its file on a stick', { skip, timeout: 300_000 }, () => {
  let house: House;
  let env: NodeJS.ProcessEnv;
  before(async () => {
    house = await openHouse([]);
    env = { POS_REQUIRE_MOUNT: mount, POS_DATA_DIR: join(mount, 'pos'), POS_STICK_ID: OURS };
  });
  after(() => house.close());
  const says = (state: Status['state']) =>
    house.heard<Status>('pos/catalog/status', (status) => status.state === state);
  const menu = () => house.asker.ask(catalog, 'get_menu', {});
  const underMount = () => (existsSync(mount) ? readdirSync(mount) : []);

  it('writes nothing on another restaurant’s, and says in words that it is', async (t) => {
    const other = makeStick();
    t.after(() => other.destroy());
    other.plugIn(mount, ANOTHER);
    const waiting = says('waiting_for_storage');
    const ready = house.start('catalog', env);
    assert.match(
      (await waiting).problem ?? '',
      /is another one: its \.pos-stick says 9a40-another/,
    );
    await assert.rejects(menu(), { code: 'STORAGE_UNAVAILABLE' });
    assert.ok(!underMount().includes('pos'));
    other.pull();
    stick.plugIn(mount, OURS); // the right one
    await ready;
    assert.ok((await menu()).categories.length > 0);
    await house.kill('catalog', 'SIGTERM');
    stick.pull();
  });

  it('ends at once when it is pulled, writes nothing beside it, is back with it', async () => {
    stick.plugIn(mount, OURS);
    const child = await house.start('catalog', env);
    const ended = once(child, 'exit');
    const waiting = says('waiting_for_storage');
    const pulled_ms = performance.now();
    stick.pull();
    assert.match(
      (await waiting).problem ?? '',
      /The storage failed: Nothing is mounted at .+\w\.$/,
    );
    assert.equal((await ended)[0], 75);
    const took_ms = performance.now() - pulled_ms;
    assert.ok(took_ms < 2_000 * 3, `it took ${took_ms} ms, on a slow machine three times as long`);
    const ready = house.start('catalog', env); // as pm2 does
    await until('it waits', () => house.bus.statusOf('catalog')?.state === 'waiting_for_storage');
    assert.deepEqual(underMount(), []);
    stick.plugIn(mount, OURS);
    await ready;
    assert.ok((await menu()).categories.length > 0);
    await house.kill('catalog', 'SIGTERM');
    stick.pull();
    assert.deepEqual(underMount(), []);
  });
});
