import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { SquareError } from 'square';
import { charge, refusal } from './every-square.ts';
import type { Fault } from './faults.ts';
import { openLocal } from './local-square.ts';

const place = openLocal();
let orders = 0;

/** Charges once while something goes wrong, then again with the same key. */
async function chargeWith(fault: Omit<Fault, 'endpoint'>, timeout_ms = 10_000) {
  place.square.control.fault({ endpoint: 'CreatePayment', ...fault });
  const referenceId = `order ${++orders}`;
  const request = charge(place, { referenceId });
  // where the connection breaks the SDK forgets its own timer, which keeps the test running
  const options = { abortSignal: AbortSignal.timeout(timeout_ms), timeoutInSeconds: 1 };
  const first: unknown = await place.client.payments
    .create(request, options)
    .catch((error: unknown) => error);
  const taken = place.square.ledger.captured(referenceId);
  const { payment } = await place.client.payments.create(request);
  assert.equal(payment?.status, 'COMPLETED');
  assert.equal(place.square.ledger.captured(referenceId), 1000, 'charged twice, or never');
  return { first, taken };
}

describe('what goes wrong on the way', () => {
  afterEach(() => place.square.control.clear_faults());

  it('loses a request: nothing is taken', async () => {
    const { first, taken } = await chargeWith({ how: 'request_lost' });
    assert.ok(first instanceof SquareError);
    assert.equal(first.statusCode, undefined);
    assert.equal(taken, 0);
  });

  it('loses an answer: the money is taken, and taken once', async () => {
    const { first, taken } = await chargeWith({ how: 'answer_lost' });
    assert.ok(first instanceof SquareError);
    assert.equal(first.statusCode, undefined);
    assert.equal(taken, 1000);
  });

  it('stalls in the middle of an answer, which only a deadline of one’s own ends', async () => {
    const { first, taken } = await chargeWith({ how: 'stalled_body' }, 200);
    assert.ok(first instanceof SquareError);
    assert.equal((first.cause as Error).name, 'TimeoutError');
    assert.equal(taken, 1000);
  });

  it('answers with somebody else’s page, which the SDK takes for an answer', async () => {
    const { first, taken } = await chargeWith({ how: 'html' });
    assert.ok(!(first instanceof Error), String(first));
    assert.equal((first as { payment?: object }).payment, undefined);
    assert.equal(taken, 0);
  });

  it('answers with nothing, which is no error of Square’s', async () => {
    const { first, taken } = await chargeWith({ how: 'empty' });
    assert.ok(first instanceof Error && !(first instanceof SquareError));
    assert.equal(taken, 1000);
  });

  for (const [status, category] of [
    [500, 'API_ERROR'],
    [503, 'API_ERROR'],
    [429, 'RATE_LIMIT_ERROR'],
  ] as const) {
    it(`is ${status}, with the money taken or not`, async () => {
      for (const processed of [false, true]) {
        const { first, taken } = await chargeWith({ how: 'status', status, processed });
        assert.ok(first instanceof SquareError);
        assert.equal(first.statusCode, status);
        assert.equal(first.errors[0]?.category, category);
        assert.equal(taken, processed ? 1000 : 0);
      }
    });
  }

  it('says when to come again, and is over after so many times', async () => {
    const fault = { how: 'status', status: 429, retry_after_s: 7, times: 2 } as const;
    place.square.control.fault({ endpoint: '*', ...fault });
    for (const _ of [1, 2]) {
      const { rawResponse } = await refusal(place.client.locations.list());
      assert.equal(rawResponse?.headers.get('retry-after'), '7');
    }
    assert.equal((await place.client.locations.list()).locations?.length, 1);
  });

  it('is late: the money is taken by then', async () => {
    const { first, taken } = await chargeWith({ how: 'late', latency_ms: 2000 }, 200);
    assert.ok(first instanceof SquareError);
    assert.equal(taken, 1000);
  });

  it('is a token that has run out or was taken back, for one request', async () => {
    for (const how of ['token_expired', 'token_revoked'] as const) {
      const { first, taken } = await chargeWith({ how });
      assert.ok(first instanceof SquareError);
      const code = how === 'token_expired' ? 'ACCESS_TOKEN_EXPIRED' : 'ACCESS_TOKEN_REVOKED';
      assert.deepEqual([first.statusCode, first.errors[0]?.code, taken], [401, code, 0]);
    }
  });

  it('spares every other endpoint', async () => {
    place.square.control.fault({ endpoint: 'RefundPayment', how: 'request_lost' });
    const { payment } = await place.client.payments.create(charge(place));
    assert.equal(payment?.status, 'COMPLETED');
  });

  it('can only be asked for at an endpoint that there is', () => {
    const fault = { endpoint: 'CreatePayments', how: 'html' } as const;
    assert.throws(() => place.square.control.fault(fault), /CreatePayments/);
  });
});
