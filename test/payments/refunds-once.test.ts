import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { fileOf } from '../support/till.ts';
import { until } from '../support/until.ts';
import { CARD, openRefundHouse, type RefundHouse, taken } from './refund-house.ts';

let cards: RefundHouse;
before(async () => {
  cards = await openRefundHouse();
});
after(() => cards.close());

describe('a refund is made once', { timeout: 300_000 }, () => {
  for (const how of ['answer_lost', 'request_lost', 'html', 'empty'] as const) {
    it(`though the first request ended so: ${how}`, async () => {
      const order = await cards.paidBy([CARD]);
      cards.square.control.fault({ endpoint: 'RefundPayment', how });
      await cards.refunded(order);
      await until('it is asked for', () => cards.sentFor(order).length >= 1);
      await cards.restart();
      await cards.ended(order);
      assert.deepEqual(cards.given(order), taken(order));
      const bodies = new Set(cards.sentFor(order).map((body) => JSON.stringify(body)));
      assert.equal(bodies.size, 1);
    });
  }

  for (const endpoint of ['GetPayment', 'RefundPayment', 'GetPaymentRefund']) {
    it(`though payments dies while ${endpoint} is answered`, async () => {
      const order = await cards.paidBy([CARD]);
      const stall = () => {
        const seen = cards.square.requests().length;
        cards.square.control.fault({ endpoint, how: 'stalled_body' });
        return () => {
          const since = cards.square.requests().slice(seen);
          return since.some((one) => one.endpoint === endpoint);
        };
      };
      let hasCome = stall();
      await cards.refunded(order);
      if (endpoint === 'GetPaymentRefund') {
        await cards.isPending(order);
        await cards.restart(() => (hasCome = stall()));
      }
      await until(`${endpoint} has come`, hasCome);
      await cards.restart(() => cards.square.control.clear_faults());
      await cards.ended(order);
      assert.deepEqual(cards.given(order), taken(order));
      assert.equal(cards.announced('card_refund_settled', order).length, 1);
    });
  }

  it('though the file of payments was lost, and all is told again', async () => {
    const order = await cards.paidBy([CARD]);
    await cards.refunded(order, { amount: 2 }); // so that there is enough for a second one
    await cards.isSent(order);
    const made = cards.square.ledger.refunds().length;
    await cards.restart(() => {
      for (const suffix of ['', '-wal', '-shm', '.lock']) {
        rmSync(fileOf(cards.house, 'payments') + suffix, { force: true });
      }
    });
    await until('it is told again', async () => (await cards.onTheWay(order)).length === 1);
    await cards.ended(order);
    await until('all is told again', async () => {
      return (await cards.ask('list_card_refunds', { status: 'requested' })).refunds.length === 0;
    });
    assert.deepEqual([cards.given(order), cards.square.ledger.refunds().length], [[200], made]);
    assert.equal((await cards.till.see(order.id)).amount_refunded, 2);
  });
});
