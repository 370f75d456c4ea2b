import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Beside the data while a restore puts files there: some are old then, and some new. */
export const RESTORING = '.restoring';

export const HALF_RESTORED = 'A restore was interrupted: run `pos restore` again.';

export const isBeingRestored = (dataDir: string) => existsSync(join(dataDir, RESTORING));
