import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { charge, refusedWith } from './every-square.ts';
import { openLocal } from './local-square.ts';

const place = openLocal();
const HOUR_MS = 3_600_000;

/** What a payment is now. */
const read = async (paymentId: string) => (await place.client.payments.get({ paymentId })).payment;

/** A refund of everything. */
const refundAll = (paymentId: string) =>
  place.client.refunds.refundPayment({
    idempotencyKey: randomUUID(),
    paymentId,
    amountMoney: { amount: 1000n, currency: 'USD' },
  });

describe('what happens behind our back', () => {
  it('is a card at a reader, found by its reference', async () => {
    const wish = { reference_id: 'table 9', amount: 1200, tip: 240 };
    const { payment_id } = place.square.control.reader_payment(wish);
    const payment = await read(payment_id);
    assert.deepEqual(
      [payment?.referenceId, payment?.status, payment?.totalMoney?.amount],
      ['table 9', 'COMPLETED', 1440n],
    );
    assert.equal(payment?.cardDetails?.entryMethod, 'EMV');
    assert.equal(place.square.ledger.captured('table 9'), 1440);
  });

  it('is a reader that took other money, at another place, or none', async () => {
    const { control, ledger } = place.square;
    const odd = { reference_id: 'odd', amount: 500, currency: 'EUR', location_id: 'ELSEWHERE' };
    const payment = await read(control.reader_payment(odd).payment_id);
    assert.deepEqual([payment?.amountMoney?.currency, payment?.locationId], ['EUR', 'ELSEWHERE']);
    const none = { reference_id: 'none', amount: 500, status: 'FAILED' } as const;
    assert.equal((await read(control.reader_payment(none).payment_id))?.status, 'FAILED');
    assert.equal(ledger.captured('none'), 0);
  });

  it('is a refund in Square’s dashboard, which leaves less to give back', async () => {
    const { control, ledger } = place.square;
    const { payment_id } = control.reader_payment({ reference_id: 'gave', amount: 1000 });
    control.dashboard_refund({ payment_id, amount: 600 });
    assert.equal((await read(payment_id))?.refundedMoney?.amount, 600n);
    assert.equal(ledger.refunded('gave'), 600);
    assert.equal((await refusedWith(refundAll(payment_id))).code, 'REFUND_AMOUNT_INVALID');
    assert.equal(ledger.refunded('gave'), 600);
  });

  for (const status of ['FAILED', 'REJECTED'] as const) {
    it(`is a refund that is ${status} in the end: the money stays`, async () => {
      const { control, ledger } = place.square;
      const reference_id = `refund ${status}`;
      const { payment_id } = control.reader_payment({ reference_id, amount: 1000 });
      control.plan_refund({ status, payment_id });
      const { refund } = await refundAll(payment_id);
      assert.equal(refund?.status, 'PENDING');
      const refundId = refund?.id as string;
      const ended = await place.wait(
        async () => (await place.client.refunds.get({ refundId })).refund,
        (seen) => seen?.status !== 'PENDING',
      );
      assert.equal(ended?.status, status);
      assert.equal(ledger.refunded(reference_id), 0);
      assert.equal((await read(payment_id))?.refundedMoney?.amount, 0n);
    });
  }

  it('is held money that runs out', async () => {
    const hold = async (delayAction?: string) => {
      const request = charge(place, { autocomplete: false, delayDuration: 'PT36H' });
      const held = await place.client.payments.create({
        ...request,
        ...(delayAction && { delayAction }),
      });
      return held.payment?.id as string;
    };
    const [voided, taken] = [await hold(), await hold('COMPLETE')];
    place.square.control.travel({ ms: 35 * HOUR_MS });
    assert.equal((await read(voided))?.status, 'APPROVED');
    place.square.control.travel({ ms: 2 * HOUR_MS });
    assert.equal((await read(voided))?.status, 'CANCELED');
    assert.equal((await read(taken))?.status, 'COMPLETED');
  });

  it('is a card that has to be there for its refund', async () => {
    const card = { amount: 1000, refund_requires_card_presence: true };
    const { payment_id } = place.square.control.reader_payment(card);
    assert.equal((await refusedWith(refundAll(payment_id))).code, 'CARD_PRESENCE_REQUIRED');
  });

  it('is done over HTTP as well, by whoever is on this machine', async () => {
    const ask = async (name: string, body: object) => {
      const headers = { 'content-type': 'application/json' };
      const sent = { method: 'POST', headers, body: JSON.stringify(body) };
      const response = await fetch(`${place.square.url}/_control/${name}`, sent);
      return { status: response.status, body: (await response.json()) as { result: object } };
    };
    const wish = { reference_id: 'by http', amount: 700 };
    const { body } = await ask('reader_payment', wish);
    const { payment_id } = body.result as { payment_id: string };
    assert.equal((await read(payment_id))?.referenceId, 'by http');
    const missing = await ask('rob_the_bank', {});
    assert.equal(missing.status, 404);
    const wrong = await ask('reader_payment', { reference_id: 'wrong', amount: 7.5 });
    assert.equal(wrong.status, 400);
    const [error] = (wrong.body as unknown as { errors: { field: string }[] }).errors;
    assert.equal(error?.field, 'amount');
    assert.equal((await ask('settings', { refund_msec: 1 })).status, 400);
    assert.equal((await ask('settings', { refund_ms: 300 })).status, 200);
    const simple = await fetch(`${place.square.url}/_control/revoke_token`, { method: 'POST' });
    assert.equal(simple.status, 400, 'a page in a browser could do it');
    assert.equal(place.square.ledger.captured('wrong'), 0);
  });
});

describe('refunds of one payment', () => {
  it('are at most twenty', async () => {
    const { control } = place.square;
    const { payment_id } = control.reader_payment({ amount: 1000 });
    for (let i = 0; i < 20; i++) control.dashboard_refund({ payment_id, amount: 1 });
    assert.throws(() => control.dashboard_refund({ payment_id, amount: 1 }), /cannot be refunded/);
    assert.equal((await read(payment_id))?.refundedMoney?.amount, 20n);
  });

  it('wait for each other, where that is wanted', async () => {
    const { control } = place.square;
    const { payment_id } = control.reader_payment({ amount: 1000 });
    control.settings({ one_pending_refund: true });
    control.dashboard_refund({ payment_id, amount: 1 });
    const again = () => control.dashboard_refund({ payment_id, amount: 1 });
    assert.throws(again, /already has a pending refund/);
    control.settings({ one_pending_refund: false });
  });

  it('are refused a year later', async () => {
    const { control } = place.square;
    const { payment_id } = control.reader_payment({ amount: 1000 });
    control.travel({ ms: 366 * 24 * HOUR_MS });
    assert.equal((await refusedWith(refundAll(payment_id))).code, 'PAYMENT_NOT_REFUNDABLE');
  });
});
