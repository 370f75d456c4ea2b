import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { bundleOf, BUNDLES, PACKAGES } from '../shared/bundles.ts';

/**
 * Every process imports this first: packages of many files are loaded from what
 * `bundle-packages.ts` made of each, in less time and memory; where it did not, as ever.
 */
const bundles = new Map(
  PACKAGES.filter((name) => name !== 'square') // payments alone asks for it, when it is configured
    .map((name) => [name as string, pathToFileURL(bundleOf(name)).href]),
);
if (existsSync(BUNDLES)) {
  registerHooks({
    resolve(name, context, next) {
      // a bundle is a module: what requires a package would get another thing than it expects
      const url = context.conditions.includes('import') ? bundles.get(name) : undefined;
      return url ? { url, format: 'module', shortCircuit: true } : next(name, context);
    },
  });
}
