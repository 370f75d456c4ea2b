import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';

const HERE = import.meta.dirname;
/** The bundled pages; git does not know them. */
const BUNDLED = join(HERE, 'bundled');
/** In there: what they were made of. */
const MADE_OF = 'made-of.sha256';
/** Starts that come here at the same moment take turns so often. */
const MOST_TRIES = 20;

/**
 * Bundles the screens' pages when their sources, or the packages that they import, are not those
 * that `bundled/` was made of. Vite runs in a process of its own: the one that stays needs none
 * of its memory.
 */
export function bundleWhenStale(): void {
  const sources = hashOfSources();
  if (existsSync(BUNDLED) && readMadeOf() === sources) return;
  const draft = `${BUNDLED}.${process.pid}`;
  const vite = createRequire(import.meta.url).resolve('vite/package.json');
  const options = ['--configLoader', 'native', '--outDir', draft, '--emptyOutDir'];
  try {
    const args = [join(vite, '../bin/vite.js'), 'build', HERE, ...options];
    execFileSync(process.execPath, args, { stdio: 'pipe' });
    writeFileSync(join(draft, MADE_OF), sources);
    putInPlace(draft);
  } catch (error) {
    const said = String((error as { stderr?: unknown }).stderr ?? error);
    throw new Error(`The pages of the screens could not be bundled.\n${said}`, { cause: error });
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function readMadeOf(): string | undefined {
  const path = join(BUNDLED, MADE_OF);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function hashOfSources(): string {
  const rooms = ['display', 'kitchen', 'board', 'shared'].flatMap((room) =>
    readdirSync(join(HERE, room), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((file) => relative(HERE, join(file.parentPath, file.name))),
  );
  const lock = '../../../package-lock.json'; // a new version of a package is a new page
  const hash = createHash('sha256');
  for (const name of [...rooms.sort(), 'vite.config.ts', lock]) {
    hash.update(`${name}\0`).update(readFileSync(join(HERE, name)));
  }
  return hash.digest('hex');
}

/** A folder cannot be put over a full one: that one is moved away first. */
function putInPlace(draft: string): void {
  for (let tries = 1; existsSync(draft); tries++) {
    try {
      renameSync(draft, BUNDLED);
    } catch (error) {
      if (tries === MOST_TRIES) throw error;
      moveAway(`${draft}.old`);
    }
  }
}

function moveAway(to: string): void {
  try {
    renameSync(BUNDLED, to);
    rmSync(to, { recursive: true, force: true });
  } catch (error) {
    // another start has just moved it
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
