import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Config } from './config.ts';

/** At the top of a stick: whose it is. A till's data on another one would be another history. */
export const STICK_ID_FILE = '.pos-stick';
/** Owners end within two seconds after a pull: this, and the time that ending takes. */
const LOOK_EVERY_MS = 500;

/** Where Linux lists the devices that are plugged in, by number. */
const DEVICES = '/sys/dev/block';

type Wanted = Pick<Config, 'POS_REQUIRE_MOUNT' | 'POS_STICK_ID'>;

/** What is wrong with the stick, in words; undefined where the right one is mounted. */
export function stickProblem({ POS_REQUIRE_MOUNT: mount, POS_STICK_ID: id }: Wanted) {
  if (!mount) return undefined;
  const { dev } = statSync(mount);
  if (dev === statSync(dirname(mount)).dev) return `Nothing is mounted at ${mount}.`;
  if (isGone(dev)) return `The stick at ${mount} was pulled out. Put it in again.`;
  if (!id) return undefined;
  const found = readId(join(mount, STICK_ID_FILE));
  if (found === id) return undefined;
  if (found === undefined) {
    return `The stick at ${mount} is not this restaurant's: it has no ${STICK_ID_FILE}.`;
  }
  return `The stick at ${mount} is another one: its ${STICK_ID_FILE} says ${found}, not ${id}.`;
}

/** Throws where there is one that cannot be read: a dying stick is not another restaurant's. */
function readId(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Whether the device of a file system is plugged in no more: a mount outlives its stick, and what
 * was read before can still be read.
 */
export function isGone(dev: number, devices = DEVICES): boolean {
  const major = (dev >>> 8) & 0xfff;
  const minor = (dev & 0xff) | ((dev >>> 12) & 0xfff00);
  if (major === 0 || !existsSync(devices)) return false; // memory or network: never listed
  return !existsSync(join(devices, `${major}:${minor}`));
}

/** Tells once when the right stick is there no more; what it returns ends the looking. */
export function watchStick(config: Wanted, gone: (error: Error) => void): () => void {
  if (!config.POS_REQUIRE_MOUNT) return () => undefined;
  const timer = setInterval(() => {
    const problem = problemNow(config);
    if (!problem) return;
    clearInterval(timer);
    gone(new Error(problem.replace(/\.$/, '')));
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

function problemNow(config: Wanted): string | undefined {
  try {
    return stickProblem(config);
  } catch (error) {
    return `The stick cannot be read: ${(error as Error).message}.`;
  }
}
