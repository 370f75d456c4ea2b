import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { z } from 'zod';
import { contract } from '#shared/contracts/contract.ts';
import { CONTRACTS } from '#shared/contracts/index.ts';
import { routes } from '../../services/gateway/http.ts';
import { type Front, openFront } from '../support/front.ts';
import type { Answer } from '../support/restaurant.ts';
import { until } from '../support/until.ts';

interface Problem {
  detail: string;
  code: string;
  timestamp: string;
  errors?: { field: string; message: string }[];
}
interface Order {
  id: number;
  till: string;
}

let front: Front;
let token: string;
before(async () => {
  front = await openFront(['catalog', 'staff', 'orders', 'payments']);
  token = await front.login('2468', 'terrace');
});
after(() => front.close());

const call = <T = Problem>(method: string, path: string, body?: object | string, headers = {}) =>
  front.call<T>(method, path, { token, body, headers });

/** That an answer is an error in our form; its fields, if any. */
function refused({ status, headers, body }: Answer<Problem>, expected: number, code: string) {
  assert.deepEqual([status, body.code], [expected, code]);
  assert.match(body.detail, /^[A-Z].+\.$/);
  assert.equal(new Date(body.timestamp).toISOString(), body.timestamp);
  assert.match(headers.get('content-type') ?? '', /^application\/json/);
  assert.match(headers.get('x-request-id') ?? '', /^[\da-f-]{36}$/);
  assert.equal(headers.get('retry-after'), expected === 503 ? '2' : null);
  return body.errors?.map(({ field }) => field);
}
const newOrder = (headers = {}) => call<Order>('POST', '/orders', { items: [] }, headers);

describe('whoever calls', () => {
  it('needs a token that is good', async () => {
    for (const authorization of ['', 'Bearer', `Basic ${token}`, 'Bearer wrong', 'Bearer a b']) {
      const answer = await front.call<Problem>('GET', '/catalog/menu', {
        headers: { authorization },
      });
      refused(answer, 401, 'UNAUTHENTICATED');
    }
    assert.equal((await call('GET', '/catalog/menu')).status, 200);
  });

  it('is at the till that the session remembers, or at the one named', async () => {
    assert.equal((await newOrder()).body.till, 'terrace');
    assert.equal((await newOrder({ 'X-Till': 'bar-2' })).body.till, 'bar-2');
  });

  it('cannot name a till that cannot be', async () => {
    for (const name of ['Bar', 'bar 2', 'a/b', '+', 'x'.repeat(33)]) {
      const answer = await call('GET', '/catalog/menu', undefined, { 'X-Till': name });
      assert.deepEqual(refused(answer, 400, 'INVALID_HEADER'), ['X-Till']);
    }
  });

  it('that logs out is out, at once and alone', async () => {
    const leaving = await front.login('1357');
    const menu = () => front.call<Problem>('GET', '/catalog/menu', { token: leaving });
    assert.equal((await menu()).status, 200);
    assert.equal((await front.call('POST', '/auth/logout', { token: leaving })).status, 200);
    refused(await menu(), 401, 'UNAUTHENTICATED');
    assert.equal((await call('GET', '/catalog/menu')).status, 200);
  });

  it('with a token that nobody can check now is told to come again, not to log in', async () => {
    await front.house.kill('staff');
    const [unknown, known] = await Promise.all([
      front.call<Problem>('GET', '/catalog/menu', { token: 'unknown' }),
      call('GET', '/catalog/menu'),
    ]);
    refused(unknown, 503, 'SERVICE_UNAVAILABLE');
    assert.equal(known.status, 200);
    await front.house.start('staff');
    const again = await front.call<Problem>('GET', '/catalog/menu', { token: 'unknown' });
    refused(again, 401, 'UNAUTHENTICATED');
  });
});

describe('a key', () => {
  const keyOf = (answer: Answer<unknown>) => answer.headers.get('idempotency-key');

  it('makes the same call the same order', async () => {
    const first = await newOrder({ 'Idempotency-Key': 'till-7/order#1' });
    const again = await newOrder({ 'Idempotency-Key': 'till-7/order#1' });
    assert.equal(keyOf(first), 'till-7/order#1');
    assert.equal(again.status, 201);
    assert.deepEqual(again.body, first.body);
    const replays = [first, again].map(({ headers }) => headers.get('idempotent-replay'));
    assert.deepEqual(replays, [null, 'true']);
  });

  it('that was used for another call is refused', async () => {
    const headers = { 'Idempotency-Key': 'till-7/order#2' };
    await newOrder(headers);
    const other = await call('POST', '/orders', { items: [], note: 'quick' }, headers);
    refused(other, 409, 'IDEMPOTENCY_KEY_REUSED');
  });

  it('is given to a write that brings none, and to no read', async () => {
    const [one, two] = [keyOf(await newOrder()), keyOf(await newOrder())];
    assert.match(one ?? '', /^[\da-f-]{36}$/);
    assert.notEqual(one, two);
    const read = await call('GET', '/catalog/menu', undefined, { 'Idempotency-Key': 'mine' });
    assert.equal(keyOf(read), null);
  });

  it('is 1 to 64 visible characters', async () => {
    for (const key of ['x'.repeat(65), 'a b', 'ü']) {
      const answer = await call('POST', '/orders', { items: [] }, { 'Idempotency-Key': key });
      assert.deepEqual(refused(answer, 400, 'INVALID_HEADER'), ['Idempotency-Key']);
    }
    const longest = await newOrder({ 'Idempotency-Key': 'x'.repeat(64) });
    assert.equal(longest.status, 201);
  });

  it('means nothing where people log in', async () => {
    const body = { pin: '2468' };
    const headers = { 'Idempotency-Key': 'login' };
    const logins = [1, 2].map(() =>
      front.call<{ token: string }>('POST', '/auth/login', { body, headers }),
    );
    const [one, two] = await Promise.all(logins);
    assert.notEqual(one?.body.token, two?.body.token);
    assert.equal(one && keyOf(one), null);
  });
});

describe('an answer', () => {
  it('is short where the caller has it already', async () => {
    const { headers } = await call('GET', '/catalog/menu');
    const again = { 'If-None-Match': headers.get('etag') };
    const { status, body } = await call('GET', '/catalog/menu', undefined, again);
    assert.deepEqual([status, body], [304, undefined]);
  });

  it('keeps browsers careful, and on plain HTTP', async () => {
    const { headers } = await call('GET', '/health');
    const policy = headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'self'/);
    assert.match(policy, /frame-ancestors 'self'/);
    assert.doesNotMatch(policy, /upgrade-insecure-requests/);
    assert.equal(headers.get('strict-transport-security'), null);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('x-powered-by'), null);
  });

  it('about our health is 503 when no order can be taken', async () => {
    const health = () => front.call<{ status: string; version: string }>('GET', '/health');
    const { status, body } = await health();
    assert.deepEqual([status, body.status, body.version], [200, 'degraded', '1.2.3']);
    await front.house.kill('orders');
    let without = await health();
    // the broker says a moment later that its connection is gone
    await until('it is told', async () => (without = await health()).status !== 200);
    assert.deepEqual([without.status, without.body.status], [503, 'unhealthy']);
    await front.house.start('orders');
  });
});

describe('routes', () => {
  const paths = (all: Parameters<typeof routes>[0]) => routes(all).map(({ path }) => path);

  it('that are literal come before those with a parameter', () => {
    const input = z.strictObject({ id: z.int() });
    const same = { summary: '', role: 'public', kind: 'read', tag: '', errors: [] } as const;
    const get = (http?: `GET /${string}`) => ({ ...same, input, output: input, http });
    const operations = {
      one: get('GET /jars/:id'),
      lids: get('GET /jars/:id/lids'),
      all: get('GET /jars/all'),
      every: get('GET /jars/zzz/lids'),
      silent: get(),
    } as const;
    const jars = contract({ service: 'larder', summary: '', operations, events: {}, shows: {} });
    const expected = ['/jars/all', '/jars/zzz/lids', '/jars/:id', '/jars/:id/lids'];
    assert.deepEqual(paths([jars]), expected);
  });

  it('are all there', () => {
    const operations = CONTRACTS.flatMap((one) => Object.values(one.operations));
    assert.equal(paths(CONTRACTS).length, operations.filter(({ http }) => http).length);
  });
});
