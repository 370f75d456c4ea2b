import { execFileSync } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { BUNDLES } from '../shared/bundles.ts';

/** Bundles the packages where that was not done. Vite has a process, and memory, of its own. */
export function bundleWhenMissing(): void {
  if (existsSync(BUNDLES)) return;
  const draft = `${BUNDLES}.${process.pid}`;
  const vite = join(createRequire(import.meta.url).resolve('vite/package.json'), '../bin/vite.js');
  const config = join(import.meta.dirname, 'bundle-packages.config.ts');
  const options = ['-c', config, '--configLoader', 'native', '--outDir', draft, '--emptyOutDir'];
  try {
    execFileSync(process.execPath, [vite, 'build', ...options], { stdio: 'pipe' });
    putInPlace(draft);
  } catch (error) {
    const said = String((error as { stderr?: unknown }).stderr ?? error);
    throw new Error(`The packages could not be bundled.\n${said}`, { cause: error });
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Another start may have been faster: those are the same. */
function putInPlace(draft: string): void {
  try {
    renameSync(draft, BUNDLES);
  } catch (error) {
    if (!existsSync(BUNDLES)) throw error;
  }
}
