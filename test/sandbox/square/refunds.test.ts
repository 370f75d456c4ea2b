import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';
import { charge, onEverySquare, refusedWith } from './every-square.ts';

onEverySquare('a refund', (place) => {
  const pay = async (autocomplete = true) =>
    (await place().client.payments.create(charge(place(), { autocomplete }))).payment?.id as string;
  const request = (paymentId: string, amount: bigint) => ({
    idempotencyKey: randomUUID(),
    paymentId,
    amountMoney: { amount, currency: place().currency },
    reason: 'cold soup',
  });
  const final = (refundId: string) =>
    place().wait(
      async () => (await place().client.refunds.get({ refundId })).refund,
      (refund) => refund?.status !== 'PENDING',
    );

  it('is pending at first, completed later, and told at the payment', async () => {
    const paymentId = await pay();
    const { refund } = await place().client.refunds.refundPayment(request(paymentId, 400n));
    assert.equal(refund?.status, 'PENDING');
    const done = await final(refund?.id as string);
    assert.deepEqual([done?.status, done?.amountMoney.amount], ['COMPLETED', 400n]);
    assert.equal(done?.reason, 'cold soup');
    const { payment } = await place().client.payments.get({ paymentId });
    assert.equal(payment?.refundedMoney?.amount, 400n);
    assert.deepEqual(payment?.refundIds, [refund?.id]);
  });

  it('is made once for one key', async () => {
    const wanted = request(await pay(), 400n);
    const first = await place().client.refunds.refundPayment(wanted);
    const second = await place().client.refunds.refundPayment(wanted);
    assert.equal(second.refund?.id, first.refund?.id);
    const amountMoney = { amount: 401n, currency: place().currency };
    const reused = await refusedWith(
      place().client.refunds.refundPayment({ ...wanted, amountMoney }),
    );
    assert.equal(reused.code, 'IDEMPOTENCY_KEY_REUSED');
  });

  it('can be the second of a payment, but not of more than is left', async () => {
    const paymentId = await pay();
    const first = await place().client.refunds.refundPayment(request(paymentId, 700n));
    await final(first.refund?.id as string);
    const refund = (amount: bigint) =>
      place().client.refunds.refundPayment(request(paymentId, amount));
    const { status, code, category } = await refusedWith(refund(301n));
    assert.deepEqual({ status, category }, { status: 400, category: 'REFUND_ERROR' });
    assert.equal(code, 'REFUND_AMOUNT_INVALID');
    await refund(300n);
  });

  it('is refused for money that is only held', async () => {
    const paymentId = await pay(false);
    const { category } = await refusedWith(
      place().client.refunds.refundPayment(request(paymentId, 100n)),
    );
    assert.equal(category, 'REFUND_ERROR');
  });

  it('is refused for a payment that there is not, and for a reason that is too long', async () => {
    const unknown = await refusedWith(
      place().client.refunds.refundPayment(request(randomUUID(), 100n)),
    );
    assert.deepEqual([unknown.status, unknown.code], [404, 'NOT_FOUND']);
    const long = await refusedWith(
      place().client.refunds.refundPayment({
        ...request(await pay(), 100n),
        reason: 'r'.repeat(193),
      }),
    );
    assert.deepEqual([long.code, long.field], ['VALUE_TOO_LONG', 'reason']);
  });
});
