import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { bundleOf, BUNDLES } from '../shared/bundles.ts';

/**
 * Every process imports this first: what all of them need is loaded from the one file that
 * `bundle-packages.ts` made of each package, in less time and memory; where it did not, as ever.
 */
const bundles = new Map(
  (['mqtt', 'zod'] as const).map((name) => [name as string, pathToFileURL(bundleOf(name)).href]),
);
if (existsSync(BUNDLES)) {
  registerHooks({
    resolve(name, context, next) {
      const url = bundles.get(name);
      return url ? { url, format: 'module', shortCircuit: true } : next(name, context);
    },
  });
}
