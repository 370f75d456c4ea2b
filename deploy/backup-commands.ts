import { listBackups, readBackup } from '#shared/backups.ts';
import type { Config } from '#shared/config.ts';
import type { Manifest } from '#shared/contracts/backups.ts';
import { alone, makeBackup } from './backup/make.ts';
import { prove } from './backup/prove.ts';
import type { Desk } from './commands.ts';
import { paint } from './paint.ts';
import { slowly } from './progress.ts';

const KB = 1024;

/** The folder of backups: the one that is named, or that of the settings; a sentence without. */
export function folderOf({ config, options }: Pick<Desk, 'options'> & { config: Config }): string {
  const folder = (options.in as string | undefined) ?? config.POS_BACKUP_DIR;
  if (folder) return folder;
  throw new Error('Where? Set POS_BACKUP_DIR to a folder in a second place, or say --in FOLDER.');
}

/** The backup that is meant: by its id, or `latest`. */
export async function chosen(folder: string, id: string): Promise<Manifest> {
  const found = id === 'latest' ? (await listBackups(folder))[0] : await readBackup(folder, id);
  if (found) return found;
  throw new Error(`There is no such backup in ${folder}: see \`pos backup --list\`.`);
}

function state({ proven_at, problem }: Manifest): string {
  if (proven_at) return paint('fine', 'proven');
  return problem ? paint('wrong', 'not proven') : paint('doubtful', 'never verified');
}

const sizeOf = ({ files }: Manifest) => files.reduce((all, { bytes }) => all + bytes, 0);

function lineOf(one: Manifest): string {
  const size = `${Math.ceil(sizeOf(one) / KB)} kB`;
  const made = one.made_at.slice(0, 16).replace('T', ' ');
  return `${one.id}  ${made} UTC  ${size.padStart(12)}  ${state(one)}  ${one.problem ?? ''}`;
}

function judge(found: Manifest, say: Desk['say']): boolean {
  say(lineOf(found).trimEnd());
  return found.proven_at !== null;
}

/** Makes and verifies one; or lists those that there are. */
export async function backUp(desk: Desk): Promise<boolean> {
  const { config, options, say } = desk;
  const folder = folderOf(desk);
  if (!options.list) return judge(await makeBackup(folder, config, slowly(say)), say);
  const all = await listBackups(folder);
  for (const one of all) say(lineOf(one).trimEnd());
  if (all.length === 0) say(`There are none in ${folder}.`);
  return all.length > 0;
}

/** Restores one into a scratch folder and looks it through. */
export async function verify(desk: Desk): Promise<boolean> {
  const folder = folderOf(desk);
  const before = await chosen(folder, desk.args[0] ?? 'latest');
  return judge(await alone(folder, () => prove(folder, before, slowly(desk.say))), desk.say);
}
