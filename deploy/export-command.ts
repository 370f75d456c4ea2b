import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LEAST_PASSPHRASE, readSecrets, seal, type Secrets, unseal } from './backup/secrets.ts';
import { OWNERS } from './backup/make.ts';
import { withFilesHeld } from './backup/restore.ts';
import type { Desk } from './commands.ts';
import { agreed, secretly } from './prompt.ts';

/** Writes keys and pepper into a file that only a passphrase opens. */
export async function exportSecrets({ config, args, say }: Desk): Promise<boolean> {
  const [name] = args;
  if (!name) throw new Error('Into which file? Keep it apart from the backups of the data.');
  const path = resolve(name);
  if (existsSync(path)) throw new Error(`${path} is there already.`);
  const secrets = readSecrets(config.POS_STATE_DIR);
  const names = Object.keys(secrets);
  if (names.length === 0) throw new Error(`There are no secrets in ${config.POS_STATE_DIR} yet.`);
  const passphrase = await secretly('A passphrase for it', true);
  if (passphrase.length < LEAST_PASSPHRASE) {
    throw new Error(`A passphrase has ${LEAST_PASSPHRASE} characters at least.`);
  }
  store(path, seal(secrets, passphrase));
  say(`${names.join(', ')} are in ${path}. Without the passphrase nobody can open it.`);
  return true;
}

/** The way back: takes the secrets out of such a file, and keeps others that are there aside. */
export async function restoreSecrets({ config, args, options, say }: Desk): Promise<boolean> {
  if (args.length > 0) throw new Error('Data and secrets are restored one after the other.');
  const text = readFileSync(options.secrets as string, 'utf8');
  const secrets = unseal(text, await secretly('Its passphrase', false));
  const [there, folder] = [
    readSecrets(config.POS_STATE_DIR),
    join(config.POS_STATE_DIR, 'secrets'),
  ];
  const other = Object.keys(there).filter((name) => !isSame(there, secrets, name));
  return withFilesHeld(config.POS_DATA_DIR, OWNERS, async () => {
    if (other.length > 0) {
      say(`There are others in ${folder}: ${other.join(', ')}. They will be kept beside it.`);
      if (!options.yes && !(await agreed('Replace them?'))) {
        throw new Error('Nothing was done: say yes, or --yes.');
      }
      renameSync(folder, `${folder}-before-${new Date().toISOString().replaceAll(/[-:.]/g, '')}`);
    }
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const [name, secret] of Object.entries(secrets)) store(join(folder, name), secret);
    say(`${Object.keys(secrets).join(', ')} are in ${folder}.`);
    return true;
  });
}

/** One that the file does not know is another: it was made since, by a system without these. */
const isSame = (there: Secrets, wanted: Secrets, name: string) =>
  wanted[name]?.equals(there[name] as Buffer) ?? false;

function store(path: string, content: string | Buffer): void {
  const draft = openSync(`${path}.draft`, 'w', 0o600);
  try {
    writeFileSync(draft, content);
    fsyncSync(draft);
  } finally {
    closeSync(draft);
  }
  renameSync(`${path}.draft`, path);
}
