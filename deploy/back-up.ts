import { setPriority } from 'node:os';
import { readBackup } from '#shared/backups.ts';
import { alone, makeBackup, type Places } from './backup/make.ts';
import { prove } from './backup/prove.ts';

/**
 * What the gateway starts every quarter of an hour, as a process of its own: makes a backup and
 * verifies it, or verifies the one that is named. Says to its parent what became of it.
 */

interface Order extends Places {
  POS_BACKUP_DIR: string;
  verifies?: string;
  onlyIfChanged?: boolean;
}

/** After everybody else: an order never waits for it. */
setPriority(19);
process.umask(0o077);
process.on('disconnect', () => process.exit(1)); // who would hear of it is gone

const order = JSON.parse(process.argv[2] ?? '{}') as Order;
try {
  const { POS_BACKUP_DIR: folder, verifies, onlyIfChanged } = order;
  const { problem } = verifies
    ? await alone(folder, () => verify(folder, verifies))
    : await makeBackup(folder, order, () => undefined, onlyIfChanged);
  tell(problem);
} catch (error) {
  tell((error as Error).message);
}

async function verify(folder: string, name: string) {
  const before = await readBackup(folder, name);
  if (!before) throw new Error(`There is no backup ${name}.`);
  return prove(folder, before, () => undefined);
}

function tell(problem: string | null): void {
  process.send?.({ problem }, () => process.exit(problem ? 1 : 0));
}
