import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, storeFolder } from '#shared/backups.ts';
import type { Manifest } from '#shared/contracts/backups.ts';
import { isBeingRestored, RESTORING } from '#shared/restoring.ts';
import { holdLock, StorageProblem } from '#shared/storage.ts';
import { storeFile } from './pack.ts';
import { type Say, unpackAll } from './prove.ts';
import { lastIdsAt, prepare, unknownChanges } from './restored-file.ts';

const DRAFT = 'restoring';

/** Holds every file, so that no service opens one meanwhile; a sentence where one has. */
export async function withFilesHeld<T>(
  dataDir: string,
  services: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  await makeFolder(dataDir);
  const locks: { close(): unknown }[] = [];
  try {
    for (const service of services) locks.push(holdLock(join(dataDir, `${service}.db.lock`)));
    return await work();
  } catch (error) {
    if (!(error instanceof StorageProblem)) throw error;
    throw new Error('The system is running: stop it first.', { cause: error });
  } finally {
    for (const lock of locks) lock.close();
  }
}

/**
 * Puts the files of a backup in the place of those that are there, which are kept in a folder
 * beside them; answers its path. Until the last file is in its place services refuse to begin, and
 * the same again goes on where a power cut came between.
 */
export async function restore(
  folder: string,
  chosen: Manifest,
  dataDir: string,
  say: Say,
): Promise<string> {
  const draft = join(dataDir, DRAFT);
  const services = chosen.files.map(({ service }) => service);
  rmSync(draft, { recursive: true, force: true });
  await makeFolder(draft);
  try {
    await unpackAll(join(folder, chosen.id), draft, chosen, say);
    const aside = await keptAside(dataDir);
    for (const service of services) {
      say(`preparing ${service}`);
      const path = join(draft, `${service}.db`);
      const [unknown] = unknownChanges(path, service);
      if (unknown) throw new Error(`It was made by a newer version, which knows ${unknown}.`);
      const known = [join(dataDir, `${service}.db`), join(aside, `${service}.db`)].map(lastIdsAt);
      const given = known.find((ids) => ids.size > 0) ?? new Map<string, number>();
      prepare(path, service, chosen.id, given, Date.now() - Date.parse(chosen.made_at));
      await storeFile(path);
    }
    await storeFolder(draft);
    await exchange(dataDir, draft, aside, services);
    return aside;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Where the files that are there go; those of an interrupted restore have one already. */
async function keptAside(dataDir: string): Promise<string> {
  const begun = isBeingRestored(dataDir) && readFileSync(join(dataDir, RESTORING), 'utf8').trim();
  const now = new Date().toISOString().replaceAll(/[-:.]/g, '');
  const aside = begun || join(dataDir, `before-restore-${now}`);
  return aside;
}

async function exchange(
  dataDir: string,
  draft: string,
  aside: string,
  services: readonly string[],
): Promise<void> {
  await makeFolder(aside);
  const mark = join(dataDir, RESTORING);
  writeFileSync(mark, `${aside}\n`, { mode: 0o600 });
  await storeFile(mark);
  await storeFolder(dataDir);
  for (const service of services) {
    for (const name of filesOf(service, dataDir)) {
      const kept = join(aside, name);
      // one that is there already is the old one; what lies here is new, of a try before
      if (existsSync(kept)) rmSync(join(dataDir, name));
      else renameSync(join(dataDir, name), kept);
    }
    renameSync(join(draft, `${service}.db`), join(dataDir, `${service}.db`));
  }
  await storeFolder(aside);
  await storeFolder(dataDir);
  rmSync(mark);
  await storeFolder(dataDir);
}

/** A file with its companions, but for the lock that we hold. */
const filesOf = (service: string, dataDir: string): string[] =>
  readdirSync(dataDir).filter(
    (name) => name.startsWith(`${service}.db`) && name !== `${service}.db.lock`,
  );
