import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Packages of many files: finding these takes longer than running them. Of those that are CommonJS
 * a bundle has the default export only, so nothing else of them is imported.
 */
export const PACKAGES = [
  'aedes',
  'bonjour-service',
  'express',
  'mqtt',
  'node-thermal-printer',
  'pino',
  'rate-limiter-flexible',
  'square',
  'temporal-polyfill',
  'ws',
  'zod',
] as const;
type Name = (typeof PACKAGES)[number];

const MODULES = join(import.meta.dirname, '../node_modules');
export const folderOf = (name: Name) => join(MODULES, name);

const manifests = PACKAGES.map((name) => {
  const text = readFileSync(join(folderOf(name), 'package.json'), 'utf8');
  const { version } = JSON.parse(text) as { version: string };
  return [name, version];
});
const versions = createHash('sha256').update(JSON.stringify(manifests)).digest('hex').slice(0, 16);
/** Each of them in one file, of just these versions, as `deploy/` makes it; beside the packages. */
export const BUNDLES = join(MODULES, '.cache', `bundles-${versions}`);
export const bundleOf = (name: Name) => join(BUNDLES, `${name}.mjs`);
