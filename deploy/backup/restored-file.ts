import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';

const SERVICES = join(import.meta.dirname, '../../services');
/** Ids given after the backup are on paper and in people's heads: far more than a day's. */
const IDS_SKIPPED = 1_000;
const DAY_MS = 24 * 3600_000;
/** The journal counts without a gap, and its hashes tell its entries from those that are lost. */
const WITHOUT_GAPS = ['journal', 'z_report'];

/** The last id that each table of a file has given. */
type LastIds = ReadonlyMap<string, number>;

/** Tables whose ids are given once and never again. */
function countersOf(connection: SQLite.Database): string[] {
  const counted = `SELECT name FROM sqlite_master WHERE type = 'table'
    AND sql LIKE '%AUTOINCREMENT%'`;
  const names = connection.prepare<[], string>(counted).pluck().all();
  return names.filter((name) => !WITHOUT_GAPS.includes(name));
}

function lastIds(connection: SQLite.Database): LastIds {
  const rows = connection.prepare<[], { name: string; seq: number }>(
    'SELECT name, seq FROM sqlite_sequence',
  );
  return new Map(rows.all().map(({ name, seq }) => [name, seq]));
}

/** Of a file that is to be replaced; none where it is lost or nobody can read it. */
export function lastIdsAt(path: string): LastIds {
  if (!existsSync(path)) return new Map();
  try {
    const connection = new SQLite(path, { fileMustExist: true });
    try {
      return lastIds(connection);
    } finally {
      connection.close();
    }
  } catch {
    return new Map(); // that is why there is a backup
  }
}

/**
 * Makes an unpacked file ready to be gone on with: no id is given again, a thousand beyond the last
 * one that is known here, and for each day since the backup a thousand beyond the last one in it;
 * and what the service wants done (`restored.sql`).
 */
export function prepare(
  path: string,
  service: string,
  id: string,
  given: LastIds,
  age_ms: number,
): void {
  const connection = new SQLite(path, { fileMustExist: true });
  try {
    connection.pragma('synchronous = FULL');
    const skipped = IDS_SKIPPED * (1 + Math.max(0, Math.floor(age_ms / DAY_MS)));
    const before = lastIds(connection);
    const forget = connection.prepare('DELETE FROM sqlite_sequence WHERE name = ?');
    const count = connection.prepare('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)');
    connection.transaction(() => {
      for (const table of countersOf(connection)) {
        const now = (given.get(table) ?? 0) + IDS_SKIPPED;
        forget.run(table);
        count.run(table, Math.max((before.get(table) ?? 0) + skipped, now));
      }
      connection.prepare("REPLACE INTO meta VALUES ('restored', ?)").run(id);
      const wanted = join(SERVICES, service, 'restored.sql');
      if (existsSync(wanted)) connection.exec(readFileSync(wanted, 'utf8'));
    })();
    connection.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    connection.close();
  }
}

/** Changes of the file's layout that this program does not know: it is of a newer one. */
export function unknownChanges(path: string, service: string): string[] {
  const connection = new SQLite(path, { fileMustExist: true });
  try {
    const applied = connection.prepare<[], string>('SELECT name FROM migration').pluck().all();
    return applied.filter((name) => {
      const [of, file = ''] = name.split('/');
      const shared = join(SERVICES, '../shared/migrations', file);
      return !existsSync(of === service ? join(SERVICES, service, 'migrations', file) : shared);
    });
  } finally {
    connection.close();
  }
}
