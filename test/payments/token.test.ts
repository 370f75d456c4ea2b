import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { refusal } from '../support/refusal.ts';
import { openCardHouse, type CardHouse } from './card-house.ts';

let cards: CardHouse;
before(async () => {
  cards = await openCardHouse();
});
after(() => cards.close());

/** What Square has taken for an order's attempts, in cents. */
async function captured(order: { id: number }): Promise<number> {
  const attempts = await cards.attemptsOf(order);
  return attempts.reduce((sum, one) => sum + cards.square.ledger.captured(one.attempt_id), 0);
}
const sent = () =>
  cards.square.requests().filter(({ endpoint }) => endpoint === 'CreatePayment').length;

describe('a card that is charged by its token', { timeout: 300_000 }, () => {
  it('closes the order, with its tip, under the attempt’s own key and reference', async () => {
    const order = await cards.soup();
    const paid = await cards.payByToken(order, 'cnon:card-nonce-ok', { tip: 1 });
    assert.deepEqual([paid.status, paid.tip, paid.payments[0]?.last4], ['closed', 1, '1111']);
    const [attempt, ...more] = await cards.attemptsOf(order);
    assert.deepEqual([attempt?.status, attempt?.captured, more], ['approved', true, []]);
    assert.equal(await captured(order), Math.round((attempt!.charge_amount + 1) * 100));
    const { body } = cards.square.requests().at(-1)!;
    const { idempotency_key, reference_id } = body as Record<string, string>;
    assert.deepEqual([idempotency_key, reference_id], Array(2).fill(attempt?.attempt_id));
    assert.equal(cards.announced('tender_settled', order).length, 1);
  });

  for (const [source_id, code] of [
    ['cnon:card-nonce-declined', 'GENERIC_DECLINE'],
    ['cnon:card-nonce-rejected-cvv', 'CVV_FAILURE'],
    ['cnon:card-nonce-already-used', 'CARD_TOKEN_USED'],
    ['cnon:there-is-no-such-one', 'NOT_FOUND'],
  ] as const) {
    it(`is declined at once with ${code}, and the order is free`, async () => {
      const order = await cards.soup();
      const earlier = sent();
      const { info } = await refusal(cards.payByToken(order, source_id), 'CARD_DECLINED');
      assert.equal(info.square_code, code);
      assert.equal(sent(), earlier + 1);
      const [attempt] = await cards.attemptsOf(order);
      assert.deepEqual([attempt?.status, attempt?.code], ['declined', code]);
      assert.equal(await captured(order), 0);
      const paid = await cards.payByToken(order);
      assert.equal(paid.status, 'closed'); // by a new try, under a new key
    });
  }

  for (const how of ['answer_lost', 'empty', 'html', 'request_lost'] as const) {
    it(`is charged once when the answer to the first request is: ${how}`, async () => {
      const order = await cards.soup();
      cards.square.control.fault({ endpoint: 'CreatePayment', how });
      const paid = await cards.payByToken(order);
      assert.equal(paid.status, 'closed');
      const bodies = cards.square
        .requests()
        .slice(-2)
        .map(({ body }) => JSON.stringify(body));
      assert.equal(bodies[0], bodies[1]);
      assert.equal(
        await captured(order),
        Math.round(paid.payments[0]!.amount * 100 + paid.card_fee * 100),
      );
    });
  }

  for (const [status, processed] of [
    [503, true],
    [429, false],
  ] as const) {
    it(`is charged once when Square answers ${status}, processed: ${processed}`, async () => {
      const order = await cards.soup();
      cards.square.control.fault({ endpoint: 'CreatePayment', how: 'status', status, processed });
      const paid = await cards.payByToken(order);
      assert.equal(paid.status, 'closed');
      assert.equal(
        cards.square.ledger
          .payments()
          .filter(({ reference_id }) => reference_id === paid.payments[0]?.attempt_id).length,
        1,
      );
    });
  }

  it('is not the guest’s fault when Square does not let us in', async () => {
    const order = await cards.soup();
    cards.square.control.fault({ endpoint: 'CreatePayment', how: 'token_expired' });
    const { info } = await refusal(cards.payByToken(order), 'CARD_NOT_CONFIGURED');
    assert.equal(info.square_code, 'ACCESS_TOKEN_EXPIRED');
    assert.equal((await cards.till.pay(order, 10)).status, 'closed');
  });
});
