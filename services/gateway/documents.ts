import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const DOCS = join(import.meta.dirname, '../../docs');

/**
 * A document as it stands in `docs/`, which a test holds to the contracts. It is read when somebody
 * asks: to make both at each start took a third of the gateway's time to be ready.
 */
export async function documentOf(name: 'openapi' | 'asyncapi'): Promise<Record<string, unknown>> {
  const text = await readFile(join(DOCS, `${name}.json`), 'utf8');
  return JSON.parse(text) as Record<string, unknown>;
}
