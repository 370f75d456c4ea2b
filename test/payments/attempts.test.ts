import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { until } from '../support/until.ts';
import { refusal } from '../support/refusal.ts';
import { type CardHouse, openCardHouse, type ToldAttempt } from './card-house.ts';

let cards: CardHouse;
const begun: ToldAttempt[] = [];
before(async () => {
  cards = await openCardHouse();
  for (let i = 0; i < 5; i++) begun.unshift(await cards.begin(await cards.soup()));
});
after(() => cards.close());

const ids = (attempts: ToldAttempt[]) => attempts.map(({ attempt_id }) => attempt_id);
const list = (input: object = {}) => cards.ask('list_attempts', input);

describe('attempts', { timeout: 300_000 }, () => {
  it('are listed newest first, in pages, none twice and none left out', async () => {
    assert.deepEqual(ids((await list()).attempts), ids(begun));
    const pages: ToldAttempt[][] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ limit: 2, cursor });
      pages.push(page.attempts);
      cursor = page.next_cursor;
    } while (cursor !== undefined);
    assert.deepEqual(
      pages.map((page) => page.length),
      [2, 2, 1],
    );
    assert.deepEqual(ids(pages.flat()), ids(begun));
    assert.equal((await list({ limit: 5 })).next_cursor, undefined);
  });

  it('are found by order, by what became of them, and by themselves', async () => {
    const [attempt] = begun;
    const { attempt_id, order_id } = attempt!;
    assert.deepEqual(ids((await list({ order_id })).attempts), [attempt_id]);
    assert.deepEqual((await list({ order_id: 4711 })).attempts, []);
    assert.equal((await list({ status: 'created' })).attempts.length, 5);
    assert.deepEqual((await list({ status: 'approved' })).attempts, []);
    assert.deepEqual((await list({ unmatched: true })).attempts, []);
    assert.equal((await list({ unmatched: false })).attempts.length, 5);
    const found = await cards.ask('get_attempt', { attempt_id });
    assert.deepEqual(found, (await list({ order_id })).attempts[0]);
    await cards.refused('get_attempt', { attempt_id: 'nobody' }, 'ATTEMPT_NOT_FOUND');
    await cards.refused('list_attempts', { status: 'perhaps' }, 'VALIDATION_FAILED', 'status');
    await cards.refused('list_attempts', { limit: 0 }, 'VALIDATION_FAILED', 'limit');
  });

  it('that ended are told with the payments, by their status', async () => {
    const order = await cards.soup();
    await refusal(cards.payByToken(order, 'cnon:card-nonce-declined'), 'CARD_DECLINED');
    const paid = await cards.payByToken(order);
    const listed = async (status: string) =>
      (await cards.ask('list_payments', { order_id: order.id, status })).payments;
    await until('it is heard of', async () => (await listed('completed')).length > 0);
    const completed = paid.payments.filter(({ status }) => status === 'completed');
    assert.deepEqual(await listed('completed'), completed);
    await cards.refused('list_payments', { status: 'x' }, 'VALIDATION_FAILED', 'status');
  });
});

describe('without Square', { timeout: 300_000 }, () => {
  before(async () => {
    await cards.house.kill('payments');
    await cards.house.start('payments', { SQUARE_ACCESS_TOKEN: '' });
  });

  it('no card is begun, and cash is taken', async () => {
    const order = await cards.soup();
    await cards.refused('begin_attempt', { order_id: order.id }, 'CARD_NOT_CONFIGURED');
    await refusal(cards.payByToken(order), 'CARD_NOT_CONFIGURED');
    assert.deepEqual(await cards.attemptsOf(order), []);
    assert.equal((await cards.till.pay(order, 10)).status, 'closed');
  });

  it('what is open stays open, whatever is said of it, but for an admin’s word', async () => {
    const [{ attempt_id, order_id }] = begun as [ToldAttempt];
    const said = { order_id, attempt_id, payment_id: 'p' };
    await refusal(cards.ask('charge', said), 'PAYMENT_UNKNOWN');
    await refusal(cards.ask('cancel_attempt', { attempt_id }), 'CARD_NOT_CONFIGURED');
    assert.equal((await cards.till.see(order_id)).pending_attempt_id, attempt_id);
    const word = { attempt_id, outcome: 'not_taken', reason: 'there is no Square any more' };
    assert.equal((await cards.ask('resolve_attempt', word)).status, 'declined');
    await until('it is free', async () => !(await cards.till.see(order_id)).pending_attempt_id);
  });
});
