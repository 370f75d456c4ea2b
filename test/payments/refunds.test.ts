import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalog } from '#shared/contracts/catalog.ts';
import { until } from '../support/until.ts';
import { CARD, openRefundHouse, type RefundHouse, taken } from './refund-house.ts';

let cards: RefundHouse;
before(async () => {
  cards = await openRefundHouse();
});
after(() => cards.close());

describe('a refund to a card', { timeout: 300_000 }, () => {
  it('goes to Square without its tip, is pending, and is done when Square says so', async () => {
    const order = await cards.paidBy([{ ...CARD, tip: 2 }]);
    const now = await cards.refunded(order);
    assert.equal(now.status, 'refunded');
    await cards.isPending(order);
    const sum = taken(order, false)[0]! / 100;
    assert.deepEqual(await cards.states(order), [['pending', sum]]);
    await cards.ended(order); // 5 s later
    assert.deepEqual(await cards.states(order), [['completed', sum]]);
    assert.deepEqual(cards.given(order), taken(order, false));
    const [told, ...more] = cards.announced('card_refund_settled', order);
    assert.deepEqual([told?.outcome, told?.refund_id, more], ['completed', now.refunds[0]?.id, []]);
    assert.equal((await cards.till.see(order.id)).status, 'refunded');
    const [{ idempotency_key, reason } = { idempotency_key: '' }] = cards.sentFor(order);
    assert.match(idempotency_key, /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/);
    assert.equal(reason, `Order ${order.id}, refund ${now.refunds[0]?.id}`);
  });

  it('takes its part of the fee along, line by line, in the end all and the tip', async () => {
    const fee = { available: true, percentage_amount: 40_000, min_fee: 0 };
    const admin = { caller: { staff_id: 1, isAdmin: true } };
    await cards.house.asker.ask(catalog, 'set_card_fee', fee as never, admin);
    const soups = Array.from({ length: 4 }, () => 'Tomato soup');
    await until('orders has heard of it', async () => {
      const one = await cards.soup();
      return one.balance_due_card === 7.86;
    });
    const order = await cards.paidBy([{ ...CARD, tip: 3 }], soups);
    const { card_fee, amount } = order.payments[0]!;
    assert.deepEqual([amount, card_fee], [30.24, 1.21]);
    const [first] = order.items;
    const items = [{ order_item_id: first!.id, quantity: 1 }];
    const quarter = await cards.refunded(order, { items });
    assert.deepEqual([quarter.refunds[0]?.amount, quarter.refunds[0]?.card_fee], [7.56, 0.3]);
    await cards.refunded(order, { include_tip: true });
    await cards.isSent(order, 2);
    await cards.restart();
    await cards.ended(order);
    assert.deepEqual(cards.given(order), taken(order));
    assert.deepEqual(await cards.states(order), [
      ['completed', 7.86],
      ['completed', 26.59],
    ]);
    await cards.house.asker.ask(catalog, 'set_card_fee', { available: false } as never, admin);
    await until('the fee is off', async () => (await cards.soup()).balance_due_card === 7.56);
  });

  it('of two cards goes to the newest first, each for itself', async () => {
    const order = await cards.paidBy([{ ...CARD, amount: 5 }, CARD]);
    const [older, newer] = order.payments;
    await cards.refunded(order, { amount: 4 });
    await until('it is there', async () => (await cards.onTheWay(order)).length === 2);
    const told = (await cards.onTheWay(order)).map((one) => [one.payment_id, one.amount]);
    assert.deepEqual(told, [
      [newer?.id, 2.56],
      [older?.id, 1.44],
    ]);
    await cards.refunded(order);
    await cards.isSent(order, 3);
    assert.deepEqual(cards.given(order), taken(order));
    const more = { order_id: order.id, amount: 0.01, reason: 'x' };
    await cards.till.refused('refund_order', more, 'ORDER_NOT_PAID');
  });

  it('in cash, or of cash, never reaches Square', async () => {
    const order = await cards.paidBy([{ method: 'cash', amount: 3, cash_tendered: 3 }, CARD]);
    await cards.refunded(order, { method: 'cash' });
    const marker = await cards.paidBy([CARD]);
    await cards.refunded(marker);
    await cards.isSent(marker, 1);
    assert.deepEqual([await cards.onTheWay(order), cards.given(order)], [[], [0, 0]]);
  });

  for (const status of ['FAILED', 'REJECTED'] as const) {
    it(`that Square has ${status} is undone, with an alarm that says what to do`, async () => {
      const order = await cards.paidBy([{ ...CARD, tip: 1 }]);
      cards.square.control.plan_refund({ status });
      await cards.refunded(order, { include_tip: true });
      await cards.isPending(order);
      await cards.restart();
      await cards.ended(order);
      await until('it is undone', async () => (await cards.till.see(order.id)).status === 'closed');
      const now = await cards.till.see(order.id);
      assert.deepEqual([now.amount_refunded, now.refunds[1]?.tip], [0, -1]);
      const [failed] = await cards.onTheWay(order);
      assert.deepEqual([failed?.status, failed?.code], ['failed', status]);
      assert.equal(
        (await cards.alarm(`refund_failed_${failed?.id}`))?.detail,
        `Square will not give 8.56 of order ${order.id} back to the card (${status}): ` +
          'the order counts it as paid again; refund it in another way.',
      );
      assert.deepEqual(cards.given(order), [0]);
      await cards.refunded(order, { method: 'cash' });
      assert.equal((await cards.onTheWay(order)).length, 1);
    });
  }

  it('that Square refuses at once is undone as well', async () => {
    const order = await cards.paidBy([CARD]);
    const { square_payment_id } = order.payments[0]!;
    const [made] = taken(order);
    cards.square.control.dashboard_refund({ payment_id: square_payment_id!, amount: made! });
    await cards.refunded(order);
    await until('it is undone', async () => (await cards.till.see(order.id)).status === 'closed');
    assert.deepEqual((await cards.onTheWay(order))[0]?.code, 'REFUND_AMOUNT_INVALID');
  });
});

describe('Square that cannot be asked', { timeout: 300_000 }, () => {
  it('is asked again when it lets us in, and nothing is lost or undone meanwhile', async () => {
    const order = await cards.paidBy([CARD]);
    cards.square.control.fault({ endpoint: '*', how: 'token_expired', times: 50 });
    await cards.refunded(order);
    await until('it was refused', async () => (await cards.onTheWay(order))[0]?.code);
    assert.equal((await cards.onTheWay(order))[0]?.status, 'requested');
    cards.square.control.clear_faults();
    await cards.restart();
    await cards.isSent(order);
    assert.equal((await cards.till.see(order.id)).status, 'refunded');
    assert.deepEqual(cards.given(order), taken(order));
  });

  it('because it is not set up any more is an alarm, until it is', async () => {
    const order = await cards.paidBy([CARD]);
    await cards.house.kill('payments');
    await cards.house.start('payments', { SQUARE_ACCESS_TOKEN: '' });
    await cards.refunded(order);
    await until('it is an alarm', async () => await cards.alarm('refunds_waiting'));
    const { detail } = (await cards.alarm('refunds_waiting'))!;
    assert.match(detail, new RegExp(`of order ${order.id} waits .* Square is not set up`));
    await cards.restart();
    await until('it is none any more', async () => !(await cards.alarm('refunds_waiting')));
    await cards.isSent(order);
  });
});

describe('a card of an open order that is given back', { timeout: 300_000 }, () => {
  async function givenBack() {
    const order = await cards.soup();
    const paid = await cards.payByToken(order, CARD.source_id, { amount: 5, tip: 1 });
    const [payment] = paid.payments;
    await cards.till.ask('give_back_payment', { payment_id: payment?.id });
    return paid;
  }

  it('goes back with its tip, once', async () => {
    const order = await givenBack();
    await cards.isSent(order);
    await cards.restart();
    await cards.ended(order);
    assert.deepEqual(
      [cards.given(order), await cards.states(order)],
      [taken(order), [['completed', 6]]],
    );
    assert.equal(cards.announced('card_refund_settled', order)[0]?.refund_id, null);
  });

  it('and that Square will not give back is an alarm: the guest has it still to get', async () => {
    cards.square.control.plan_refund({ status: 'FAILED' });
    const order = await givenBack();
    await cards.isPending(order);
    await cards.restart();
    await cards.ended(order);
    const [failed] = await cards.onTheWay(order);
    const { detail } = (await cards.alarm(`refund_failed_${failed?.id}`))!;
    assert.match(detail, /6.00 of order \d+ .*the money is still to be returned to the guest/);
    const now = await cards.till.see(order.id);
    assert.deepEqual([now.balance_due, now.refunds], [7.56, []]);
  });
});
