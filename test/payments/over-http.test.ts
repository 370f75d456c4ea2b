import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type LocalSquare, startSquare } from '../sandbox/square/square.ts';
import { type Front, openFront } from '../support/front.ts';

let square: LocalSquare;
let front: Front;
let token: string;

before(async () => {
  square = await startSquare();
  front = await openFront(['catalog', 'staff', 'orders', 'payments'], {
    SQUARE_ENVIRONMENT: 'local',
    SQUARE_BASE_URL: square.url,
    SQUARE_ACCESS_TOKEN: square.access_token,
    SQUARE_LOCATION_ID: square.location_id,
  });
  token = await front.login();
});
after(async () => {
  await front.close();
  await square.close();
});

interface Told {
  id: number;
  status: string;
  code: string;
  attempt_id: string;
  charge_amount: number;
  square_payment_id: string;
}
const call = (method: string, path: string, body?: object) =>
  front.call<Told>(method, path, { token, body });
const order = () => call('POST', '/orders', { items: [{ item_id: 1, quantity: 1 }] });

describe('cards over HTTP', { timeout: 300_000 }, () => {
  it('are waited for as long as Square is tried, longer than anything else', async () => {
    const { body } = await order();
    square.control.fault({ endpoint: 'CreatePayment', how: 'late', latency_ms: 11_000 });
    const card = { method: 'card', source_id: 'cnon:card-nonce-ok' };
    const closed = await call('POST', `/orders/${body.id}/close`, card);
    assert.deepEqual([closed.status, closed.body.status], [200, 'closed']);
  });

  it('are taken by a reader, from the attempt to the charge', async () => {
    const { body: opened } = await order();
    const begun = await call('POST', '/square/attempts', { order_id: opened.id });
    assert.equal(begun.status, 201);
    const { attempt_id, charge_amount } = begun.body;
    const { payment_id } = square.control.reader_payment({
      amount: Math.round(charge_amount * 100),
      reference_id: attempt_id,
    });
    const said = { order_id: opened.id, attempt_id, payment_id };
    const paid = await call('POST', '/square/charge', said);
    assert.deepEqual([paid.status, paid.body.square_payment_id], [200, payment_id]);
    assert.equal((await call('GET', `/square/attempts/${attempt_id}`)).body.status, 'approved');
    assert.equal((await call('GET', `/orders/${opened.id}`)).body.status, 'closed');
  });

  it('that are declined answer 402 with Square’s code', async () => {
    const { body } = await order();
    const card = { method: 'card', source_id: 'cnon:card-nonce-declined' };
    const declined = await call('POST', `/orders/${body.id}/payments`, card);
    assert.deepEqual([declined.status, declined.body.code], [402, 'CARD_DECLINED']);
    assert.equal((await call('GET', `/orders/${body.id}`)).body.status, 'open');
  });
});
