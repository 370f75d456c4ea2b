import { statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import SQLite from 'better-sqlite3';
import type { Config } from './config.ts';
import { PosError } from './errors.ts';
import { type Connection, holdLock, openFile, StorageProblem, storageFolder } from './storage.ts';

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
  let lock: Connection | undefined;
  try {
    lock = holdLock(`${path}.lock`);
    const connection = openFile(path, migrations);
    return groupCommit(connection, failed, () => {
      connection.prepare("UPDATE meta SET value = 'yes' WHERE name = 'clean_stop'").run();
      connection.pragma('wal_checkpoint(TRUNCATE)');
      connection.close();
      lock?.close();
    });
  } catch (error) {
    lock?.close();
    if (!(error instanceof SQLite.SqliteError)) throw error;
    throw new StorageProblem(`${path} cannot be used: ${error.message} (${error.code}).`);
  }
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
