import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import SQLite from 'better-sqlite3';
import { fileOf } from '../support/till.ts';
import { until } from '../support/until.ts';
import { refusal } from '../support/refusal.ts';
import { type CardHouse, openCardHouse } from './card-house.ts';

let cards: CardHouse;
before(async () => {
  cards = await openCardHouse();
});
after(() => cards.close());

type Order = { id: number };
const fault = (endpoint: string, how: string, more: object = {}) =>
  cards.square.control.fault({ endpoint, how, ...more } as never);
const attemptOf = async (order: Order) => (await cards.attemptsOf(order))[0]!;
const paymentsOf = async (order: Order) => {
  const { attempt_id } = await attemptOf(order);
  return cards.square.ledger.payments().filter(({ reference_id }) => reference_id === attempt_id);
};
const isClosed = async ({ id }: Order) => (await cards.till.see(id)).status === 'closed';
const requests = (endpoint: string) =>
  cards.square.requests().filter((one) => one.endpoint === endpoint).length;
/** A payment that nobody waits for any more. */
function charge(order: Order): Promise<unknown> {
  const asked = cards.payByToken(order);
  asked.catch(() => undefined);
  return asked;
}
/** Exactly one charge, of exactly what the order says, told once. */
async function paidOnce(order: Order): Promise<void> {
  await until('the order is closed', () => isClosed(order));
  const [payment] = (await cards.till.see(order.id)).payments;
  const taken = await paymentsOf(order);
  assert.deepEqual(
    taken.map(({ status, total_money }) => [status, total_money.amount]),
    [['COMPLETED', Math.round((payment!.amount + payment!.card_fee + payment!.tip) * 100)]],
  );
  assert.equal(cards.announced('tender_settled', order).length, 1);
}

describe('payments that dies while a card pays', { timeout: 300_000 }, () => {
  for (const [when, endpoint, how, more] of [
    ['before Square has the request', 'CreatePayment', 'request_lost', { times: 1 }],
    ['when Square has charged and the answer is lost', 'CreatePayment', 'answer_lost', {}],
    ['while Square charges', 'CreatePayment', 'late', { latency_ms: 3_000 }],
    ['while half of the answer has come', 'CreatePayment', 'stalled_body', {}],
  ] as const) {
    it(`charges once: ${when}`, async () => {
      const order = await cards.soup();
      const earlier = requests('CreatePayment');
      fault(endpoint, how, more);
      const asked = charge(order);
      await until('Square has heard of it', () => requests('CreatePayment') > earlier);
      await cards.restart();
      await asked;
      await paidOnce(order);
    });
  }

  it('charges once when it dies again and again', async () => {
    const order = await cards.soup();
    cards.square.control.settings({ list_lag_ms: 60_000 }); // only the key can tell
    fault('CreatePayment', 'answer_lost', { times: 4 });
    const asked = charge(order);
    for (let i = 0; i < 3; i++) {
      const earlier = requests('CreatePayment');
      await until('Square has heard of it', () => requests('CreatePayment') > earlier);
      await cards.restart();
    }
    await asked;
    await paidOnce(order);
    cards.square.control.settings({ list_lag_ms: 200 });
  });

  it('finds what a reader took, though nobody confirmed it', async () => {
    const order = await cards.soup();
    const attempt = await cards.begin(order);
    await cards.restart(() => cards.present(attempt, { tip: 30 }));
    await until('the order is closed', () => isClosed(order));
    assert.deepEqual(
      [(await attemptOf(order)).status, (await cards.till.see(order.id)).tip],
      ['approved', 0.3],
    );
  });

  it('goes on with a reader’s confirmation', async () => {
    const order = await cards.soup();
    const attempt = await cards.begin(order);
    const payment_id = cards.present(attempt);
    const earlier = requests('GetPayment');
    fault('GetPayment', 'late', { latency_ms: 2_000 });
    const said = { order_id: order.id, attempt_id: attempt.attempt_id, payment_id };
    const asked = cards.ask('charge', said);
    await until('Square is asked', () => requests('GetPayment') > earlier);
    await cards.restart();
    assert.equal((await asked).square_payment_id, payment_id);
    await paidOnce(order);
  });

  it('begins an attempt once, though it died before orders had answered', async () => {
    const order = await cards.soup();
    await cards.house.kill('orders');
    const asked = cards.ask('begin_attempt', { order_id: order.id });
    const rows = () => attemptRows().filter(({ order_id }) => order_id === order.id);
    await until('it is in the file', () => rows().length > 0);
    assert.deepEqual(await cards.attemptsOf(order), []); // orders does not know of it yet
    await cards.restart(() => cards.house.start('orders'));
    const { attempt_id } = await asked;
    assert.deepEqual(
      rows().map((row) => row.attempt_id),
      [attempt_id],
    );
    assert.equal((await cards.till.see(order.id)).pending_attempt_id, attempt_id);
  });
});

function attemptRows(): { attempt_id: string; order_id: number }[] {
  const file = new SQLite(fileOf(cards.house, 'payments'), { readonly: true });
  const rows = file.prepare('SELECT attempt_id, order_id FROM attempt').all();
  file.close();
  return rows as never;
}

describe('a card of which nobody knows', { timeout: 300_000 }, () => {
  it('is tried for half a minute, stays locked, and is settled when Square answers', async () => {
    const [charged, never] = [await cards.soup(), await cards.soup()];
    fault('ListPayments', 'status', { status: 503, times: 100 }); // its next round finds nothing
    for (const order of [charged, never]) {
      const processed = order === charged;
      const earlier = requests('CreatePayment');
      fault('CreatePayment', 'status', { status: 503, times: 4, processed });
      const began = performance.now();
      await refusal(cards.payByToken(order), 'PAYMENT_UNKNOWN');
      const took_ms = performance.now() - began;
      assert.ok(took_ms > 12_000 && took_ms < 39_000, `${took_ms} ms`);
      assert.equal(requests('CreatePayment'), earlier + 4);
      assert.equal((await attemptOf(order)).status, 'unknown');
      const cash = { order_id: order.id, method: 'cash', cash_tendered: 10 };
      await cards.till.refused('close_order', cash, 'PAYMENT_UNKNOWN');
      assert.deepEqual(cards.announced('tender_settled', order), []);
    }
    assert.equal((await cards.till.pay(await cards.soup(), 10)).status, 'closed'); // others pay
    const { attempt_id } = await attemptOf(never);
    await refusal(cards.ask('cancel_attempt', { attempt_id }), 'PAYMENT_UNKNOWN');
    fault('*', 'status', { status: 503, times: 3 }); // the list, and a request for each
    await cards.restart();
    await until('it is alarmed', () => cards.alarm(`unknown_${attempt_id}`));
    cards.square.control.clear_faults();
    await cards.restart();
    await paidOnce(charged);
    await paidOnce(never);
    await until('nobody is alarmed', async () => !(await cards.alarm(`unknown_${attempt_id}`)));
  });

  it('ends as timed out when a reader has not taken it after ten minutes', async () => {
    const [old, young] = [await cards.soup(), await cards.soup()];
    const { attempt_id } = await cards.begin(old);
    await cards.begin(young);
    const makeOld = () => {
      const file = new SQLite(fileOf(cards.house, 'payments'));
      const then = new Date(Date.now() - 11 * 60_000).toISOString();
      file.prepare('UPDATE attempt SET created_at = ? WHERE attempt_id = ?').run(then, attempt_id);
      file.close();
    };
    const earlier = requests('ListPayments');
    await cards.restart(() => {
      makeOld();
      fault('ListPayments', 'html'); // Square does not say that it has none
    });
    await until('Square was asked', () => requests('ListPayments') > earlier);
    assert.equal((await attemptOf(old)).status, 'created');
    await cards.restart();
    await until('it is over', async () => (await attemptOf(old)).status === 'timed_out');
    await until('it is free', async () => !(await cards.till.see(old.id)).pending_attempt_id);
    assert.equal((await attemptOf(young)).status, 'created');
  });

  it('asks nothing of Square while nothing is open', async () => {
    for (const one of (await cards.ask('list_attempts', { status: 'created' })).attempts) {
      await cards.ask('cancel_attempt', { attempt_id: one.attempt_id });
    }
    const forget = () => {
      const file = new SQLite(fileOf(cards.house, 'payments'));
      const then = new Date(Date.now() - 25 * 3600_000).toISOString();
      file.prepare('UPDATE attempt SET settled_at = ? WHERE settled_at IS NOT NULL').run(then);
      file.close();
    };
    const earlier = requests('ListPayments');
    await cards.restart(forget);
    await cards.payByToken(await cards.soup()); // some time has passed since the start
    assert.equal(requests('ListPayments'), earlier);
  });
});

describe('a reader’s card in a house whose clock was an hour ahead', { timeout: 300_000 }, () => {
  /** By Square's clock, which is right. */
  const present = (attempt: Awaited<ReturnType<CardHouse['begin']>>) => {
    const created_at = new Date(Date.parse(attempt.created_at) - 3600_000).toISOString();
    return cards.present(attempt, { created_at });
  };

  it('pays when the till says so', async () => {
    const order = await cards.soup();
    const attempt = await cards.begin(order);
    const payment_id = present(attempt);
    const said = { order_id: order.id, attempt_id: attempt.attempt_id, payment_id };
    assert.equal((await cards.ask('charge', said)).status, 'completed');
    await paidOnce(order);
  });

  it('is found when the till has forgotten it', async () => {
    cards.square.control.settings({ list_lag_ms: 0 });
    const order = await cards.soup();
    const attempt = await cards.begin(order);
    present(attempt);
    const { attempt_id } = attempt;
    assert.equal((await cards.ask('cancel_attempt', { attempt_id })).status, 'approved');
    await paidOnce(order);
  });
});
