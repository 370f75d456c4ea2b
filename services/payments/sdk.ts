import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

type Sdk = typeof import('square');

/** The folder of the SDK. */
export const SQUARE = fileURLToPath(new URL('.', import.meta.resolve('square')));
const { version } = JSON.parse(readFileSync(join(SQUARE, 'package.json'), 'utf8')) as {
  version: string;
};
/** All of it in one file, as `deploy/` makes it; it goes where node_modules goes. */
export const BUNDLED = join(SQUARE, `../.cache/square-${version}.mjs`);

/**
 * Square's SDK. From its own 3,600 files it is loaded in three times the time, and a payments that
 * was started anew takes no card meanwhile.
 */
export async function loadSdk(): Promise<Sdk> {
  if (!existsSync(BUNDLED)) return import('square');
  const { default: sdk } = (await import(BUNDLED)) as { default: Sdk };
  return sdk;
}
