import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import SQLite from 'better-sqlite3';

type Point = { source?: string; seq: number; hash: string };
const CURSORS = 'SELECT * FROM cursor';
const HEAD = 'SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1';

/** The services' files, read from outside while they run or after. */
export function openBooks(folder: string) {
  const services = readdirSync(folder)
    .filter((file) => file.endsWith('.db'))
    .map((file) => basename(file, '.db'));

  /** Several questions to one file: opening it takes longer than most of them. */
  function all(service: string, questions: string[]): unknown[][] {
    const file = new SQLite(join(folder, `${service}.db`), { readonly: true, timeout: 5000 });
    try {
      return questions.map((sql) => file.prepare(sql).all());
    } finally {
      file.close();
    }
  }
  const rows = <T>(service: string, sql: string) => all(service, [sql])[0] as T[];
  return {
    services,
    all,
    rows,
    /** Followers whose cursor is not at their source's head: `orders ← catalog: 3 of 7`. */
    behind(): string[] {
      const files = services.map((service) => {
        const [cursors = [], heads = []] = all(service, [CURSORS, HEAD]) as Point[][];
        return { service, cursors, head: heads[0] ?? { seq: 0, hash: '' } };
      });
      return files.flatMap(({ service, cursors }) =>
        cursors.flatMap(({ source = '', seq, hash }) => {
          // a second follower of a source has a name of its own behind it: `orders drawer`
          const of = files.find((file) => file.service === source.split(' ')[0]);
          const end = of?.head ?? { seq: 0, hash: '' };
          return hash === end.hash ? [] : [`${service} ← ${source}: ${seq} of ${end.seq}`];
        }),
      );
    },
    /** Journals in which an entry does not follow from the one before. */
    brokenChains(): string[] {
      return services.flatMap((service) => {
        let previous = '';
        for (const row of rows<Record<string, string>>(service, 'SELECT * FROM journal')) {
          const { seq, at, actor, type, body, prev_hash, hash } = row;
          const text = [previous, seq, at, actor, type, body].join('\n');
          const expected = createHash('sha256').update(text).digest('hex').slice(0, 32);
          if (prev_hash !== previous || hash !== expected) return [`${service} at ${seq}`];
          previous = hash as string;
        }
        return [];
      });
    },
    /** Files that SQLite itself finds damaged. */
    damaged(): string[] {
      return services.filter((service) => {
        const [found] = rows<{ integrity_check: string }>(service, 'PRAGMA integrity_check');
        return found?.integrity_check !== 'ok';
      });
    },
  };
}
