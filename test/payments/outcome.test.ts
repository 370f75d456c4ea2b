import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { accountOf } from '../../services/payments/account.ts';
import { classify } from '../../services/payments/outcome.ts';
import { openSquare, type Square } from '../../services/payments/square.ts';
import { readConfig } from '#shared/config.ts';

const error = (category: string, code: string) => ({ errors: [{ category, code }] });
const thrown = (statusCode: number, category: string, code: string) => ({
  name: 'SquareError',
  statusCode,
  ...error(category, code),
});

describe('a request that Square did not carry out', () => {
  const table = [
    [402, 'PAYMENT_METHOD_ERROR', 'GENERIC_DECLINE', 'declined'],
    [400, 'PAYMENT_METHOD_ERROR', 'CVV_FAILURE', 'declined'],
    [403, 'PAYMENT_METHOD_ERROR', 'INSUFFICIENT_PERMISSIONS', 'declined'],
    [400, 'INVALID_REQUEST_ERROR', 'CARD_TOKEN_USED', 'refused'],
    [404, 'INVALID_REQUEST_ERROR', 'NOT_FOUND', 'refused'],
    [400, 'REFUND_ERROR', 'REFUND_AMOUNT_INVALID', 'refused'],
    [401, 'AUTHENTICATION_ERROR', 'UNAUTHORIZED', 'configuration'],
    [401, 'AUTHENTICATION_ERROR', 'ACCESS_TOKEN_EXPIRED', 'configuration'],
    [403, 'AUTHENTICATION_ERROR', 'INSUFFICIENT_SCOPES', 'configuration'],
    [401, 'V1_ERROR', 'service.not_authorized', 'configuration'],
    [400, 'INVALID_REQUEST_ERROR', 'IDEMPOTENCY_KEY_REUSED', 'unknown'],
    [409, 'INVALID_REQUEST_ERROR', 'CONFLICT', 'unknown'],
    [408, 'API_ERROR', 'REQUEST_TIMEOUT', 'unknown'],
    [429, 'RATE_LIMIT_ERROR', 'RATE_LIMITED', 'unknown'],
    [400, 'API_ERROR', 'TEMPORARY_ERROR', 'unknown'],
    [500, 'API_ERROR', 'INTERNAL_SERVER_ERROR', 'unknown'],
    [503, 'PAYMENT_METHOD_ERROR', 'GENERIC_DECLINE', 'unknown'],
    [404, 'V1_ERROR', 'Unknown', 'unknown'], // a proxy's page, not Square
    [418, 'A_NEW_CATEGORY', 'A_NEW_CODE', 'unknown'],
  ] as const;
  for (const [status, category, code, kind] of table) {
    it(`is ${kind} with ${status} ${category} ${code}`, () => {
      const failure = classify(thrown(status, category, code));
      assert.deepEqual([failure.kind, failure.status], [kind, status]);
    });
  }

  it('is refused when the SDK did not send it, and unknown when nobody answered', () => {
    assert.equal(classify({ name: 'JsonError', errors: [] }).kind, 'refused');
    for (const [silent, code] of [
      [{ name: 'ParseError', errors: [] }, 'UNREADABLE'],
      [{ name: 'SquareError', message: '"timeout"', cause: 'timeout' }, 'TIMEOUT'],
      [{ name: 'SquareError', cause: { name: 'TimeoutError' } }, 'TIMEOUT'],
      [{ name: 'SquareError', cause: new TypeError('fetch failed') }, 'UNREACHABLE'],
      [new Error('anything else'), 'UNREACHABLE'],
      [undefined, 'UNREACHABLE'],
    ] as const) {
      const failure = classify(silent);
      assert.deepEqual([failure.kind, failure.code], ['unknown', code]);
    }
  });

  it('tells the failed payment that a decline brings along, and nothing that Square wrote', () => {
    const payment = { id: 'p1', status: 'FAILED', card_details: { card: { last_4: '1111' } } };
    const declined = classify({
      ...thrown(402, 'PAYMENT_METHOD_ERROR', 'CVV_FAILURE'),
      message: 'Body: secret',
      body: { payment },
    });
    assert.deepEqual(declined.payment, { id: 'p1', status: 'FAILED' });
    assert.equal(declined.message, 'Square: CVV_FAILURE (402)');
  });
});

describe('what comes in place of an answer', { timeout: 300_000 }, () => {
  let answer: (response: ServerResponse) => void;
  let square: Square;
  const server = createServer((_, response) => answer(response));
  before(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const config = readConfig({
      SQUARE_ENVIRONMENT: 'local',
      SQUARE_BASE_URL: `http://127.0.0.1:${port}`,
      SQUARE_ACCESS_TOKEN: 'token',
      SQUARE_LOCATION_ID: 'L1',
    });
    square = openSquare(() => accountOf(config));
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  const html = (status: number) => (response: ServerResponse) =>
    response.writeHead(status, { 'content-type': 'text/html' }).end('<h1>Guest Wi-Fi</h1>');
  const table: [string, (response: ServerResponse) => void, string][] = [
    ['a page of HTML with 200', html(200), 'UNREADABLE'],
    ['a page of HTML with 502', html(502), 'UNREADABLE'],
    ['nothing with 200', (response) => response.end(), 'UNREADABLE'],
    ['a line that breaks', (response) => response.destroy(), 'UNREACHABLE'],
    [
      'half a JSON',
      (response) => response.writeHead(200, { 'content-length': 90 }).write('{"pay'),
      'TIMEOUT',
    ],
    ['a JSON without a payment', (response) => response.end('{}'), 'UNREADABLE'],
  ];
  for (const [what, how, code] of table) {
    it(`says nothing of the money: ${what}`, async () => {
      answer = how;
      const soon = { paymentId: 'p' };
      const told =
        code === 'TIMEOUT'
          ? square.run(300, ({ payments }, options) => payments.get(soon, options))
          : square.find('p');
      await assert.rejects(told, { name: 'SquareFailure', kind: 'unknown', code });
    });
  }

  it('is no empty list of payments either', async () => {
    answer = html(200);
    await assert.rejects(square.since('2026-11-23T18:00:00.000Z'), { kind: 'unknown' });
  });
});

describe('an account at Square', () => {
  const whole = {
    SQUARE_ENVIRONMENT: 'sandbox',
    SQUARE_ACCESS_TOKEN: 'token',
    SQUARE_LOCATION_ID: 'L1',
  };

  it('is none until environment, token and location have been said', async () => {
    assert.equal(accountOf(readConfig({ POS_DEMO: 'false' })), undefined);
    assert.throws(() => readConfig({ ...whole, SQUARE_ENVIRONMENT: '' }), /^Error: SQUARE_ENV/);
    for (const missing of ['SQUARE_ACCESS_TOKEN', 'SQUARE_LOCATION_ID']) {
      assert.equal(accountOf(readConfig({ ...whole, [missing]: '' })), undefined, missing);
    }
    await assert.rejects(openSquare(() => undefined).find('p'), { code: 'CARD_NOT_CONFIGURED' });
  });

  it('never reaches the real Square by default: a local one needs its address', () => {
    const local = { ...whole, SQUARE_ENVIRONMENT: 'local' };
    assert.throws(() => readConfig(local), /SQUARE_BASE_URL/);
    const at = { ...local, SQUARE_BASE_URL: 'http://127.0.0.1:4010' };
    assert.equal(accountOf(readConfig(at))?.base_url, 'http://127.0.0.1:4010');
    const demo = accountOf(readConfig({ POS_PORT: '8000' }));
    assert.deepEqual([demo?.environment, demo?.base_url], ['local', 'http://127.0.0.1:9200']);
    assert.match(accountOf(readConfig(whole))?.base_url ?? '', /sandbox/);
  });
});
