import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { SquareClient } from 'square';
import { type Place, waiter } from './every-square.ts';
import { type LocalSquare, startSquare } from './square.ts';

/** A local Square for the tests of one file, and a client; asserts that it never broke its form. */
export function openLocal(settings: Parameters<typeof startSquare>[0] = {}) {
  const open = {} as Place & { square: LocalSquare };
  before(async () => {
    const square = await startSquare(settings);
    const { url, access_token, location_id } = square;
    const client = new SquareClient({ token: access_token, baseUrl: url, maxRetries: 0 });
    Object.assign(open, { square, client, location_id, currency: 'USD', wait: waiter('local') });
  });
  after(async () => {
    await open.square.close();
    assert.deepEqual(open.square.violations(), []);
  });
  return open;
}
