import { readFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';
import { MESSAGES } from './mutants/messages.js';
import { RESTAURANT } from './mutants/restaurant.js';
import { STORAGE } from './mutants/storage.js';

/**
 * Guarantees that can be taken away, so that a test can be seen to miss them: with
 * `NODE_OPTIONS=--import=…/mutants.js` and `POS_MUTANT=<name>` the named file is loaded with one
 * piece of its text replaced. Plain JavaScript, because npm's own Node loads it too.
 */
export const MUTANTS = { ...STORAGE, ...MESSAGES, ...RESTAURANT };

const mutant = MUTANTS[process.env.POS_MUTANT ?? ''];
if (mutant && nodeModule.registerHooks) {
  nodeModule.registerHooks({
    load(url, context, next) {
      if (!url.endsWith(`/${mutant.file}`)) return next(url, context);
      let source = readFileSync(fileURLToPath(url), 'utf8');
      for (const [before, after] of mutant.changes) {
        if (!source.includes(before)) throw new Error(`${mutant.file} has no: ${before}`);
        source = source.replace(before, after);
      }
      return { format: 'module-typescript', source, shortCircuit: true };
    },
  });
}
