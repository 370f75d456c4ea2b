import { existsSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import type { Manifest } from '#shared/contracts/backups.ts';
import { headOf } from './backup/cut.ts';
import { OWNERS } from './backup/make.ts';
import { restore, withFilesHeld } from './backup/restore.ts';
import { fingerprints } from './backup/secrets.ts';
import { chosen, folderOf } from './backup-commands.ts';
import type { Desk } from './commands.ts';
import { restoreSecrets } from './export-command.ts';
import { pm2Home, somebodyAt } from './machine.ts';
import { slowly } from './progress.ts';
import { agreed } from './prompt.ts';
import { inWords } from './status.ts';

/** A sentence where the system runs: it would write into files that are taken away. */
export async function mustBeStopped({ config }: Pick<Desk, 'config'>): Promise<void> {
  const running = await somebodyAt(join(pm2Home(config), 'rpc.sock'));
  if (running) throw new Error('The system is running: stop it first.');
}

/** Puts a backup in the place of what is there, when the operator has heard what that means. */
export async function restoreCommand(desk: Desk): Promise<boolean> {
  const { config, args, options, say } = desk;
  if (options.secrets) return restoreSecrets(desk);
  const [id] = args;
  if (!id) throw new Error('Which one? `pos backup --list` lists them; `latest` is the newest.');
  const folder = folderOf(desk);
  const whole = await chosen(folder, id);
  const wanted = onlyWanted(whole, options.only as string | undefined);
  await mustBeStopped(desk);
  return withFilesHeld(config.POS_DATA_DIR, OWNERS, async () => {
    for (const line of plan(wanted, desk)) say(line);
    if (!options.yes && !(await agreed('Restore it?'))) {
      throw new Error('Nothing was done: say yes, or --yes.');
    }
    const aside = await restore(folder, wanted, config.POS_DATA_DIR, slowly(say));
    say(`Restored. What was there before is in ${aside}.`);
    say('Start the system, and look at `pos doctor`.');
    return true;
  });
}

function onlyWanted(whole: Manifest, only: string | undefined): Manifest {
  if (!only) return whole;
  const files = whole.files.filter(({ service }) => service === only);
  if (files.length > 0) return { ...whole, files };
  const names = whole.files.map(({ service }) => service).join(', ');
  throw new Error(`There is nothing of ${only} in it: ${names}.`);
}

/** What will be done, in words. */
function plan(wanted: Manifest, { config }: Desk): string[] {
  const age = inWords(Math.max(0, (Date.now() - Date.parse(wanted.made_at)) / 1000));
  const isProven = wanted.proven_at
    ? 'It was proven.'
    : `It is NOT proven. ${wanted.problem ?? ''}`;
  const here = fingerprints(config.POS_STATE_DIR);
  const others = Object.keys(wanted.secrets).filter((name) => wanted.secrets[name] !== here[name]);
  return [
    `Backup ${wanted.id}, made ${age} ago by version ${wanted.version}. ${isProven.trimEnd()}`,
    `Into ${config.POS_DATA_DIR}; what is there is kept in a folder beside it.`,
    ...wanted.files.map((file) => `  ${lossOf(file, config.POS_DATA_DIR)}`),
    'New orders, payments and people get numbers of 1,000 and more beyond the last ones known.',
    'Everybody logs in again. What was still to be printed is held for staff to look at.',
    ...(others.length === 0
      ? []
      : [
          `Its secrets are others (${others.join(', ')}): without them no PIN is right, and`,
          'Square has to be connected again. Bring them first: pos restore --secrets FILE.',
        ]),
  ];
}

function lossOf({ service, seq }: Manifest['files'][number], dataDir: string): string {
  const to = `${service}: to entry ${seq} of its journal`;
  const path = join(dataDir, `${service}.db`);
  if (!existsSync(path)) return `${to}; there is no file now`;
  try {
    const connection = new SQLite(path, { fileMustExist: true });
    const now = headOf(connection).seq;
    connection.close();
    return now > seq ? `${to}; ${now - seq} that came later are lost` : `${to}, as it is now`;
  } catch {
    return `${to}; the file that is there cannot be read`;
  }
}
