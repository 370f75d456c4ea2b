import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';
import { charge, onEverySquare, refusal, refusedWith } from './every-square.ts';

onEverySquare('money that is held', (place) => {
  const hold = async () => {
    const { payment } = await place().client.payments.create(
      charge(place(), { autocomplete: false }),
    );
    assert.equal(payment?.status, 'APPROVED');
    return payment as { id: string; versionToken: string; delayedUntil: string };
  };

  it('can have a tip added and is taken then', async () => {
    const { id, versionToken } = await hold();
    const tipMoney = { amount: 200n, currency: place().currency };
    const payment = { tipMoney, versionToken };
    const changed = await place().client.payments.update({
      paymentId: id,
      idempotencyKey: randomUUID(),
      payment,
    });
    assert.equal(changed.payment?.totalMoney?.amount, 1200n);
    const taken = await place().client.payments.complete({ paymentId: id });
    assert.equal(taken.payment?.status, 'COMPLETED');
    assert.equal(taken.payment?.totalMoney?.amount, 1200n);
  });

  it('is not changed by somebody who has not seen the last change', async () => {
    const { id, versionToken } = await hold();
    const update = (amount: bigint) =>
      place().client.payments.update({
        paymentId: id,
        idempotencyKey: randomUUID(),
        payment: { tipMoney: { amount, currency: place().currency }, versionToken },
      });
    await update(100n);
    assert.equal((await refusedWith(update(300n))).code, 'VERSION_MISMATCH');
    const { payment } = await place().client.payments.get({ paymentId: id });
    assert.equal(payment?.tipMoney?.amount, 100n);
  });

  it('is given free, by its id or by its key, and never taken afterwards', async () => {
    const { id } = await hold();
    const { payment } = await place().client.payments.cancel({ paymentId: id });
    assert.equal(payment?.status, 'CANCELED');
    await refusal(place().client.payments.complete({ paymentId: id }));

    const request = charge(place(), { autocomplete: false });
    const held = await place().client.payments.create(request);
    const { idempotencyKey } = request;
    await place().client.payments.cancelByIdempotencyKey({ idempotencyKey });
    const read = await place().client.payments.get({ paymentId: held.payment?.id as string });
    assert.equal(read.payment?.status, 'CANCELED');
  });

  it('is not looked for: a key that nobody used is canceled all the same', async () => {
    const idempotencyKey = randomUUID();
    const answer = await place().client.payments.cancelByIdempotencyKey({ idempotencyKey });
    assert.deepEqual(answer.errors ?? [], []);
  });
});
