import { parseArgs } from 'node:util';
import { askHealth } from './health.ts';

/**
 * Waits until the system answers and all its services are ready, as `--version` where it is said.
 * An alarm does not count: a printer without paper is no reason to go back to an older version.
 */

interface Told {
  version: string;
  services: { [name: string]: { status: string; problem?: string } };
}

const LOOK_EVERY_MS = 500;
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8000' },
    version: { type: 'string' },
    within: { type: 'string', default: '180' },
  },
});

/** What is still missing, in words; undefined when nothing is. */
function missing({ version, services }: Told): string | undefined {
  if (values.version && version !== values.version) return `version ${version} answers`;
  const away = Object.entries(services).filter(([, { status }]) => status !== 'ready');
  const told = away.map(([name, { status, problem }]) => `${name} is ${problem ?? status}`);
  return told.length ? told.join('; ').replaceAll('_', ' ') : undefined;
}

async function look(): Promise<string | undefined> {
  const told = await askHealth(Number(values.port));
  return told ? missing(told) : `nobody answers at port ${values.port}`;
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
