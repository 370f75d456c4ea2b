import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { isSigned } from '../../services/payments/signature.ts';
import { readWebhook } from '../../services/payments/webhook.ts';
import { openBooks } from '../support/books.ts';
import { localEnv, openSquareFront, type SquareFront } from './square-front.ts';

const KEY = 'sq-test-signature-key';
const ADDRESS = 'https://pos.example.com/square/webhook';
/** As Square would sign it; made with Square's own SDK. */
const KNOWN = {
  body:
    '{"merchant_id":"ML1","type":"payment.updated","event_id":"e1","data":{"type":"payment",' +
    '"id":"P1","object":{"payment":{"id":"P1","status":"COMPLETED"}}}}',
  signature: 'Cuy7XmAF7SmaN9r/ts0BGpp5Y7SyZbsfpEwcczIYV0c=',
};

describe('the signature of Square', () => {
  it('is that of its own SDK', () => {
    assert.ok(isSigned(KNOWN.body, ADDRESS, KEY, KNOWN.signature));
  });

  it('is wrong where a letter of the address, the key, the body or itself is another', () => {
    const { body, signature } = KNOWN;
    assert.ok(!isSigned(body, `${ADDRESS}/`, KEY, signature));
    assert.ok(!isSigned(body, ADDRESS, `${KEY}x`, signature));
    assert.ok(!isSigned(body.replace('P1', 'P2'), ADDRESS, KEY, signature));
    assert.ok(!isSigned(`${body}\n`, ADDRESS, KEY, signature));
    for (const wrong of [
      '',
      'x',
      signature.slice(1),
      signature.toLowerCase(),
      `${signature}AAAA`,
    ]) {
      assert.ok(!isSigned(body, ADDRESS, KEY, wrong), wrong);
    }
  });
});

describe('what Square tells', () => {
  const event = (type: string, id: string, object = {}) =>
    readWebhook(JSON.stringify({ merchant_id: 'M', type, event_id: 'e', data: { id, object } }));

  it('is of a payment, with what it refers to', () => {
    const told = event('payment.updated', 'P1', { payment: { reference_id: 'a-1' } });
    assert.deepEqual(told?.tidings, { kind: 'payment', payment_id: 'P1', reference_id: 'a-1' });
    const alone = event('payment.created', 'P1', { payment: {} });
    assert.deepEqual(alone?.tidings, { kind: 'payment', payment_id: 'P1', reference_id: null });
  });

  it('is of a refund, a checkout, a terminal that was paired, or the end', () => {
    assert.deepEqual(event('refund.updated', 'R1')?.tidings, { kind: 'refund', refund_id: 'R1' });
    const checkout = { kind: 'checkout', checkout_id: 'C1' };
    assert.deepEqual(event('terminal.checkout.updated', 'C1')?.tidings, checkout);
    const code = { kind: 'device_code', code_id: 'D1' };
    assert.deepEqual(event('device.code.paired', 'D1')?.tidings, code);
    const revoked = { kind: 'revoked', merchant_id: 'M' };
    assert.deepEqual(event('oauth.authorization.revoked', '')?.tidings, revoked);
  });

  it('is taken for something else where it is nothing of ours', () => {
    assert.deepEqual(event('location.updated', 'L1')?.tidings, { kind: 'other' });
    assert.deepEqual(event('payment.updated', '')?.tidings, { kind: 'other' });
  });

  it('is nothing where it is no event', () => {
    for (const body of ['', '{', '[]', 'null', '{}', '{"type":"payment.updated"}']) {
      assert.equal(readWebhook(body), undefined, body);
    }
  });
});

describe('a webhook', { timeout: 300_000 }, () => {
  let house: SquareFront;
  before(async () => {
    house = await openSquareFront((square) => ({
      ...localEnv(square),
      SQUARE_WEBHOOK_SIGNATURE_KEY: KEY,
      SQUARE_WEBHOOK_URL: ADDRESS,
    }));
  });
  after(() => house.close());
  const sign = (body: string) =>
    createHmac('sha256', KEY)
      .update(ADDRESS + body)
      .digest('base64');
  const send = (body: string, signature?: string, headers = {}) =>
    house.front.call<{ code: string; received?: boolean }>('POST', '/square/webhooks', {
      body,
      headers: {
        ...(signature !== undefined && { 'x-square-hmacsha256-signature': signature }),
        ...headers,
      },
    });
  const noted = () =>
    openBooks(house.front.house.config.POS_DATA_DIR).rows<{ event_id: string }>(
      'payments',
      'SELECT event_id FROM square_event',
    );

  it('is taken without a session when it is signed, and noted once', async () => {
    for (let times = 0; times < 3; times++) {
      const { status, body } = await send(KNOWN.body, KNOWN.signature);
      assert.deepEqual([status, body], [200, { received: true }]);
    }
    assert.deepEqual(noted(), [{ event_id: 'e1' }]);
  });

  it('is taken to the letter, whatever the body says that it is', async () => {
    const body = '{ "type": "location.updated",  "event_id": "e-é",\r\n "more": 1.0 }';
    for (const type of ['text/plain', 'application/json', 'application/octet-stream']) {
      const { status } = await send(body, sign(body), { 'content-type': type });
      assert.equal(status, 200, type);
    }
    assert.deepEqual(noted().length, 2);
  });

  it('is refused, and nothing is noted, when it is not signed, or not with our key', async () => {
    const body = KNOWN.body.replace('e1', 'e2');
    for (const signature of [undefined, '', 'x', KNOWN.signature]) {
      const answer = await send(body, signature);
      assert.deepEqual([answer.status, answer.body.code], [401, 'INVALID_SIGNATURE'], signature);
    }
    assert.equal(noted().length, 2);
  });

  it('that is signed but no event names the body', async () => {
    const { status, body } = await send('{}', sign('{}'));
    assert.deepEqual([status, body.code], [422, 'VALIDATION_FAILED']);
  });

  it('is not read beyond 64 kB', async () => {
    const { status, body } = await send(`{"x":"${'x'.repeat(66_000)}"}`, 'x');
    assert.deepEqual([status, body.code], [413, 'BODY_TOO_LARGE']);
  });
});

describe('a webhook to a house without a key', { timeout: 300_000 }, () => {
  let house: SquareFront;
  before(async () => void (house = await openSquareFront()));
  after(() => house.close());

  it('finds nothing there', async () => {
    const { status, body } = await house.front.call<{ code: string }>('POST', '/square/webhooks', {
      body: KNOWN.body,
      headers: { 'x-square-hmacsha256-signature': KNOWN.signature },
    });
    assert.deepEqual([status, body.code], [404, 'NOT_FOUND']);
  });
});
