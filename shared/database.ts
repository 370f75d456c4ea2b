import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statfsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import SQLite from 'better-sqlite3';
import type { Config } from './config.ts';
import { PosError } from './errors.ts';

export type Connection = SQLite.Database;

/** Works in one commit at most: bounds how long the event loop stands still. */
const MOST_PER_COMMIT = 256;
/** Below this much free space no new order is begun; what is left pays the open ones. */
const NEARLY_FULL_BYTES = 64 * 1024 * 1024;

export interface Database {
  readonly connection: Connection;
  /**
   * Runs `work` synchronously in the next group commit, in a savepoint of its own, and resolves
   * after the fsync. A throw undoes this work alone. STORAGE_FULL, STORAGE_UNAVAILABLE: all of it.
   */
  transact<T>(work: () => T): Promise<T>;
  /** From inside a work: runs `then` after its commit, before its answer; never if undone. */
  afterCommit(then: () => void): void;
  nearlyFull(): boolean;
  close(): void;
}

/** The storage cannot be used; the message says why in words an operator understands. */
export class StorageProblem extends Error {}

/**
 * Opens `<data>/<service>.db` and brings it up to date. Throws StorageProblem while the stick is
 * missing, read-only, damaged or held by another process. `failed` is called once, when the
 * storage fails later: nothing is acknowledged from then on, and the process should end.
 */
export function openDatabase(
  service: string,
  config: Config,
  migrations: string,
  failed: (error: Error) => void,
): Database {
  const path = join(storageFolder(config), `${service}.db`);
  try {
    const lock = holdLock(`${path}.lock`);
    const connection = openFile(path, migrations);
    return groupCommit(connection, failed, () => {
      connection.prepare("UPDATE meta SET value = 'yes' WHERE name = 'clean_stop'").run();
      connection.pragma('wal_checkpoint(TRUNCATE)');
      connection.close();
      lock.close();
    });
  } catch (error) {
    if (!(error instanceof SQLite.SqliteError)) throw error;
    throw new StorageProblem(`${path} cannot be used: ${error.message} (${error.code}).`);
  }
}

function storageFolder(config: Config): string {
  const mount = config.POS_REQUIRE_MOUNT;
  try {
    if (mount && statSync(mount).dev === statSync(dirname(mount)).dev) {
      throw new StorageProblem(`Nothing is mounted at ${mount}.`);
    }
    mkdirSync(config.POS_DATA_DIR, { recursive: true, mode: 0o700 });
  } catch (error) {
    if (error instanceof StorageProblem) throw error;
    throw new StorageProblem(`${config.POS_DATA_DIR} cannot be used: ${(error as Error).message}.`);
  }
  return config.POS_DATA_DIR;
}

/** One process per file: the kernel frees this lock even after kill -9. */
function holdLock(path: string): Connection {
  const lock = new SQLite(path, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch {
    lock.close();
    throw new StorageProblem(`${basename(path, '.lock')} is in use by another process.`);
  }
}

/** Opens a file with all pragmas and migrations; also for the scratch file of a refold. */
export function openFile(path: string, migrations: string): Connection {
  const connection = new SQLite(path);
  try {
    setPragmas(connection);
    migrate(connection, join(import.meta.dirname, 'migrations'));
    migrate(connection, migrations);
    checkAfterPowerCut(connection);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Deletes a database file with its companions. */
export function deleteFile(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
}

/** Replaces the rows of `tables` (parents first) by those of another file, in one transaction. */
export async function swapIn(
  { connection, transact }: Database,
  path: string,
  tables: readonly string[],
): Promise<void> {
  connection.prepare('ATTACH ? AS other').run(path);
  await transact(() => {
    for (const table of tables.toReversed()) connection.exec(`DELETE FROM main.${table}`);
    for (const table of tables) {
      connection.exec(`INSERT INTO main.${table} SELECT * FROM other.${table}`);
    }
  });
  connection.exec('DETACH other');
}

function setPragmas(connection: Connection): void {
  connection.pragma('journal_mode = WAL');
  // An acknowledged commit survives a power cut. The library reopens WAL files with NORMAL,
  // which does not: so it is set at every open, and read back.
  connection.pragma('synchronous = FULL');
  connection.pragma('foreign_keys = ON');
  connection.pragma('busy_timeout = 5000'); // an operator's sqlite3 shell may hold a read lock
  connection.pragma('cell_size_check = ON'); // finds a damaged page before it is written back
  connection.pragma('trusted_schema = OFF'); // a swapped stick brings no functions of its own
  connection.pragma('journal_size_limit = 16777216'); // a long read must not leave a huge WAL
  const synchronous = connection.pragma('synchronous', { simple: true });
  const mode = connection.pragma('journal_mode', { simple: true });
  if (synchronous !== 2 || mode !== 'wal') {
    throw new StorageProblem(`SQLite took synchronous=${synchronous}, journal_mode=${mode}.`);
  }
}

/** Applies each `0001-….sql` once, in order, each in a transaction; refuses an edited one. */
function migrate(connection: Connection, folder: string): void {
  connection.exec('CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, sha256 TEXT)');
  const known = connection.prepare('SELECT sha256 FROM migration WHERE name = ?').pluck();
  const learn = connection.prepare('INSERT INTO migration VALUES (?, ?)');
  for (const file of readdirSync(folder).sort()) {
    const sql = readFileSync(join(folder, file), 'utf8');
    const name = `${basename(dirname(folder))}/${file}`;
    const sha256 = createHash('sha256').update(sql).digest('hex');
    const before = known.get(name);
    if (before === sha256) continue;
    if (before) throw new Error(`${name} was applied to this file and has been edited since.`);
    connection.transaction(() => {
      connection.exec(sql);
      learn.run(name, sha256);
    })();
  }
}

/** After a power cut (another boot, no clean stop) looks the whole file through. */
function checkAfterPowerCut(connection: Connection): void {
  const boot = bootId();
  const meta = connection.prepare('SELECT value FROM meta WHERE name = ?').pluck();
  if (meta.get('clean_stop') !== 'yes' && meta.get('boot_id') !== boot) {
    const found = connection.pragma('quick_check(1)', { simple: true });
    if (found !== 'ok') throw new StorageProblem(`${connection.name} is damaged: ${found}.`);
  }
  const note = connection.prepare('REPLACE INTO meta VALUES (?, ?)');
  connection.transaction(() => {
    note.run('boot_id', boot);
    note.run('clean_stop', 'no'); // this write also proves that the file is not read-only
  })();
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return 'unknown'; // not Linux: boots cannot be told apart, so nothing is looked through
  }
}

interface Work {
  run: () => unknown;
  resolve: (value: never) => void;
  reject: (error: Error) => void;
}

function groupCommit(
  connection: Connection,
  failed: (error: Error) => void,
  stop: () => void,
): Database {
  const prepare = (sql: string) => connection.prepare(sql);
  const begin = prepare('BEGIN IMMEDIATE');
  const savepoint = prepare('SAVEPOINT work');
  const release = prepare('RELEASE work');
  const undo = prepare('ROLLBACK TO work');
  const commit = prepare('COMMIT');
  const queue: Work[] = [];
  let hooks: (() => void)[] = [];
  let broken: Error | undefined;

  /** One work in its savepoint; what it returns settles its promise after the commit. */
  function attempt({ run, resolve, reject }: Work): () => void {
    const hooksBefore = hooks.length;
    savepoint.run();
    try {
      const value = run() as never;
      release.run();
      return () => resolve(value);
    } catch (error) {
      // SQLITE_FULL and the like end the whole transaction: nothing more may run in it
      if (!connection.inTransaction || isStorageError(error)) throw error;
      undo.run();
      release.run();
      hooks.length = hooksBefore;
      return () => reject(error as Error);
    }
  }

  function commitAll(): void {
    const batch = queue.splice(0, MOST_PER_COMMIT);
    if (queue.length) setImmediate(commitAll);
    hooks = [];
    let settle: (() => void)[];
    try {
      if (broken) throw broken;
      begin.run();
      settle = batch.map(attempt);
      commit.run();
    } catch (error) {
      const answer = afterFailure(error as Error);
      for (const { reject } of batch) reject(answer);
      return;
    }
    for (const hook of hooks) hook();
    for (const resolved of settle) resolved();
  }

  /** Full: refuse and go on. Anything else: the file is not to be trusted any more. */
  function afterFailure(error: Error): PosError {
    try {
      if (connection.inTransaction) connection.exec('ROLLBACK');
    } catch {
      // the first error is the one that counts
    }
    if (codeOf(error) === 'SQLITE_FULL') return new PosError('STORAGE_FULL');
    if (!broken && isStorageError(error)) failed((broken = error));
    return new PosError('STORAGE_UNAVAILABLE');
  }

  return {
    connection,
    transact: (run) =>
      new Promise((resolve, reject) => {
        if (queue.push({ run, resolve, reject } as Work) === 1) setImmediate(commitAll);
      }),
    afterCommit: (then) => void hooks.push(then),
    nearlyFull() {
      const { bavail, bsize } = statfsSync(dirname(connection.name));
      return bavail * bsize < NEARLY_FULL_BYTES;
    },
    close() {
      if (queue.length) commitAll();
      if (!broken) stop();
    },
  };
}

function codeOf(error: unknown): string {
  return error instanceof SQLite.SqliteError ? error.code : '';
}

function isStorageError(error: unknown): boolean {
  return /^SQLITE_(FULL|IOERR|CORRUPT|NOTADB|READONLY|CANTOPEN|PROTOCOL)/.test(codeOf(error));
}
