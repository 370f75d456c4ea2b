import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import product from '../../package.json' with { type: 'json' };
import { listBackups, makeFolder, storeFolder, writeManifest } from '#shared/backups.ts';
import type { Config } from '#shared/config.ts';
import type { Manifest } from '#shared/contracts/backups.ts';
import { CONTRACTS } from '#shared/contracts/index.ts';
import { stickProblem } from '#shared/stick.ts';
import { deleteFile, holdLock, StorageProblem } from '#shared/storage.ts';
import { closeCut, headIn, headOf, openCut, servicesIn, type Snapshot } from './cut.ts';
import { superfluous } from './keep.ts';
import { copyOf, pack } from './pack.ts';
import { packedName, prove, type Say, SCRATCH } from './prove.ts';
import { fingerprints } from './secrets.ts';

/** Half made: nobody takes it for a backup. */
const DRAFT = '.making-';
/** Who keeps a journal owns something. */
export const OWNERS = CONTRACTS.filter(({ events }) => Object.keys(events).length > 0).map(
  ({ service }) => service,
);

export type Places = Pick<
  Config,
  'POS_DATA_DIR' | 'POS_STATE_DIR' | 'POS_BACKUP_MOST_BYTES' | 'POS_REQUIRE_MOUNT' | 'POS_STICK_ID'
>;

/** Runs alone in the folder of backups; throws a sentence where somebody else is at it. */
export async function alone<T>(folder: string, work: () => Promise<T>): Promise<T> {
  await makeFolder(folder);
  let lock;
  try {
    lock = holdLock(join(folder, '.lock'));
  } catch (error) {
    if (!(error instanceof StorageProblem)) throw error;
    throw new Error(`A backup is being made or verified in ${folder} just now.`, { cause: error });
  }
  try {
    return await work();
  } finally {
    lock.close();
  }
}

/**
 * Makes a backup of all files in a folder of its own, verifies it, and deletes those that are
 * needed no more. Throws a sentence where it could not be made; whether it was proven it says.
 * `onlyIfChanged`: where no journal has grown since the newest, that one says so, and no card is
 * worn by a closed house.
 */
export function makeBackup(
  folder: string,
  places: Places,
  say: Say,
  onlyIfChanged = false,
): Promise<Manifest> {
  return alone(folder, async () => {
    const problem = stickProblem(places);
    if (problem) throw new Error(problem);
    await sweep(folder);
    const [newest] = onlyIfChanged ? await listBackups(folder) : [];
    if (newest && saysAll(newest, places)) return stillStands(folder, newest);
    const made = await prove(folder, await draw(folder, places, say), say);
    await thinOut(folder, places.POS_BACKUP_MOST_BYTES);
    return made;
  });
}

/** Whether one that was proven says all that the house says now. */
function saysAll(newest: Manifest, { POS_DATA_DIR, POS_STATE_DIR }: Places): boolean {
  const { proven_at, version, files, secrets } = newest;
  if (!proven_at || version !== product.version) return false;
  if (servicesIn(POS_DATA_DIR, OWNERS).length !== files.length) return false;
  const grown = files.some(({ service, seq, hash }) => {
    const head = headIn(POS_DATA_DIR, service);
    return head.seq !== seq || head.hash !== hash;
  });
  return !grown && isDeepStrictEqual(fingerprints(POS_STATE_DIR), secrets);
}

async function stillStands(folder: string, newest: Manifest): Promise<Manifest> {
  const after = { ...newest, same_until: new Date().toISOString() };
  await writeManifest(join(folder, newest.id), after);
  return after;
}

/** What a power cut left half made. */
async function sweep(folder: string): Promise<void> {
  const names = await readdir(folder);
  for (const name of names.filter((one) => one.startsWith(DRAFT) || one.startsWith(SCRATCH))) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function draw(folder: string, places: Places, say: Say): Promise<Manifest> {
  const services = servicesIn(places.POS_DATA_DIR, OWNERS);
  if (services.length === 0) throw new Error(`There are no data in ${places.POS_DATA_DIR}.`);
  const made_at = new Date().toISOString();
  const id = made_at.replaceAll(/[-:.]/g, '');
  const draft = join(folder, DRAFT + id);
  await makeFolder(draft);
  const cut = await openCut(places.POS_DATA_DIR, services);
  const files: Manifest['files'] = [];
  try {
    for (const snapshot of cut) {
      say(`copying ${snapshot.service}`);
      files.push(await drawOne(snapshot, draft));
      snapshot.connection.exec('COMMIT'); // its file need remember nothing for us any more
    }
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  } finally {
    closeCut(cut);
  }
  const { version } = product;
  const secrets = fingerprints(places.POS_STATE_DIR);
  const unproven = { proven_at: null, same_until: null, problem: null };
  const drawn = { id, version, made_at, ...unproven, files, secrets };
  await writeManifest(draft, drawn);
  await rename(draft, join(folder, id));
  await storeFolder(folder);
  return drawn;
}

async function drawOne(snapshot: Snapshot, draft: string): Promise<Manifest['files'][number]> {
  const { service, connection } = snapshot;
  const raw = join(draft, `${service}.db`);
  await copyOf(snapshot, raw);
  const packed = await pack(raw, join(draft, packedName(service)));
  deleteFile(raw);
  return { service, ...packed, ...headOf(connection) };
}

async function thinOut(folder: string, most_bytes: number): Promise<void> {
  const backups = (await listBackups(folder)).map(({ id, made_at, proven_at, files }) => ({
    id,
    made_at,
    bytes: files.reduce((all, { bytes }) => all + bytes, 0),
    proven: proven_at !== null,
  }));
  for (const id of superfluous(backups, most_bytes)) {
    // first under a name that is swept: one half deleted is no backup
    await rename(join(folder, id), join(folder, DRAFT + id));
    await rm(join(folder, DRAFT + id), { recursive: true, force: true });
  }
}
