import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it, mock } from 'node:test';
import { cents } from '#shared/contracts/money.ts';
import { type Connection, openFile } from '#shared/storage.ts';
import type { StoredRefund } from '../../services/payments/card-refund.ts';
import { openRefundStore } from '../../services/payments/refund-store.ts';
import { openRefunding } from '../../services/payments/refunding.ts';
import { ROOT } from '../support/sources.ts';

const HOUR_MS = 3600_000;
const NOW_MS = Date.parse('2026-06-01T12:00:00Z');
const dir = mkdtempSync(join(tmpdir(), 'pos-refund-clock-'));
const connection: Connection = openFile(
  join(dir, 'payments.db'),
  join(ROOT, 'services/payments/migrations'),
);
const refunds = openRefundStore(connection);
mock.timers.enable({ apis: ['Date'], now: NOW_MS });
after(() => {
  mock.timers.reset();
  connection.close();
  rmSync(dir, { recursive: true });
});

const asked: number[] = [];
/** What happens while Square is asked. */
let meanwhile = () => {};
/** Square takes its time: it says of each that it is under way. */
const refunding = openRefunding({
  refunds,
  database: {
    transact: <T>(work: () => T) => Promise.resolve(work()),
    afterCommit: (then: () => void) => then(),
  },
  alarms: { clear: () => Promise.resolve(), raise: () => Promise.resolve() },
  log: { error: (problem: unknown) => assert.fail(JSON.stringify(problem)) },
  ask: (row: StoredRefund) => {
    asked.push(row.id);
    meanwhile();
    return Promise.resolve({ ...row, status: 'pending' as const });
  },
} as unknown as Parameters<typeof openRefunding>[0]);

/** All that is due has been asked about when nothing is left in the queue of promises. */
async function begin(): Promise<number[]> {
  asked.length = 0;
  refunding.begin();
  await new Promise((over) => setImmediate(over));
  return asked;
}
function add(payment_id: number, at_ms: number): void {
  refunds.add({
    refund_id: payment_id,
    payment_id,
    square_payment_id: null,
    order_id: 1,
    amount: cents(100),
    requested_at: new Date(at_ms).toISOString(),
  });
}

describe('a refund, when the clock jumps', () => {
  it('is asked for at once, though it was written down two days ahead', async () => {
    add(1, NOW_MS + 48 * HOUR_MS);
    assert.deepEqual(await begin(), [1]);
    assert.deepEqual(await begin(), [], 'and not again before its time');
  });

  it('does not wait for a time of a clock that was ahead', async () => {
    mock.timers.setTime(NOW_MS + 9 * HOUR_MS);
    assert.deepEqual(await begin(), [1]);
    mock.timers.setTime(NOW_MS);
    assert.deepEqual(await begin(), [1]);
    assert.deepEqual(await begin(), []);
  });

  it('does not wait for one that was ahead only while Square was asked', async () => {
    meanwhile = () => mock.timers.setTime(NOW_MS + 48 * HOUR_MS);
    add(2, NOW_MS);
    assert.deepEqual(await begin(), [2, 1], 'two days on, the other is due as well');
    meanwhile = () => {};
    mock.timers.setTime(NOW_MS + 2000);
    assert.deepEqual(await begin(), [1, 2]);
    assert.deepEqual(await begin(), []);
    refunding.stop();
  });
});
