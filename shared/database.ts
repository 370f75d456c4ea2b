import { statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import SQLite from 'better-sqlite3';
import type { Config } from './config.ts';
import { PosError } from './errors.ts';
import {
  type Connection,
  DamagedFile,
  holdLock,
  isMarkedDamaged,
  markDamaged,
  openFile,
  putAside,
  StorageProblem,
  storageFolder,
} from './storage.ts';

/** Works in one commit at most: bounds how long the event loop stands still. */
const MOST_PER_COMMIT = 256;
/** A commit waits for company as long as this part of what the last one took, within bounds. */
const WAIT_PART = 1 / 4;
const [LEAST_WAIT_MS, MOST_WAIT_MS] = [1, 10];
/** Below this much free space no new order is begun; what is left pays the open ones. */
const NEARLY_FULL_BYTES = 64 * 1024 * 1024;
/** What is free is looked up this seldom: what a restaurant writes meanwhile is far below it. */
const LOOK_AGAIN_MS = 1_000;

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
 * `replaceable`: all that is in it can be had from elsewhere, so a damaged file is put aside and a
 * new one begun.
 */
export function openDatabase(
  service: string,
  config: Config,
  migrations: string,
  failed: (error: Error) => void,
  replaceable = false,
): Database {
  const path = join(storageFolder(config), `${service}.db`);
  let lock: Connection | undefined;
  try {
    lock = holdLock(`${path}.lock`);
    if (replaceable && isMarkedDamaged(path)) putAside(path);
    const connection = openFile(path, migrations);
    const ended = (error: Error) => {
      if (isDamage(error)) markDamaged(path);
      failed(error);
    };
    return groupCommit(connection, ended, () => {
      connection.prepare("UPDATE meta SET value = 'yes' WHERE name = 'clean_stop'").run();
      connection.pragma('wal_checkpoint(TRUNCATE)');
      connection.close();
      lock?.close();
    });
  } catch (error) {
    lock?.close();
    if (replaceable && (error instanceof DamagedFile || isDamage(error))) {
      markDamaged(path); // it is looked for again in a moment, and put aside then
    }
    if (!(error instanceof SQLite.SqliteError)) throw error;
    throw new StorageProblem(`${path} cannot be used: ${error.message} (${error.code}).`);
  }
}

/** Replaces rows of `tables` (parents first) by another file's and runs `also`: one transaction. */
export async function swapIn(
  { connection, transact }: Database,
  path: string,
  tables: readonly string[],
  also: () => void,
): Promise<void> {
  connection.prepare('ATTACH ? AS other').run(path);
  try {
    await transact(() => {
      for (const table of tables.toReversed()) connection.exec(`DELETE FROM main.${table}`);
      for (const table of tables) {
        connection.exec(`INSERT INTO main.${table} SELECT * FROM other.${table}`);
      }
      also();
    });
  } finally {
    connection.exec('DETACH other'); // also where the stick was full: it is tried again
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
  let expected = 1;
  let wait_ms = LEAST_WAIT_MS;
  let waiting: NodeJS.Timeout | undefined;
  let broken: Error | undefined;
  let isNearlyFull = false;
  let lookAgain_ms = 0;

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

  /** Where the last commit had company, this one waits for as much: each fsync serves more. */
  function schedule(): void {
    if (queue.length === 1 && expected > 1) waiting = setTimeout(commitAll, wait_ms);
    else if (queue.length === expected) setImmediate(commitAll);
  }

  function commitAll(): void {
    clearTimeout(waiting);
    const batch = queue.splice(0, MOST_PER_COMMIT);
    if (batch.length === 0) return; // the timer and the number came at once
    expected = batch.length;
    if (queue.length) setImmediate(commitAll);
    hooks = [];
    const began_ms = performance.now();
    let settle: (() => void)[];
    try {
      if (broken) throw broken;
      begin.run();
      settle = batch.map(attempt);
      commit.run();
      const took_ms = performance.now() - began_ms;
      wait_ms = Math.min(Math.max(took_ms * WAIT_PART, LEAST_WAIT_MS), MOST_WAIT_MS);
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
        queue.push({ run, resolve, reject } as Work);
        schedule();
      }),
    afterCommit: (then) => void hooks.push(then),
    nearlyFull() {
      if (performance.now() >= lookAgain_ms) {
        isNearlyFull = freeBytes(dirname(connection.name)) < NEARLY_FULL_BYTES;
        lookAgain_ms = performance.now() + LOOK_AGAIN_MS;
      }
      return isNearlyFull;
    },
    close() {
      if (queue.length) commitAll();
      if (!broken) stop();
    },
  };
}

/** Of a stick that is gone nothing is said: the commit finds out, and refuses in its own words. */
function freeBytes(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Infinity;
  }
}

function codeOf(error: unknown): string {
  return error instanceof SQLite.SqliteError ? error.code : '';
}

const isDamage = (error: unknown) => /^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(error));

function isStorageError(error: unknown): boolean {
  return /^SQLITE_(FULL|IOERR|CORRUPT|NOTADB|READONLY|CANTOPEN|PROTOCOL)/.test(codeOf(error));
}
