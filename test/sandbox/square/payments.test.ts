import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';
import { charge, onEverySquare, refusal, refusedWith } from './every-square.ts';
import { SOURCES } from './test-values.ts';

const REQUEST = { status: 400, category: 'INVALID_REQUEST_ERROR' };

onEverySquare('a card that pays', (place) => {
  it('is charged once, with the tip beside the amount', async () => {
    const tipMoney = { amount: 150n, currency: place().currency };
    const { payment } = await place().client.payments.create(
      charge(place(), { tipMoney, referenceId: 'table 4', note: 'no receipt' }),
    );
    const { status, amountMoney, totalMoney, referenceId, note, sourceType } = payment ?? {};
    assert.deepEqual(
      { status, referenceId, note, sourceType },
      { status: 'COMPLETED', referenceId: 'table 4', note: 'no receipt', sourceType: 'CARD' },
    );
    assert.deepEqual([amountMoney?.amount, totalMoney?.amount], [1000n, 1150n]);
    assert.equal(payment?.cardDetails?.status, 'CAPTURED');
    const read = await place().client.payments.get({ paymentId: payment?.id as string });
    assert.equal(read.payment?.totalMoney?.amount, 1150n);
  });

  it('is not charged again by the same request, whatever was lost', async () => {
    const request = charge(place());
    const first = await place().client.payments.create(request);
    const second = await place().client.payments.create(request);
    assert.equal(second.payment?.id, first.payment?.id);
  });

  it('is not charged by another request with the same key', async () => {
    const request = charge(place());
    await place().client.payments.create(request);
    const amountMoney = { amount: 1001n, currency: place().currency };
    assert.deepEqual(
      await refusedWith(place().client.payments.create({ ...request, amountMoney })),
      { ...REQUEST, code: 'IDEMPOTENCY_KEY_REUSED', field: 'idempotency_key' },
    );
  });
});

onEverySquare('a card that is declined', (place) => {
  for (const [sourceId, { kind, declined, on_file }] of Object.entries(SOURCES)) {
    if (!declined || kind === 'bank' || on_file) continue;
    it(`says ${declined} for ${sourceId}, and takes nothing`, async () => {
      const call = place().client.payments.create(charge(place(), { sourceId }));
      const { statusCode, errors, body } = await refusal(call);
      assert.ok(statusCode === 402 || statusCode === 400, String(statusCode));
      assert.deepEqual([errors[0]?.code, errors[0]?.category], [declined, 'PAYMENT_METHOD_ERROR']);
      const { payment } = body as { payment?: { status: string } };
      assert.equal(payment?.status ?? 'FAILED', 'FAILED');
    });
  }

  it('stays declined for the same key', async () => {
    const request = charge(place(), { sourceId: 'cnon:card-nonce-declined' });
    const first = await refusal(place().client.payments.create(request));
    const second = await refusal(place().client.payments.create(request));
    const idOf = ({ body }: typeof first) => (body as { payment?: { id: string } }).payment?.id;
    assert.equal(idOf(second), idOf(first));
    assert.equal(second.errors[0]?.code, 'GENERIC_DECLINE');
  });
});

onEverySquare('a request that cannot be', (place) => {
  const create = (changes: Parameters<typeof charge>[1]) =>
    refusedWith(place().client.payments.create(charge(place(), changes)));

  it('is refused for a key that is empty or longer than 45 characters', async () => {
    const field = 'idempotency_key';
    const long = await create({ idempotencyKey: 'k'.repeat(46) });
    assert.deepEqual(long, { ...REQUEST, code: 'VALUE_TOO_LONG', field });
    const empty = await create({ idempotencyKey: '' });
    assert.deepEqual(empty, { ...REQUEST, code: 'VALUE_EMPTY', field });
  });

  it('is refused in money that is not the location’s', async () => {
    const currency = place().currency === 'USD' ? 'EUR' : 'USD';
    assert.deepEqual(await create({ amountMoney: { amount: 100n, currency } }), {
      ...REQUEST,
      code: 'INVALID_VALUE',
      field: 'amount_money.currency',
    });
  });

  it('is refused for a card that Square does not know', async () => {
    const { status, code } = await create({ sourceId: 'cnon:card-nonce-insufficient-funds' });
    assert.deepEqual({ status, code }, { status: 404, code: 'NOT_FOUND' });
    const used = await create({ sourceId: 'cnon:card-nonce-already-used' });
    assert.equal(used.code, 'CARD_TOKEN_USED');
  });

  it('is refused for a payment that does not exist', async () => {
    const { status, code } = await refusedWith(
      place().client.payments.get({ paymentId: randomUUID() }),
    );
    assert.deepEqual({ status, code }, { status: 404, code: 'NOT_FOUND' });
  });
});
