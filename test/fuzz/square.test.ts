import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { takeConsole } from '#shared/log.ts';
import { SquareFailure } from '../../services/payments/outcome.ts';
import { locationOf, merchantOf, newToken, tokenStatus } from '../../services/payments/seller.ts';
import { openSquare, type Square } from '../../services/payments/square.ts';
import { openTerminals } from '../../services/payments/terminal-square.ts';
import { nasty } from './nasty.ts';
import { runs } from './runs.ts';

/** What stands in Square's place, and answers whatever it is told to. */
let server: Server;
let answer: { status: number; type: string; text: string };
let square: Square;
/** What the SDK says of answers that it finds odd. */
const said: string[] = [];
before(async () => {
  takeConsole({ warn: (_: object, words: string) => said.push(words) } as never);
  server = createServer((request, response) => {
    request.resume();
    response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.text);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const account = {
    environment: 'local' as const,
    base_url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    access_token: 'EAAA',
    location_id: 'L1',
    application_id: null,
  };
  square = openSquare(() => account);
});
after(() => {
  server.closeAllConnections();
  server.close();
});

const money = fc.oneof(
  fc.record({
    amount: fc.oneof(fc.integer(), nasty),
    currency: fc.oneof(fc.constant('USD'), nasty),
  }),
  nasty,
);
const some = (fields: Record<string, fc.Arbitrary<unknown>>) =>
  fc.oneof({ arbitrary: fc.record(fields, { requiredKeys: [] }), weight: 4 }, nasty);
const known = (...words: string[]) => fc.oneof(fc.constantFrom(...words), nasty);
const payment = some({
  id: known('p-1'),
  status: known('COMPLETED', 'APPROVED', 'FAILED'),
  amount_money: money,
  tip_money: money,
  total_money: money,
  refunded_money: money,
  refund_ids: nasty,
  created_at: known('2026-11-23T18:04:05.120Z'),
  card_details: some({ card: some({ card_brand: nasty, last_4: nasty }) }),
  capabilities: nasty,
});
const error = some({ category: known('PAYMENT_METHOD_ERROR', 'API_ERROR'), code: nasty });
const list = (one: fc.Arbitrary<unknown>) => fc.oneof(fc.array(one, { maxLength: 3 }), nasty);
/** Anything of Square's forms, where any part of it may be something else. */
const body = some({
  payment,
  payments: list(payment),
  errors: list(error),
  location: some({ id: nasty, name: nasty, capabilities: nasty, currency: nasty }),
  merchant: some({ id: nasty, country: nasty }),
  checkout: some({ id: nasty, status: nasty, payment_ids: nasty }),
  access_token: nasty,
  merchant_id: nasty,
  expires_at: nasty,
  scopes: nasty,
});
const answers = fc.record({
  status: fc.constantFrom(200, 200, 200, 201, 204, 301, 400, 401, 404, 429, 500, 503),
  type: fc.constantFrom('application/json', 'application/json', 'text/html', ''),
  text: fc.oneof(
    { arbitrary: body.map((one) => JSON.stringify(one)), weight: 8 },
    fc.constantFrom('', '{', 'null', '<html></html>', '\0', '{"payment":{"id":1e400}}', '[[[['),
  ),
});

const asked = {
  sourceId: 'x',
  idempotencyKey: 'k',
  amountMoney: { amount: 1n, currency: 'USD' as const },
};
const paid = { id: 'p-1', version_token: null } as never;
const renewal = { application_id: 'a', client_secret: 's', refresh_token: 'r' };
const QUESTIONS: Record<string, () => Promise<unknown>> = {
  'to a charge': () => square.pay(asked),
  'to what became of a charge': () => square.find('p-1'),
  'to what was charged': () => square.since('2026-11-23T18:04:05.120Z'),
  'to a capture': () => square.capture('p-1'),
  'to a cancellation': () => square.cancel('p-1'),
  'to a cancellation by its key': () => square.cancelByKey('k'),
  'to a tip': () => square.setTip(paid, { amount: 1n, currency: 'USD' }, 'k'),
  'to whose the token is': () => tokenStatus(square.run),
  'to where the house is': () => locationOf(square.run, 'L1'),
  'to whose the house is': () => merchantOf(square.run),
  'to a new token': () => newToken(square.run, renewal),
  'to a checkout': () => openTerminals(square).read('c-1'),
};

describe('whatever Square answers', { timeout: 7_200_000 }, () => {
  for (const [what, ask] of Object.entries(QUESTIONS)) {
    it(`${what} is understood, or a failure in Square's words or ours`, async () => {
      const property = fc.asyncProperty(answers, async (one) => {
        answer = one;
        await ask().catch((failure: unknown) => {
          assert.ok(failure instanceof SquareFailure, String((failure as Error).stack));
        });
      });
      await fc.assert(property, { ...runs(4), endOnFailure: true });
    });
  }

  it('is not quoted in the log, though the SDK does so on the console', async () => {
    const text = JSON.stringify({ payments: ['canary-4711'] });
    answer = { status: 200, type: 'application/json', text };
    await square.since('2026-11-23T18:04:05.120Z');
    assert.match(said.at(-1) ?? '', /payments\.\[0\]: Expected object. Received "…"/);
    assert.ok(!said.join().includes('canary-4711'));
  });
});
