import { readFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * With `NODE_OPTIONS=--import=…/slow-pollers.js` payments asks Square by itself once an hour at
 * most: what a test sees before then, a webhook has led to. Plain JavaScript, because npm's own
 * Node loads it too.
 */
const SLOW = {
  'reconciler.ts': ['ROUND_EVERY_MS = 30_000', 'ROUND_EVERY_MS = 3600_000'],
  'card-refund.ts': ['[5_000, 30_000, 2 * MINUTE_MS', '[HOUR_MS, 30_000, 2 * MINUTE_MS'],
  'terminal.ts': ['[2_000, 5_000]', '[3600_000, 3600_000]'],
  'pairing.ts': ['LOOK_EVERY_MS = 5_000', 'LOOK_EVERY_MS = 3600_000'],
};

nodeModule.registerHooks?.({
  load(url, context, next) {
    const [, file] = /\/services\/payments\/([\w-]+\.ts)$/.exec(url) ?? [];
    const [before, after] = SLOW[file] ?? [];
    if (!before) return next(url, context);
    const source = readFileSync(fileURLToPath(url), 'utf8');
    if (!source.includes(before)) throw new Error(`${file} has no: ${before}`);
    const slow = source.replace(before, after);
    return { format: 'module-typescript', source: slow, shortCircuit: true };
  },
});
