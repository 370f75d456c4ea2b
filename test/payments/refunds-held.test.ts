import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalog } from '#shared/contracts/catalog.ts';
import { until } from '../support/until.ts';
import { CARD, openRefundHouse, type RefundHouse } from './refund-house.ts';

let cards: RefundHouse;
before(async () => {
  cards = await openRefundHouse();
  await cards.house.asker.ask(catalog, 'set_settings', { card_capture: 'delayed' });
  await until('cards are held', async () => {
    return cards.atSquare(await cards.paidBy([CARD])) === 'APPROVED';
  });
});
after(() => cards.close());

describe('money that Square only holds', { timeout: 300_000 }, () => {
  it('is let go when all of it goes back: the guest is never charged', async () => {
    const order = await cards.paidBy([{ ...CARD, tip: 1 }]);
    await cards.refunded(order, { include_tip: true });
    await cards.ended(order);
    assert.deepEqual([cards.atSquare(order), cards.sentFor(order)], ['CANCELED', []]);
    assert.deepEqual(await cards.states(order), [['completed', 8.56]]);
    assert.equal((await cards.attemptsOf(order))[0]?.code, 'GIVEN_BACK');
  });

  it('is let go once, though payments dies over the answer, and nobody calls it lost', async () => {
    const order = await cards.paidBy([CARD]);
    cards.square.control.fault({ endpoint: 'CancelPayment', how: 'stalled_body' });
    await cards.refunded(order);
    await until('it is let go', () => cards.atSquare(order) === 'CANCELED');
    await cards.restart(() => cards.square.control.clear_faults());
    await cards.ended(order);
    assert.deepEqual(await cards.states(order), [['completed', 7.56]]);
    const [attempt] = await cards.attemptsOf(order);
    assert.deepEqual([attempt?.code, attempt?.captured], ['GIVEN_BACK', false]);
  });

  it('is taken first when a part of it goes back', async () => {
    const order = await cards.paidBy([{ ...CARD, tip: 1 }]);
    await cards.refunded(order);
    await cards.isSent(order);
    assert.deepEqual([cards.atSquare(order), cards.given(order)], ['COMPLETED', [756]]);
    assert.equal((await cards.attemptsOf(order))[0]?.captured, true);
  });
});
