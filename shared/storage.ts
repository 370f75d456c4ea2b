import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import SQLite from 'better-sqlite3';
import type { Config } from './config.ts';
import { HALF_RESTORED, isBeingRestored } from './restoring.ts';
import { stickProblem } from './stick.ts';

export type Connection = SQLite.Database;

/** The storage cannot be used; the message says why in words an operator understands. */
export class StorageProblem extends Error {}

export class DamagedFile extends StorageProblem {} // the file itself is not what it was

/** The data directory, made if need be; StorageProblem when the stick is not there. */
export function storageFolder(config: Config): string {
  try {
    const problem = stickProblem(config);
    if (problem) throw new StorageProblem(problem);
    if (isBeingRestored(config.POS_DATA_DIR)) throw new StorageProblem(HALF_RESTORED);
    mkdirSync(config.POS_DATA_DIR, { recursive: true, mode: 0o700 });
  } catch (error) {
    if (error instanceof StorageProblem) throw error;
    throw new StorageProblem(`${config.POS_DATA_DIR} cannot be used: ${(error as Error).message}.`);
  }
  return config.POS_DATA_DIR;
}

/** One process per file: the kernel frees this lock even after kill -9. */
export function holdLock(path: string): Connection {
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

const markOf = (path: string) => `${path}.damaged`;
export const isMarkedDamaged = (path: string) => existsSync(markOf(path));
/** Whoever opens it next knows, though SQLite would see it only where it reads. */
export const markDamaged = (path: string) => writeFileSync(markOf(path), '');

/** A damaged file under another name, for who wants to look at it; the last one only. */
export function putAside(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) {
    rmSync(`${path}.aside${suffix}`, { force: true });
    if (existsSync(path + suffix)) renameSync(path + suffix, `${path}.aside${suffix}`);
  }
  rmSync(markOf(path), { force: true });
}

function setPragmas(connection: Connection): void {
  // An order changes a few bytes in many places, and each sends its page to the stick twice: small
  // pages halve what is written. Only a new file takes it.
  connection.pragma('page_size = 1024');
  connection.pragma('journal_mode = WAL');
  connection.pragma('wal_autocheckpoint = 4000'); // pages: 4 MB, so that pages come together
  // An acknowledged commit survives a power cut. The library reopens WAL files with NORMAL,
  // which does not: so it is set at every open, and read back.
  connection.pragma('synchronous = FULL');
  connection.pragma('foreign_keys = ON');
  connection.pragma('busy_timeout = 5000'); // an operator's sqlite3 shell may hold a read lock
  connection.pragma('cell_size_check = ON'); // finds a damaged page before it is written back
  connection.pragma('trusted_schema = OFF'); // a swapped stick brings no functions of its own
  // a work's savepoint keeps what it changes: in memory, not in a file on the card beside the stick
  connection.pragma('temp_store = MEMORY');
  connection.pragma('cache_size = -2000'); // kB; more than that stands in Linux's cache anyway
  connection.pragma('journal_size_limit = 16777216'); // a long read must not leave a huge WAL
  const synchronous = connection.pragma('synchronous', { simple: true });
  const mode = connection.pragma('journal_mode', { simple: true });
  if (synchronous !== 2 || mode !== 'wal') {
    throw new StorageProblem(
      `SQLite took synchronous=${String(synchronous)}, journal_mode=${String(mode)}.`,
    );
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
    if (found !== 'ok') throw new DamagedFile(`${connection.name} is damaged: ${String(found)}.`);
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
