import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import SQLite from 'better-sqlite3';
import { catalog } from '#shared/contracts/catalog.ts';
import { openBooks } from '../support/books.ts';
import { fileOf, type ToldOrder } from '../support/till.ts';
import { until } from '../support/until.ts';
import { refusal } from '../support/refusal.ts';
import { type CardHouse, openCardHouse } from './card-house.ts';

let cards: CardHouse;
before(async () => {
  cards = await openCardHouse();
  const { house } = cards;
  await house.asker.ask(catalog, 'set_settings', { card_capture: 'delayed' });
  const books = openBooks(house.config.POS_DATA_DIR);
  await until('payments has heard of it', () => {
    const [terms] = books.rows<{ card_capture: string }>('payments', 'SELECT * FROM store_terms');
    return terms?.card_capture === 'delayed';
  });
});
after(() => cards.close());

const attemptOf = async (order: { id: number }) => (await cards.attemptsOf(order))[0]!;
/** What Square has of an order's card: its status, amount and tip. */
async function atSquare(order: { id: number }) {
  const { attempt_id } = await attemptOf(order);
  return cards.square.ledger
    .payments()
    .filter(({ reference_id }) => reference_id === attempt_id)
    .map(({ status, tip_money }) => [status, tip_money?.amount ?? 0]);
}
async function pay(tip = 1): Promise<{ order: ToldOrder; payment_id: number }> {
  const order = await cards.payByToken(await cards.soup(), 'cnon:card-nonce-ok', { tip });
  return { order, payment_id: order.payments[0]!.id };
}
/** The day is over: what is held is due. */
function makeDue(): void {
  const file = new SQLite(fileOf(cards.house, 'payments'));
  const then = new Date(Date.now() - 1000).toISOString();
  file.prepare('UPDATE attempt SET capture_at = ? WHERE capture_at IS NOT NULL').run(then);
  file.close();
}
const fault = (endpoint: string, how: string, more: object = {}) =>
  cards.square.control.fault({ endpoint, how, ...more } as never);
const completions = () =>
  cards.square.requests().filter(({ endpoint }) => endpoint === 'CompletePayment').length;
const tips = (order: { id: number }) =>
  cards.announced('card_tip_changed', order).map(({ tip, tip_before }) => [tip_before, tip]);

describe('a card whose money Square holds', { timeout: 300_000 }, () => {
  it('has paid all the same, by token and by reader', async () => {
    const { order } = await pay();
    assert.equal(order.status, 'closed');
    const other = await cards.soup();
    const attempt = await cards.begin(other);
    const payment_id = cards.present(attempt, { status: 'APPROVED' });
    const { attempt_id } = attempt;
    await cards.ask('charge', { order_id: other.id, attempt_id, payment_id });
    for (const one of [order, other]) {
      const { status, captured } = await attemptOf(one);
      assert.deepEqual([status, captured], ['approved', false]);
      assert.equal((await atSquare(one))[0]?.[0], 'APPROVED');
    }
  });

  it('has its tip changed, up and down, and told each time', async () => {
    const { order, payment_id } = await pay(1);
    assert.equal((await cards.ask('change_tip', { payment_id, tip: 2.5 })).tip, 2.5);
    assert.deepEqual(await atSquare(order), [['APPROVED', 250]]);
    assert.equal((await cards.ask('change_tip', { payment_id, tip: 0.5 })).tip, 0.5);
    assert.deepEqual(await atSquare(order), [['APPROVED', 50]]);
    await cards.ask('change_tip', { payment_id, tip: 0.5 });
    assert.deepEqual(tips(order), [
      [1, 2.5],
      [2.5, 0.5],
    ]);
    assert.equal((await attemptOf(order)).tip, 0.5);
  });

  it('has its tip changed once, though the answer was lost or payments died', async () => {
    const { order, payment_id } = await pay(1);
    fault('UpdatePayment', 'answer_lost');
    const { info } = await refusal(
      cards.ask('change_tip', { payment_id, tip: 2 }),
      'SQUARE_UNAVAILABLE',
    );
    assert.equal(info.payment_id, payment_id);
    assert.deepEqual(tips(order), []);
    await cards.ask('change_tip', { payment_id, tip: 2 });
    fault('UpdatePayment', 'late', { latency_ms: 2_000 });
    const heard = () => cards.square.requests().at(-1)?.endpoint;
    const asked = cards.ask('change_tip', { payment_id, tip: 3 });
    await until('Square is asked', () => heard() === 'UpdatePayment');
    await cards.restart();
    assert.equal((await asked).tip, 3);
    assert.deepEqual(tips(order), [
      [1, 2],
      [2, 3],
    ]);
    assert.deepEqual(await atSquare(order), [['APPROVED', 300]]);
  });

  it('is taken when it is due, also after a stop, and its tip is locked then', async () => {
    const { order, payment_id } = await pay(1);
    const doubtful = await cards.begin(await cards.soup());
    const { attempt_id, order_id } = doubtful;
    fault('GetPayment', 'status', { status: 503 });
    const said = {
      order_id,
      attempt_id,
      payment_id: cards.present(doubtful, { status: 'FAILED' }),
    };
    await refusal(cards.ask('charge', said), 'PAYMENT_UNKNOWN');
    await cards.restart();
    await until('a round is over', () => cards.alarm(`unknown_${attempt_id}`));
    await cards.ask('cancel_attempt', { attempt_id });
    await cards.ask('change_tip', { payment_id, tip: 2 }); // not due yet: it is held
    await cards.restart(makeDue);
    await until('it is taken', async () => (await attemptOf(order)).captured);
    assert.deepEqual(await atSquare(order), [['COMPLETED', 200]]);
    await cards.refused('change_tip', { payment_id, tip: 5 }, 'TIP_LOCKED');
    assert.deepEqual(await atSquare(order), [['COMPLETED', 200]]);
    assert.deepEqual(tips(order), [[1, 2]]);
  });

  for (const how of ['answer_lost', 'request_lost'] as const) {
    it(`is taken once when the answer is lost: ${how}`, async () => {
      const { order } = await pay(1);
      fault('CompletePayment', how);
      const earlier = completions();
      await cards.restart(makeDue);
      await until('Square is asked', () => completions() > earlier);
      await cards.restart();
      await until('it is taken', async () => (await attemptOf(order)).captured);
      assert.deepEqual(await atSquare(order), [['COMPLETED', 100]]);
      assert.equal(await cards.alarm(`not_captured_${(await attemptOf(order)).attempt_id}`), null);
    });
  }

  it('that was changed by a request whose answer was lost is told when it is taken', async () => {
    const { order, payment_id } = await pay(1);
    fault('UpdatePayment', 'answer_lost');
    await refusal(cards.ask('change_tip', { payment_id, tip: 4 }), 'SQUARE_UNAVAILABLE');
    await cards.restart(makeDue);
    await until('it is taken', async () => (await attemptOf(order)).captured);
    assert.deepEqual(tips(order), [[1, 4]]);
    assert.equal((await attemptOf(order)).tip, 4);
  });

  it('that Square has let go of is alarmed, and not asked for again', async () => {
    const { order } = await pay(1);
    cards.square.control.travel({ ms: 8 * 24 * 3600_000 });
    await cards.restart(makeDue);
    const { attempt_id } = await attemptOf(order);
    const name = `not_captured_${attempt_id}`;
    await until('it is alarmed', () => cards.alarm(name));
    assert.match((await cards.alarm(name))!.detail, new RegExp(`order ${order.id};`));
    const { captured, code } = await attemptOf(order);
    assert.deepEqual([captured, code], [false, 'CANCELED']);
  });
});

describe('a token’s money that Square holds unseen', { timeout: 300_000 }, () => {
  it('is let go when an admin says that it was not taken', async () => {
    const order = await cards.soup();
    cards.square.control.settings({ list_lag_ms: 60_000 });
    fault('CreatePayment', 'status', { status: 503, times: 4, processed: true });
    await refusal(cards.payByToken(order), 'PAYMENT_UNKNOWN');
    assert.deepEqual(await atSquare(order), [['APPROVED', 0]]);
    const { attempt_id } = await attemptOf(order);
    const word = { attempt_id, outcome: 'not_taken', reason: 'the guest has gone' };
    assert.equal((await cards.ask('resolve_attempt', word)).status, 'declined');
    assert.deepEqual(await atSquare(order), [['CANCELED', 0]]);
  });
});

describe('held money that no order accounts for', { timeout: 300_000 }, () => {
  /** A reader held a dollar less than it was asked for. */
  async function unmatched() {
    const order = await cards.soup();
    const attempt = await cards.begin(order);
    const wrong = { amount: attempt.cents - 100, status: 'APPROVED' };
    const payment_id = cards.present(attempt, wrong);
    const { attempt_id } = attempt;
    const said = { order_id: order.id, attempt_id, payment_id };
    await refusal(cards.ask('charge', said), 'AMOUNT_MISMATCH');
    return { order, word: { attempt_id, reason: 'wrong sum' } };
  }

  it('is taken when an admin keeps it, though the answer was lost', async () => {
    const { order, word } = await unmatched();
    const kept = { ...word, outcome: 'taken' };
    fault('CompletePayment', 'answer_lost');
    await refusal(cards.ask('resolve_attempt', kept), 'SQUARE_UNAVAILABLE');
    assert.equal((await cards.ask('resolve_attempt', kept)).unmatched, 0);
    assert.deepEqual(await atSquare(order), [['COMPLETED', 0]]);
    assert.equal(cards.announced('unmatched_settled', order)[0]?.outcome, 'kept');
  });

  it('is let go when an admin gives it back: the guest is never charged', async () => {
    const { order, word } = await unmatched();
    await cards.ask('resolve_attempt', { ...word, outcome: 'not_taken' });
    await until('it is let go', async () => (await atSquare(order))[0]?.[0] === 'CANCELED');
    const told = async () =>
      (await cards.ask('list_card_refunds', { order_id: order.id })).refunds[0];
    await until('it is done', async () => (await told())?.status === 'completed');
    assert.equal((await told())?.square_refund_id, null);
  });
});

describe('a tip that cannot be changed', { timeout: 300_000 }, () => {
  it('is that of cash, of a card that did not pay, and of no payment at all', async () => {
    const [cash] = (await cards.till.pay(await cards.soup(), 10)).payments;
    await until('payments has heard of it', async () => {
      const { payments } = await cards.ask('list_payments', { status: 'completed' });
      return payments.some(({ id }) => id === cash!.id);
    });
    await cards.refused('change_tip', { payment_id: cash!.id, tip: 1 }, 'TIP_LOCKED');
    const order = await cards.soup();
    await refusal(cards.payByToken(order, 'cnon:card-nonce-declined'), 'CARD_DECLINED');
    const { tender_id } = await attemptOf(order);
    await cards.refused('change_tip', { payment_id: tender_id, tip: 1 }, 'TIP_LOCKED');
    await cards.refused('change_tip', { payment_id: 4711, tip: 1 }, 'PAYMENT_NOT_FOUND');
    const below = { payment_id: cash!.id, tip: -1 };
    await cards.refused('change_tip', below, 'VALIDATION_FAILED', 'tip');
  });
});
