import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { makeFolder, writeManifest } from '#shared/backups.ts';
import type { Manifest } from '#shared/contracts/backups.ts';
import { chain, type Row } from '#shared/journal.ts';
import { behindTheirFollowers, headOf, type Snapshot } from './cut.ts';
import { unpack } from './pack.ts';
import { daysThatDiffer } from './refolded.ts';

/** Says what is being done, for whoever waits. */
export type Say = (doing: string) => void;

export const SCRATCH = '.proving-';
export const packedName = (service: string) => `${service}.db.gz`;

/** Unpacks all files of a backup into a folder; throws a sentence where one is not what it was. */
export async function unpackAll(
  from: string,
  to: string,
  { files }: Manifest,
  say: Say,
): Promise<void> {
  for (const { service, ...expected } of files) {
    say(`unpacking ${service}`);
    await unpack(join(from, packedName(service)), join(to, `${service}.db`), expected);
  }
}

/**
 * Restores a backup into a scratch folder and looks it through: each file, each chain of entries,
 * that no follower is ahead, and that the sales add up to each sealed Z. What was found stands in
 * the manifest afterwards, which is answered.
 */
export async function prove(folder: string, before: Manifest, say: Say): Promise<Manifest> {
  const at = join(folder, before.id);
  const scratch = join(folder, `${SCRATCH}${before.id}`);
  await rm(scratch, { recursive: true, force: true });
  await makeFolder(scratch);
  let problem: string | null = null;
  try {
    await unpackAll(at, scratch, before, say);
    problem = look(scratch, before, say);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw error; // it is not the backup's
    problem = (error as Error).message;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  const proven_at = problem ? null : new Date().toISOString();
  const after = { ...before, problem, proven_at };
  await writeManifest(at, after);
  return after;
}

/** The first thing that is wrong, in words. */
function look(scratch: string, { files }: Manifest, say: Say): string | null {
  const opened: Snapshot[] = [];
  try {
    for (const { service, seq, hash } of files) {
      say(`looking through ${service}`);
      const connection = new SQLite(join(scratch, `${service}.db`));
      opened.push({ service, connection });
      const found = damageIn(connection);
      if (found) return `${service} is damaged: ${found}.`;
      const broken = brokenChain(connection);
      if (broken) return `The journal of ${service} is broken at entry ${broken}.`;
      const head = headOf(connection);
      if (head.seq !== seq || head.hash !== hash) return `${service} ends at another entry.`;
    }
    const [behind] = behindTheirFollowers(opened);
    if (behind) return `Others know of ${behind} what it does not say itself.`;
    say('adding the sales up anew');
    const [differs] = daysThatDiffer(opened, scratch);
    return differs ? `${differs}.` : null;
  } finally {
    for (const { connection } of opened) connection.close();
  }
}

function damageIn(connection: SQLite.Database): string | undefined {
  const found = connection.pragma('integrity_check(1)', { simple: true }) as string;
  if (found !== 'ok') return found;
  const [loose] = connection.pragma('foreign_key_check') as { table: string }[];
  return loose && `a row of ${loose.table} belongs to one that is not there`;
}

/** The number of the first entry that does not follow from the one before. */
export function brokenChain(connection: SQLite.Database): number | undefined {
  let [seq, previous] = [0, ''];
  for (const row of connection.prepare<[], Row>('SELECT * FROM journal ORDER BY seq').iterate()) {
    const follows = row.seq === ++seq && row.prev_hash === previous && row.hash === chain(row);
    if (!follows) return row.seq;
    previous = row.hash;
  }
  return undefined;
}
