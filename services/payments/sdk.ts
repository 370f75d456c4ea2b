import { existsSync } from 'node:fs';
import { bundleOf } from '#shared/bundles.ts';

type Sdk = typeof import('square');

/**
 * Square's SDK. From its own 3,600 files it is loaded in three times the time, and a payments that
 * was started anew takes no card meanwhile.
 */
export async function loadSdk(): Promise<Sdk> {
  const bundle = bundleOf('square');
  if (!existsSync(bundle)) return import('square');
  const { default: sdk } = (await import(bundle)) as { default: Sdk };
  return sdk;
}
