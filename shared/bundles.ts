import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Packages of hundreds of files: finding these takes longer than running them. */
export const PACKAGES = ['mqtt', 'square', 'zod'] as const;
type Name = (typeof PACKAGES)[number];

const MODULES = join(import.meta.dirname, '../node_modules');
export const folderOf = (name: Name) => join(MODULES, name);

const manifests = PACKAGES.map((name) => {
  const text = readFileSync(join(folderOf(name), 'package.json'), 'utf8');
  return JSON.parse(text) as { name: string; version: string };
});
/** Each of them in one file, of just these versions, as `deploy/` makes it; beside the packages. */
export const BUNDLES = join(
  MODULES,
  '.cache',
  manifests.map(({ name, version }) => `${name}-${version}`).join('+'),
);
export const bundleOf = (name: Name) => join(BUNDLES, `${name}.mjs`);
