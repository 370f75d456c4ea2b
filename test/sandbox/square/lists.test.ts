import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { charge, refusedWith } from './every-square.ts';
import { openLocal } from './local-square.ts';

const place = openLocal();

/** References of the listed payments, page by page. */
async function listed(query: object = {}): Promise<(string | undefined)[]> {
  const found = await place.client.payments.list({ locationId: place.location_id, ...query });
  const all = [];
  for await (const payment of found) all.push(payment.referenceId);
  return all;
}

describe('the list of payments', () => {
  it('has a payment later than it can be read', async () => {
    const hour_ms = 3_600_000; // of Square's clock, so that a slow machine does not matter
    place.square.control.settings({ list_lag_ms: hour_ms });
    const { payment } = await place.client.payments.create(charge(place, { referenceId: 'late' }));
    const paymentId = payment?.id as string;
    assert.deepEqual(await listed(), []);
    assert.equal((await place.client.payments.get({ paymentId })).payment?.id, paymentId);
    place.square.control.travel({ ms: hour_ms });
    assert.deepEqual(await listed(), ['late']);
  });

  it('goes on with a cursor, in either order, and forgets nothing', async () => {
    place.square.control.settings({ list_lag_ms: 0 });
    const names = ['late'];
    for (let i = 1; i <= 5; i++) {
      names.push(`n${i}`);
      place.square.control.reader_payment({ reference_id: `n${i}`, amount: 100 });
    }
    assert.deepEqual(await listed({ limit: 2, sortOrder: 'ASC' }), names);
    assert.deepEqual(await listed({ limit: 4 }), names.toReversed());
    const first = await place.client.payments.list({ locationId: place.location_id, limit: 2 });
    assert.equal(first.data.length, 2);
  });

  it('is of one location, the main one where none is named', async () => {
    const elsewhere = { reference_id: 'elsewhere', amount: 100, location_id: 'ELSEWHERE' };
    place.square.control.reader_payment(elsewhere);
    assert.ok(!(await listed()).includes('elsewhere'));
    assert.ok(!(await listed({ locationId: undefined })).includes('elsewhere'));
    assert.deepEqual(await listed({ locationId: 'ELSEWHERE' }), ['elsewhere']);
  });

  it('is of a span of time', async () => {
    const created_at = '2026-01-05T12:00:00.000Z';
    place.square.control.reader_payment({ reference_id: 'winter', amount: 100, created_at });
    const span = { beginTime: '2026-01-05T00:00:00Z', endTime: '2026-01-06T00:00:00Z' };
    assert.deepEqual(await listed(span), ['winter']);
    assert.ok(!(await listed({ beginTime: '2026-01-06T00:00:00Z' })).includes('winter'));
  });

  it('is refused with a limit, a cursor or a time that cannot be', async () => {
    const { status } = await refusedWith(listed({ limit: 101 }));
    assert.equal(status, 400);
    assert.equal((await refusedWith(listed({ cursor: 'nonsense' }))).code, 'INVALID_CURSOR');
    assert.equal((await refusedWith(listed({ beginTime: 'noon' }))).code, 'INVALID_TIME');
  });
});

describe('the list of refunds', () => {
  it('has what was refunded in the dashboard, by what became of it', async () => {
    const { control } = place.square;
    const { payment_id } = control.reader_payment({ amount: 500 });
    const { refund_id } = control.dashboard_refund({ payment_id, amount: 200 });
    const refunds = async (query: object) =>
      (await place.client.refunds.list(query)).data.map(({ id }) => id);
    assert.deepEqual(await refunds({ status: 'PENDING' }), [refund_id]);
    control.finish_refund({ refund_id });
    assert.deepEqual(await refunds({ status: 'PENDING' }), []);
    assert.deepEqual(await refunds({ locationId: place.location_id }), [refund_id]);
    assert.deepEqual(await refunds({ updatedAtBeginTime: '2100-01-01T00:00:00Z' }), []);
  });
});
