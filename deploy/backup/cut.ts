import { existsSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { BEGINNING, type Point } from '#shared/journal.ts';

/** A service's file as it was at one moment, whatever is written meanwhile. */
export interface Snapshot {
  service: string;
  connection: SQLite.Database;
}

/** What is announced takes a millisecond to be heard: a second look is nearly always enough. */
const MOST_LOOKS = 60;
/** A follower that folds anew has no place in its source's history meanwhile. */
const LOOK_AGAIN_MS = 50;

/** Of these services, those that have a file. */
export const servicesIn = (folder: string, services: readonly string[]): string[] =>
  services.filter((service) => existsSync(join(folder, `${service}.db`)));

/** The last entry of a file's journal. */
export function headOf(connection: SQLite.Database): Point {
  const last = 'SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1';
  return connection.prepare<[], Point>(last).get() ?? BEGINNING;
}

export function headIn(folder: string, service: string): Point {
  const connection = new SQLite(join(folder, `${service}.db`), { readonly: true });
  try {
    return headOf(connection);
  } finally {
    connection.close();
  }
}

/**
 * Whose followers have heard of them what they do not say themselves. In a cut there are none:
 * restored, a follower would believe in a sale that never was.
 */
export function behindTheirFollowers(snapshots: readonly Snapshot[]): string[] {
  const files = new Map(snapshots.map(({ service, connection }) => [service, connection]));
  const behind = new Set<string>();
  for (const { connection } of snapshots) {
    const cursors = connection.prepare<[], Point & { source: string }>('SELECT * FROM cursor');
    for (const { source, seq, hash } of cursors.all()) {
      const service = source.split(' ')[0] as string; // a second follower has a name behind it
      const journal = files.get(service);
      if (!journal || seq === 0) continue;
      const known = journal.prepare('SELECT hash FROM journal WHERE seq = ?').pluck().get(seq);
      if (known !== hash) behind.add(service);
    }
  }
  return [...behind];
}

/**
 * The files as they are at one moment of the house: no follower is ahead of its source. Nobody is
 * held up by it: each is read as it was, while it goes on being written.
 */
export async function openCut(folder: string, services: readonly string[]): Promise<Snapshot[]> {
  const snapshots = services.map((service): Snapshot => {
    const connection = new SQLite(join(folder, `${service}.db`), { readonly: true });
    return { service, connection };
  });
  try {
    for (const { connection } of snapshots) hold(connection);
    for (let looks = 0; ; looks++) {
      const behind = behindTheirFollowers(snapshots);
      if (behind.length === 0) return snapshots;
      if (looks === MOST_LOOKS) throw new Error(`What others know of ${behind[0]} it does not say`);
      if (looks > 2) await new Promise((again) => setTimeout(again, LOOK_AGAIN_MS));
      for (const { service, connection } of snapshots) {
        if (!behind.includes(service)) continue;
        connection.exec('COMMIT');
        hold(connection);
      }
    }
  } catch (error) {
    closeCut(snapshots);
    throw error;
  }
}

/** From the first read on, this connection sees nothing newer. */
function hold(connection: SQLite.Database): void {
  connection.exec('BEGIN');
  headOf(connection);
}

export function closeCut(snapshots: readonly Snapshot[]): void {
  for (const { connection } of snapshots) connection.close();
}
