import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import SQLite from 'better-sqlite3';
import { type Config, readConfig } from '#shared/config.ts';
import { type Database, openDatabase } from '#shared/database.ts';
import { StorageProblem } from '#shared/storage.ts';
import { PosError } from '#shared/errors.ts';

let dir: string;
let config: Config;
let migrations: string;
let failures: Error[];
const opened: Database[] = [];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'pos-'));
  config = readConfig({ POS_DATA_DIR: join(dir, 'data'), POS_STATE_DIR: join(dir, 'state') });
  migrations = join(dir, 'migrations');
  mkdirSync(migrations);
  writeFileSync(
    join(migrations, '0001-spoons.sql'),
    'CREATE TABLE spoon (name TEXT UNIQUE) STRICT;',
  );
  failures = [];
});
afterEach(() => {
  for (const database of opened.splice(0)) if (database.connection.open) database.close();
  rmSync(dir, { recursive: true });
});

function open(service = 'drawer'): Database {
  const database = openDatabase(service, config, migrations, (error) => failures.push(error));
  opened.push(database);
  return database;
}
const add = (database: Database, name: string) =>
  database.connection.prepare('INSERT INTO spoon VALUES (?)').run(name);
/** What another reader finds committed. */
function committed(): string[] {
  const reader = new SQLite(join(config.POS_DATA_DIR, 'drawer.db'), { readonly: true });
  const names = reader.prepare('SELECT name FROM spoon ORDER BY rowid').pluck().all() as string[];
  reader.close();
  return names;
}
const isCode = (code: string) => (error: unknown) =>
  error instanceof PosError && error.code === code;

describe('a service opens its file', () => {
  it('with a full fsync at each commit, the second time too', () => {
    open().close();
    const { connection } = open();
    assert.equal(connection.pragma('synchronous', { simple: true }), 2);
    assert.equal(connection.pragma('journal_mode', { simple: true }), 'wal');
    assert.equal(connection.pragma('foreign_keys', { simple: true }), 1);
  });

  it('and no other process can have it meanwhile', () => {
    open();
    assert.throws(() => open(), /in use by another process/);
  });

  it('not when a migration was edited after it had been applied', () => {
    open().close();
    writeFileSync(join(migrations, '0001-spoons.sql'), 'CREATE TABLE spoon (name TEXT) STRICT;');
    assert.throws(() => open(), /has been edited since/);
  });

  it('with new migrations, each in a transaction of its own', () => {
    open().close();
    writeFileSync(
      join(migrations, '0002-forks.sql'),
      'CREATE TABLE fork (n); CREATE TABLE spoon (n);',
    );
    assert.throws(() => open());
    writeFileSync(join(migrations, '0002-forks.sql'), 'CREATE TABLE fork (n);');
    assert.ok(open().connection.prepare('SELECT * FROM fork'));
  });

  it('not when nothing is mounted where the stick should be', () => {
    config.POS_REQUIRE_MOUNT = dir;
    assert.throws(() => open(), /Nothing is mounted/);
  });

  it('not where no folder can be made', () => {
    writeFileSync(join(dir, 'file'), '');
    config.POS_DATA_DIR = join(dir, 'file', 'data');
    assert.throws(() => open(), StorageProblem);
  });

  const root = process.getuid?.() === 0;
  it('not on a read-only stick', { skip: root ? false : 'needs root to mount a tmpfs' }, () => {
    mkdirSync(config.POS_DATA_DIR);
    try {
      execFileSync('mount', ['-t', 'tmpfs', 'none', config.POS_DATA_DIR]);
      open().close();
      execFileSync('mount', ['-o', 'remount,ro', config.POS_DATA_DIR]);
      assert.throws(() => open(), StorageProblem);
    } finally {
      execFileSync('umount', [config.POS_DATA_DIR]);
    }
  });

  it('not when it is damaged after a power cut', () => {
    const database = open();
    for (let i = 0; i < 2000; i++) add(database, `spoon ${i}`);
    database.connection.prepare("UPDATE meta SET value = 'earlier' WHERE name = 'boot_id'").run();
    database.connection.pragma('wal_checkpoint(TRUNCATE)');
    const path = database.connection.name;
    database.connection.close(); // not a clean stop
    const file = openSync(path, 'r+');
    for (let page = 8; page < 20; page++)
      writeSync(file, Buffer.alloc(2000, 0x5a), 0, 2000, page * 4096);
    // the lock of the "killed" process is held by this one: another name, the same file
    execFileSync('cp', [path, join(config.POS_DATA_DIR, 'other.db')]);
    assert.throws(() => open('other'), StorageProblem);
  });
});

describe('works of one moment', () => {
  it('share one commit, and nobody is answered before it', async () => {
    const database = open();
    let seen: string[] = ['not looked'];
    const first = database.transact(() => add(database, 'tea'));
    const second = database.transact(() => {
      add(database, 'soup');
      seen = committed();
    });
    await first;
    assert.deepEqual(seen, []);
    assert.deepEqual(committed(), ['tea', 'soup']);
    await second;
  });

  it('wait for as much company as the last commit had, and not for long', async (test) => {
    const database = open();
    const turn = () => new Promise((next) => setImmediate(next));
    await Promise.all(
      ['tea', 'soup', 'fork'].map((n) => database.transact(() => add(database, n))),
    );
    test.mock.timers.enable({ apis: ['setTimeout'] }); // a slow machine's turn outlasts the wait
    const early = database.transact(() => add(database, 'early'));
    await turn();
    assert.equal(committed().length, 3, 'it waits');
    const late = ['later', 'last'].map((name) => database.transact(() => add(database, name)));
    await turn();
    assert.equal(committed().length, 6, 'the third one was what it waited for');
    await Promise.all([early, ...late]);
    const alone = database.transact(() => add(database, 'alone'));
    await turn();
    assert.equal(committed().length, 6, 'nobody else comes, and it waits');
    test.mock.timers.tick(10);
    await alone;
    const next = database.transact(() => add(database, 'next'));
    await turn();
    assert.equal(committed().length, 8, 'the one before came alone, so it waits for nobody');
    await next;
  });

  it('fail alone: the others are committed', async () => {
    const database = open();
    const works = ['tea', 'tea', 'soup'].map((name) =>
      database.transact(() => add(database, name)),
    );
    const results = await Promise.allSettled(works);
    assert.deepEqual(
      results.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    assert.deepEqual(committed(), ['tea', 'soup']);
    assert.equal(failures.length, 0);
  });

  it('are announced after their commit and before their answer, undone ones never', async () => {
    const database = open();
    const told: string[] = [];
    const work = (name: string) =>
      database
        .transact(() => {
          add(database, name);
          database.afterCommit(() => told.push(`announced ${name} of ${committed()}`));
          if (name === 'bad') throw new Error('no');
        })
        .then(() => told.push(`answered ${name}`));
    await Promise.allSettled([work('tea'), work('bad')]);
    assert.deepEqual(told, ['announced tea of tea', 'answered tea']);
  });
});

describe('a stick that is full', () => {
  it('refuses the whole batch, keeps what was there, and goes on when there is room', async () => {
    const database = open();
    await database.transact(() => add(database, 'tea'));
    const pages = database.connection.pragma('page_count', { simple: true }) as number;
    database.connection.pragma(`max_page_count = ${pages}`);
    const big = 'x'.repeat(20_000);
    const works = ['soup', big, 'fork'].map((name) => database.transact(() => add(database, name)));
    for (const work of works) await assert.rejects(work, isCode('STORAGE_FULL'));
    assert.deepEqual(committed(), ['tea']);
    assert.equal(failures.length, 0);
    database.connection.pragma('max_page_count = 1000000');
    await database.transact(() => add(database, 'soup'));
    assert.deepEqual(committed(), ['tea', 'soup']);
  });
});

describe('a stick that fails', () => {
  it('is not said to be full where it is gone', () => {
    const database = open();
    renameSync(config.POS_DATA_DIR, join(dir, 'pulled'));
    assert.equal(database.nearlyFull(), false);
  });

  it('ends all acknowledging, once and for all', async () => {
    const database = open();
    await database.transact(() => add(database, 'tea'));
    const broken = Object.assign(new SQLite.SqliteError('disk I/O error', 'SQLITE_IOERR_FSYNC'));
    const works = [
      database.transact(() => add(database, 'soup')),
      database.transact(() => {
        throw broken;
      }),
    ];
    for (const work of works) await assert.rejects(work, isCode('STORAGE_UNAVAILABLE'));
    await assert.rejects(
      database.transact(() => add(database, 'fork')),
      isCode('STORAGE_UNAVAILABLE'),
    );
    assert.deepEqual(failures, [broken]);
    assert.deepEqual(committed(), ['tea']);
  });
});
