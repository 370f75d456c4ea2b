import assert from 'node:assert/strict';
import http from 'node:http';
import { json } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type Front, openFront } from '../support/front.ts';

interface Problem {
  code: string;
  errors?: { field: string; message: string }[];
}

let front: Front;
let token: string;
before(async () => {
  front = await openFront(['catalog', 'staff', 'orders', 'payments']);
  token = await front.login();
});
after(() => front.close());

const JSON_GZIP = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
const bearer = () => ({ authorization: `Bearer ${token}` });

/** Status, code and the fields that are wrong. */
async function call(method: string, path: string, body?: object | string, headers = {}) {
  const answer = await front.call<Problem>(method, path, { token, body, headers });
  const fields = answer.body.errors?.map(({ field }) => field).join(' ');
  return [answer.status, answer.body.code, fields];
}
const post = (body: object | string, headers = {}) => call('POST', '/orders', body, headers);

describe('a body', () => {
  it('must be JSON', async () => {
    for (const body of ['{"items":', '{items:[]}', "{'a':1}"]) {
      assert.deepEqual((await post(body)).slice(0, 2), [400, 'MALFORMED_JSON']);
    }
  });

  it('may be left out where no field is needed', async () => {
    assert.equal((await post(''))[0], 201); // an order without lines
  });

  it('must be what its header says that it is packed as', async () => {
    const answer = await post('{"items":[]}', { 'content-encoding': 'gzip' });
    assert.deepEqual(answer.slice(0, 2), [400, 'MALFORMED_JSON']);
  });

  it('must not be nested deeper than anything that is asked for', async () => {
    for (const levels of [33, 5_000, 100_000]) {
      const body = `{"items":${'['.repeat(levels)}${']'.repeat(levels)}}`;
      assert.deepEqual(await post(body), [422, 'VALIDATION_FAILED', '']);
    }
    const fits = `{"items":${'['.repeat(20)}${']'.repeat(20)}}`;
    assert.deepEqual(await post(fits), [422, 'VALIDATION_FAILED', 'items.0']);
  });

  it('must not unpack to more than any order could be', async () => {
    const packed = gzipSync(JSON.stringify({ note: 'x'.repeat(50_000_000) }));
    const options = { method: 'POST', body: packed, headers: { ...JSON_GZIP, ...bearer() } };
    const answer = await fetch(`http://127.0.0.1:${front.port}/orders`, options);
    assert.equal(answer.status, 413);
    assert.equal(((await answer.json()) as Problem).code, 'BODY_TOO_LARGE');
  });

  it('must be an object', async () => {
    for (const body of ['[]', '"items"', '12', 'null', 'true']) {
      assert.deepEqual(await post(body), [422, 'VALIDATION_FAILED', '']);
    }
  });

  it('must say that it is JSON, in a charset that JSON has', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const [status, code] = await post('{}', { 'content-type': type });
      assert.deepEqual([type, status, code], [type, 415, 'UNSUPPORTED_MEDIA_TYPE']);
    }
    const latin = { 'content-type': 'application/json; charset=latin1' };
    assert.deepEqual((await post('{}', latin)).slice(0, 2), [415, 'UNSUPPORTED_MEDIA_TYPE']);
    const packed = { 'content-encoding': 'lzma' };
    assert.deepEqual((await post('{}', packed)).slice(0, 2), [415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it('must say so also when it comes in pieces', async () => {
    const { promise, resolve } = Promise.withResolvers<http.IncomingMessage>();
    const headers = { authorization: `Bearer ${token}`, 'transfer-encoding': 'chunked' };
    const where = { port: front.port, host: '127.0.0.1', path: '/orders' };
    http.request({ ...where, method: 'POST', headers }, resolve).end('{"items":[]}');
    const answer = await promise;
    assert.equal(answer.statusCode, 415);
    assert.equal(((await json(answer)) as Problem).code, 'UNSUPPORTED_MEDIA_TYPE');
  });

  it('must not be longer than any order could be', async () => {
    const long = { items: [], note: 'x'.repeat(600_000) };
    assert.deepEqual((await post(long)).slice(0, 2), [413, 'BODY_TOO_LARGE']);
    const fits = { items: [], note: 'x'.repeat(400_000) };
    assert.deepEqual(await post(fits), [422, 'VALIDATION_FAILED', 'note']);
  });

  it('has each field named that is wrong or unknown, however deep', async () => {
    const items = [
      { item_id: 1, quantity: 0 },
      { item_id: '1', quantity: 1, colour: 'red' },
    ];
    const wrong = ['items.0.quantity', 'items.1.item_id', 'items.1.colour', 'table'].join(' ');
    assert.deepEqual(await post({ items, table: 7 }), [422, 'VALIDATION_FAILED', wrong]);
    const sly = '{"items":[],"__proto__":{"note":"x"}}';
    assert.deepEqual(await post(sly), [422, 'VALIDATION_FAILED', '__proto__']);
  });
});

describe('an address', () => {
  it('that nothing has is not found, in our form', async () => {
    for (const [method, path] of [
      ['GET', '/nothing'],
      ['GET', '/orders/1/nothing'],
      ['DELETE', '/orders/1'],
      ['GET', '/orders/%E0%A4%A'],
      ['GET', '/../etc/passwd'],
      ['GET', '/catalog/get_settings'],
    ] as const) {
      const [status, code] = await call(method, path);
      assert.deepEqual([path, status, code], [path, 404, 'NOT_FOUND']);
    }
  });

  it('with a name of the wrong type is refused, naming it', async () => {
    for (const id of ['abc', '1.5', '0', '-1', '1e3', '0x10']) {
      const answer = await call('GET', `/orders/${id}`);
      assert.deepEqual([id, ...answer], [id, 422, 'VALIDATION_FAILED', 'order_id']);
    }
    assert.deepEqual((await call('GET', '/orders/7777')).slice(0, 2), [404, 'ORDER_NOT_FOUND']);
  });

  it('is not said again in the body', async () => {
    const body = { order_id: 1, item_id: 1, quantity: 1 };
    const answer = await call('PUT', '/orders/2/add_item', body);
    assert.deepEqual(answer, [422, 'VALIDATION_FAILED', 'order_id']);
  });
});

describe('a query', () => {
  it('is read as the types of its fields', async () => {
    assert.equal((await call('GET', '/payments?limit=2&date=2026-11-23'))[0], 200);
  });

  it('that is wrong has its fields named', async () => {
    for (const [query, fields] of [
      ['limit=two', 'limit'],
      ['limit=0', 'limit'],
      ['limit=', 'limit'],
      ['limit=1&limit=2', 'limit'],
      ['limit[a]=1', 'limit[a]'],
      ['date=23.11.2026', 'date'],
      ['colour=red&limit=201', 'limit colour'],
    ]) {
      const answer = await call('GET', `/payments?${query}`);
      assert.deepEqual([query, ...answer], [query, 422, 'VALIDATION_FAILED', fields]);
    }
  });
});
