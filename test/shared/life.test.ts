import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import SQLite from 'better-sqlite3';
import type { Status } from '#shared/bus.ts';
import { catalog } from '#shared/contracts/catalog.ts';
import { staff } from '#shared/contracts/staff.ts';
import { PosError } from '#shared/errors.ts';
import { type House, openHouse } from '../support/house.ts';

const root = process.getuid?.() === 0;
const skip = root ? false : 'needs root to mount a tmpfs';

let house: House;
let steps: (() => unknown)[];
beforeEach(async () => {
  house = await openHouse([]);
  steps = [];
});
afterEach(async () => {
  for (const step of steps.toReversed()) await step();
  await house.close();
});

const says = (state: Status['state'], of: House = house, service = 'catalog') =>
  of.heard<Status>(`pos/${service}/status`, (status) => status.state === state);
const menu = (of: House = house) => of.asker.ask(catalog, 'get_menu', {});
const login = (pin = '2468') => house.asker.ask(staff, 'login', { pin });

/** A folder as the top of a stick. */
function mount(folder: string, size: string): void {
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'none', folder]);
  steps.push(() => execFileSync('umount', ['-l', folder]));
}

describe('a service whose storage is missing', { timeout: 300_000 }, () => {
  it('says so, refuses at once, and works when its folder can be made', async () => {
    const place = join(house.config.POS_STATE_DIR, 'place');
    writeFileSync(place, 'a file where the folder should be');
    const waiting = says('waiting_for_storage');
    const ready = house.start('catalog', { POS_DATA_DIR: join(place, 'data') });
    assert.match((await waiting).problem ?? '', /place\/data cannot be used: .+\.$/);
    await assert.rejects(menu(), { code: 'STORAGE_UNAVAILABLE' });
    rmSync(place);
    const { exitCode } = await ready;
    assert.equal(exitCode, null);
    assert.ok((await menu()).categories.length > 0);
    assert.equal(house.bus.statusOf('catalog')?.problem, undefined);
  });

  it('waits for the stick to be mounted, and writes nothing beside it', { skip }, async () => {
    const stick = join(house.config.POS_STATE_DIR, 'stick');
    mkdirSync(stick);
    const waiting = says('waiting_for_storage');
    const data = join(stick, 'data');
    const ready = house.start('catalog', { POS_REQUIRE_MOUNT: stick, POS_DATA_DIR: data });
    assert.equal((await waiting).problem, `Nothing is mounted at ${stick}.`);
    await assert.rejects(menu(), { code: 'STORAGE_UNAVAILABLE' });
    mount(stick, '16m');
    await ready;
    assert.ok((await menu()).categories.length > 0);
    await house.kill('catalog', 'SIGTERM');
    execFileSync('umount', [stick]);
    steps = [];
    assert.throws(() => statfsSync(data), { code: 'ENOENT' });
  });
});

describe('two processes at one file', { timeout: 300_000 }, () => {
  it('take turns: the second waits until the first is gone', async () => {
    await house.start('catalog');
    const other = await openHouse([], { POS_DATA_DIR: house.config.POS_DATA_DIR });
    steps.push(() => other.close());
    const waiting = says('waiting_for_storage', other);
    const ready = other.start('catalog');
    assert.equal((await waiting).problem, 'catalog.db is in use by another process.');
    await assert.rejects(menu(other), { code: 'STORAGE_UNAVAILABLE' });
    assert.ok((await menu()).categories.length > 0);
    await house.kill('catalog');
    await ready;
    assert.ok((await menu(other)).categories.length > 0);
  });
});

describe('a service that is stopped', { timeout: 300_000 }, () => {
  it('answers what it holds, says goodbye and leaves its file in order', async () => {
    const child = await house.start('staff');
    const logins = Array.from({ length: 40 }, () => login());
    await logins[0];
    const offline = says('offline', house, 'staff');
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    child.kill('SIGTERM'); // Ctrl-C arrives twice
    assert.equal((await offline).pid, child.pid);
    assert.deepEqual(await ended, [0, null]);
    const path = join(house.config.POS_DATA_DIR, 'staff.db');
    const file = new SQLite(path, { readonly: true });
    const clean = file.prepare("SELECT value FROM meta WHERE name = 'clean_stop'").pluck();
    assert.equal(clean.get(), 'yes');
    file.close();
    await house.start('staff'); // what it did not hold any more is answered by the next
    const tokens = (await Promise.all(logins)).map(({ token }) => token);
    assert.equal(new Set(tokens).size, 40);
  });
});

describe('a stick that is full', { skip, timeout: 300_000 }, () => {
  it('is told to whoever writes; nothing is lost, and it goes on when there is room', async () => {
    const { POS_DATA_DIR } = house.config;
    mount(POS_DATA_DIR, '2m');
    const child = await house.start('staff');
    const filler = join(POS_DATA_DIR, 'filler');
    const { bavail, bsize } = statfsSync(POS_DATA_DIR);
    writeFileSync(filler, Buffer.alloc(bavail * bsize - 64 * 1024));
    const started: string[] = [];
    house.bus.subscribe('pos/staff/did/session_started', (message) => {
      const { body } = JSON.parse(message) as { body: { token_hash: string } };
      started.push(body.token_hash);
    });
    let refused: unknown;
    while (!refused) await login().catch((error: unknown) => (refused = error));
    assert.ok(refused instanceof PosError);
    assert.equal(refused.code, 'STORAGE_FULL');
    await assert.rejects(login(), { code: 'STORAGE_FULL' });
    assert.ok(started.length > 0);
    const check = (token_hash: string) => house.asker.ask(staff, 'check_session', { token_hash });
    await check(started[0] as string); // reading goes on
    rmSync(filler);
    const { token } = await login();
    assert.ok(token);
    assert.equal(child.exitCode, null);
    await house.kill('staff');
    await house.start('staff');
    for (const hash of started) assert.equal((await check(hash)).staff.name, 'Ada Whitcombe');
  });
});
