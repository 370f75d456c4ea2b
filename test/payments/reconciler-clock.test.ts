import assert from 'node:assert/strict';
import { after, describe, it, mock } from 'node:test';
import { openReconciler } from '../../services/payments/reconciler.ts';

const MINUTE_MS = 60_000;
const ROUND_MS = 30_000;
const BEGAN_MS = Date.parse('2026-06-01T12:00:00Z');
const ended = { created_at: new Date(BEGAN_MS).toISOString(), square_payment_id: null };

let now_ms = BEGAN_MS + MINUTE_MS;
mock.method(Date, 'now', () => now_ms);
mock.timers.enable({ apis: ['setInterval'] });
after(() => mock.timers.reset());

/** From when on Square's list was read, round after round. */
const sweeps: number[] = [];
const reconciler = openReconciler({
  square: {
    isConfigured: () => true,
    since(at: string) {
      sweeps.push(Date.parse(at));
      return Promise.resolve([]);
    },
  },
  attempts: { open: () => [], endedSince: () => [ended] },
  alarms: { clear: () => Promise.resolve() },
  charging: { isBusy: () => false },
  capturing: { captureDue: () => Promise.resolve() },
  log: { error: (problem: unknown) => assert.fail(JSON.stringify(problem)) },
} as unknown as Parameters<typeof openReconciler>[0]);
after(() => reconciler.stop());

const settled = () => new Promise((over) => setImmediate(over));
/** The next round, with the clock ahead of the time by so much. */
async function round(ahead_ms: number): Promise<number> {
  now_ms += ROUND_MS + ahead_ms - wasAhead_ms;
  wasAhead_ms = ahead_ms;
  sweeps.length = 0;
  mock.timers.tick(ROUND_MS);
  await settled();
  return sweeps[0] as number;
}
let wasAhead_ms = 0;

describe('a card that turns up after its attempt was given up', () => {
  it('is looked for from some minutes before the round before on', async () => {
    await settled();
    for (let i = 0; i < 60; i++) await round(0);
    assert.ok((await round(0)) > BEGAN_MS + 15 * MINUTE_MS);
  });

  it('is looked for where it may be, after rounds of a clock that was two days ahead', async () => {
    for (let i = 0; i < 60; i++) await round(48 * 60 * MINUTE_MS);
    assert.ok((await round(0)) <= BEGAN_MS);
  });
});
