import { execFileSync } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { BUNDLED, SQUARE } from '../services/payments/sdk.ts';

/** Bundles Square's SDK where that was not done. Vite has a process, and memory, of its own. */
export function bundleWhenMissing(): void {
  if (existsSync(BUNDLED)) return;
  const draft = `${BUNDLED}.${process.pid}`;
  const vite = join(createRequire(import.meta.url).resolve('vite/package.json'), '../bin/vite.js');
  const config = [
    '-c',
    join(import.meta.dirname, 'square-bundle.config.ts'),
    '--configLoader',
    'native',
  ];
  const options = ['--ssr', 'index.js', '--outDir', draft, '--emptyOutDir', ...config];
  try {
    execFileSync(process.execPath, [vite, 'build', SQUARE, ...options], { stdio: 'pipe' });
    renameSync(join(draft, 'index.mjs'), BUNDLED);
  } catch (error) {
    const said = String((error as { stderr?: unknown }).stderr ?? error);
    throw new Error(`Square's SDK could not be bundled.\n${said}`, { cause: error });
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
