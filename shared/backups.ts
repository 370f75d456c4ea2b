import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { backupId, type Manifest, manifest } from './contracts/backups.ts';

const MANIFEST = 'manifest.json';

/** The backups in a folder, newest first. What is half made has another name, and is not there. */
export async function listBackups(folder: string): Promise<Manifest[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []; // none was made so far
    throw error;
  });
  const ids = names.filter((name) => backupId.safeParse(name).success).sort();
  const found = await Promise.all(ids.toReversed().map((id) => readBackup(folder, id)));
  return found.filter((one) => one !== undefined);
}

/** Undefined where there is none, or where nobody can read what it says of itself. */
export async function readBackup(folder: string, id: string): Promise<Manifest | undefined> {
  if (!backupId.safeParse(id).success) return undefined;
  try {
    const said = JSON.parse(await readFile(join(folder, id, MANIFEST), 'utf8')) as unknown;
    return manifest.parse(said);
  } catch {
    return undefined;
  }
}

/** Whole and stored, or not there: beside the files of the backup, in `at`. */
export async function writeManifest(at: string, said: Manifest): Promise<void> {
  const path = join(at, MANIFEST);
  const draft = await open(`${path}.draft`, 'w', 0o600);
  try {
    await draft.writeFile(JSON.stringify(said, null, 2));
    await draft.sync();
  } finally {
    await draft.close();
  }
  await rename(`${path}.draft`, path);
  await storeFolder(at);
}

/** Makes what was renamed in a folder outlive a power cut. */
export async function storeFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
}
