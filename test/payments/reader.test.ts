import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { until } from '../support/until.ts';
import { refusal } from '../support/refusal.ts';
import { type CardHouse, openCardHouse } from './card-house.ts';

let cards: CardHouse;
before(async () => {
  cards = await openCardHouse();
});
after(() => cards.close());

const statusOf = async ({ id }: { id: number }) => (await cards.till.see(id)).status;

describe('a card that a reader takes', { timeout: 300_000 }, () => {
  it('pays the order with Square’s own tip, and is told again to who asks again', async () => {
    const order = await cards.soup();
    const attempt = await cards.begin(order);
    assert.deepEqual(
      [attempt.status, attempt.amount, attempt.currency, attempt.location_id, attempt.autocomplete],
      ['created', 7.56, 'USD', cards.square.location_id, true],
    );
    assert.equal(attempt.charge_amount, attempt.amount + attempt.card_fee);
    const { attempt_id } = attempt;
    const payment_id = cards.present(attempt, { tip: 150 });
    const said = { order_id: order.id, attempt_id, payment_id };
    const payment = await cards.ask('charge', said);
    assert.deepEqual(
      [payment.status, payment.tip, payment.square_payment_id, payment.last4],
      ['completed', 1.5, payment_id, '1111'],
    );
    assert.equal(await statusOf(order), 'closed');
    assert.deepEqual(await cards.ask('charge', said), payment);
    assert.equal(cards.announced('tender_settled', order).length, 1);
  });

  it('pays a part, fixed when it began, while the order is locked', async () => {
    const order = await cards.soup();
    const attempt = await cards.begin(order, { amount: 5 });
    assert.equal(attempt.amount, 5);
    await refusal(cards.begin(order), 'PAYMENT_PENDING');
    await cards.till.refused(
      'add_item',
      { order_id: order.id, item_id: 9, quantity: 1 },
      'PAYMENT_PENDING',
    );
    const payment_id = cards.present(attempt);
    const { attempt_id } = attempt;
    await cards.ask('charge', { order_id: order.id, attempt_id, payment_id });
    assert.equal((await cards.till.see(order.id)).balance_due, 2.56);
    assert.equal((await cards.attemptsOf(order)).length, 1);
  });

  it('is begun once by the same question, and not for an order that cannot be paid', async () => {
    const order = await cards.soup();
    const both = [1, 2].map(() =>
      cards.ask('begin_attempt', { order_id: order.id }, { key: 'tapped' }),
    );
    const [one, two] = await Promise.all(both);
    assert.deepEqual(one, two);
    assert.equal((await cards.attemptsOf(order)).length, 1);
    await refusal(cards.begin({ id: 4711 }), 'ORDER_NOT_FOUND');
    await refusal(cards.begin(order, { amount: 1000 }), 'PAYMENT_PENDING');
    const closed = await cards.till.pay(await cards.soup(), 10);
    await refusal(cards.begin(closed), 'ORDER_CLOSED');
    const other = await cards.soup();
    await refusal(cards.begin(other, { amount: 1000 }), 'AMOUNT_EXCEEDS_BALANCE');
    assert.deepEqual(await cards.attemptsOf(other), []);
  });

  it('is not paid by a payment that is another’s, or none', async () => {
    const order = await cards.soup();
    const attempt = await cards.begin(order);
    const { attempt_id, cents } = attempt;
    const reader = (payment: object) =>
      cards.square.control.reader_payment({ amount: cents, ...payment }).payment_id;
    const other = await cards.soup();
    const paid = await cards.begin(other);
    const used = cards.present(paid);
    await cards.ask('charge', {
      order_id: other.id,
      attempt_id: paid.attempt_id,
      payment_id: used,
    });
    for (const [payment_id, code] of [
      [reader({}), 'PAYMENT_MISMATCH'], // without a reference
      [reader({ reference_id: paid.attempt_id }), 'PAYMENT_MISMATCH'],
      [reader({ reference_id: attempt_id, location_id: 'ELSEWHERE' }), 'PAYMENT_MISMATCH'],
      [used, 'PAYMENT_USED'],
      [reader({ reference_id: attempt_id, status: 'FAILED' }), 'PAYMENT_NOT_MADE'],
      [reader({ reference_id: attempt_id, status: 'APPROVED' }), 'PAYMENT_NOT_MADE'],
      ['there-is-no-such-payment', 'PAYMENT_NOT_MADE'],
    ] as const) {
      const said = { order_id: order.id, attempt_id, payment_id };
      const { info } = await refusal(cards.ask('charge', said), code);
      assert.equal(info.payment_id, payment_id);
    }
    assert.deepEqual(
      [await statusOf(order), (await cards.till.see(order.id)).amount_paid],
      ['open', 0],
    );
    assert.deepEqual(cards.announced('tender_settled', order), []);
    const payment_id = cards.present(attempt); // and the right one still does
    await cards.ask('charge', { order_id: order.id, attempt_id, payment_id });
    assert.equal(await statusOf(order), 'closed');
  });

  it('of another sum is kept and alarmed, and does not pay; an admin gives it back', async () => {
    const order = await cards.soup();
    const attempt = await cards.begin(order);
    const { attempt_id, cents } = attempt;
    const payment_id = cards.present(attempt, { amount: cents - 100, tip: 20 });
    const said = { order_id: order.id, attempt_id, payment_id };
    await refusal(cards.ask('charge', said), 'AMOUNT_MISMATCH');
    const name = `unmatched_${attempt_id}`;
    await until('it is alarmed', () => cards.alarm(name));
    const sum = (cents - 80) / 100;
    assert.match(
      (await cards.alarm(name))!.detail,
      new RegExp(`${sum.toFixed(2)}.*order ${order.id} `),
    );
    const [kept] = (await cards.ask('list_attempts', { unmatched: true })).attempts;
    assert.deepEqual(
      [kept?.attempt_id, kept?.unmatched, kept?.code],
      [attempt_id, sum, 'AMOUNT_MISMATCH'],
    );
    await until(
      'the order is free',
      async () => !(await cards.till.see(order.id)).pending_attempt_id,
    );
    assert.equal((await cards.till.pay(order, 10)).status, 'closed');

    const word = { attempt_id, outcome: 'not_taken', reason: 'wrong sum' };
    assert.equal((await cards.ask('resolve_attempt', word)).unmatched, 0);
    const given = () => cards.square.ledger.refunded(attempt_id);
    await until('it is given back', () => given() === cents - 80);
    await until('the alarm is over', async () => !(await cards.alarm(name)));
    assert.equal(cards.announced('unmatched_settled', order)[0]?.outcome, 'given_back');
    await refusal(cards.ask('resolve_attempt', word), 'ATTEMPT_SETTLED');
  });

  it('that Square took twice is kept once, and the second is kept as unmatched', async () => {
    const order = await cards.soup();
    const attempt = await cards.begin(order);
    const { attempt_id, charge_amount } = attempt;
    const [first, second] = [cards.present(attempt), cards.present(attempt)];
    await cards.ask('charge', { order_id: order.id, attempt_id, payment_id: first });
    await cards.restart();
    const other = await cards.begin(await cards.soup()); // something is open: Square is looked at
    await cards.restart();
    await until('it was found', async () => (await cards.attemptsOf(order))[0]?.unmatched);
    const [found] = await cards.attemptsOf(order);
    assert.deepEqual([found?.square_payment_id, found?.unmatched], [first, charge_amount]);
    assert.equal(cards.announced('payment_unmatched', order)[0]?.square_payment_id, second);
    assert.equal(cards.announced('tender_settled', order).length, 1);
    const word = { attempt_id, outcome: 'taken', reason: 'the guest paid for a friend' };
    assert.equal((await cards.ask('resolve_attempt', word)).unmatched, 0);
    assert.equal(cards.square.ledger.refunded(attempt_id), 0);
    await cards.ask('cancel_attempt', { attempt_id: other.attempt_id });
  });

  it('is asked for in one way: a token, or an attempt with its payment', async () => {
    const { id: order_id } = await cards.soup();
    for (const [said, field] of [
      [{}, 'source_id'],
      [{ source_id: 'cnon:ok', payment_id: 'p', attempt_id: 'a' }, 'source_id'],
      [{ attempt_id: 'a' }, 'payment_id'],
      [{ payment_id: 'p' }, 'attempt_id'],
      [{ source_id: 'cnon:ok', amount: -1 }, 'amount'],
    ] as const) {
      await cards.refused('charge', { order_id, ...said }, 'VALIDATION_FAILED', field);
    }
    const unknown = { order_id, attempt_id: 'a', payment_id: 'p' };
    await refusal(cards.ask('charge', unknown), 'ATTEMPT_NOT_FOUND');
    await refusal(
      cards.ask('charge', { order_id, source_id: 'cnon:card-nonce-declined' }),
      'CARD_DECLINED',
    );
    const paid = await cards.ask('charge', { order_id, source_id: 'cnon:card-nonce-ok', tip: 1 });
    assert.deepEqual([paid.status, paid.tip], ['completed', 1]);
  });
});

describe('a reader’s attempt that is given up', { timeout: 300_000 }, () => {
  it('frees the order once, and cannot be given up for another reason', async () => {
    const order = await cards.soup();
    const { attempt_id } = await cards.begin(order);
    const ended = await cards.ask('cancel_attempt', { attempt_id, reason: 'declined' });
    assert.deepEqual([ended.status, ended.code], ['declined', 'DECLINED']);
    const again = await cards.ask('cancel_attempt', { attempt_id, reason: 'declined' });
    assert.deepEqual(again, ended); // a tap that a stop cut off, repeated
    assert.equal(cards.announced('tender_settled', order).length, 1);
    await cards.refused('cancel_attempt', { attempt_id }, 'ATTEMPT_SETTLED');
    await cards.refused('cancel_attempt', { attempt_id: 'nobody' }, 'ATTEMPT_NOT_FOUND');
    await until(
      'the order is free',
      async () => !(await cards.till.see(order.id)).pending_attempt_id,
    );
    assert.equal((await cards.till.pay(order, 10)).status, 'closed');
  });

  it('is approved when it had paid after all', async () => {
    const order = await cards.soup();
    const attempt = await cards.begin(order);
    cards.square.control.settings({ list_lag_ms: 0 });
    cards.present(attempt);
    const { attempt_id } = attempt;
    assert.equal((await cards.ask('cancel_attempt', { attempt_id })).status, 'approved');
    await until('the order is closed', async () => (await statusOf(order)) === 'closed');
  });

  it('stays open while Square cannot be asked, and cash has to wait', async () => {
    const order = await cards.soup();
    const { attempt_id } = await cards.begin(order);
    cards.square.control.fault({ endpoint: 'ListPayments', how: 'status', status: 503 });
    await refusal(cards.ask('cancel_attempt', { attempt_id }), 'PAYMENT_UNKNOWN');
    assert.equal((await cards.ask('get_attempt', { attempt_id })).status, 'created');
    await cards.till.refused(
      'close_order',
      { order_id: order.id, method: 'cash', cash_tendered: 10 },
      'PAYMENT_PENDING',
    );
    assert.equal((await cards.ask('cancel_attempt', { attempt_id })).status, 'canceled');
  });

  it('keeps what turns up later as unmatched, alarms, and revives nothing', async () => {
    const order = await cards.soup();
    const attempt = await cards.begin(order);
    const { attempt_id, cents } = attempt;
    const unmatched = (cents + 100) / 100;
    await cards.ask('cancel_attempt', { attempt_id });
    await until(
      'the order is free',
      async () => !(await cards.till.see(order.id)).pending_attempt_id,
    );
    const payment_id = cards.present(attempt, { tip: 100 });
    await cards.restart();
    await until('it is alarmed', () => cards.alarm(`unmatched_${attempt_id}`));
    const late = await cards.ask('get_attempt', { attempt_id });
    assert.deepEqual([late.status, late.unmatched], ['canceled', unmatched]);
    const told = cards.announced('payment_unmatched', order);
    assert.deepEqual([told.length, told[0]?.square_payment_id], [1, payment_id]);
    assert.equal((await cards.till.see(order.id)).amount_paid, 0);
    await cards.restart(); // and it is not found a second time
    assert.equal((await cards.ask('get_attempt', { attempt_id })).unmatched, unmatched);
  });
});
