import { parseArgs } from 'node:util';
import { askHealth, missing } from './health.ts';

/**
 * Waits until the system answers and all its services are ready, as `--version` where it is said.
 * An alarm does not count: a printer without paper is no reason to go back to an older version.
 */

const LOOK_EVERY_MS = 500;
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8000' },
    version: { type: 'string' },
    within: { type: 'string', default: '180' },
  },
});

async function look(): Promise<string | undefined> {
  const told = await askHealth(Number(values.port));
  if (!told) return `nobody answers at port ${values.port}`;
  const another = values.version && told.version !== values.version;
  return another ? `version ${told.version} answers` : missing(told);
}

const end = performance.now() + Number(values.within) * 1_000;
let problem = await look();
while (problem && performance.now() < end) {
  await new Promise((again) => setTimeout(again, LOOK_EVERY_MS));
  problem = await look();
}
if (problem) {
  console.error(`Not well after ${values.within} s: ${problem}.`);
  process.exit(1);
}
