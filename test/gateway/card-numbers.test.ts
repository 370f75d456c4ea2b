import assert from 'node:assert/strict';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import mqtt from 'mqtt';
import { bearer } from '../bench/load.ts';
import { openRestaurant, type Restaurant } from '../support/restaurant.ts';

/** A number of a real maker's test card, as people would type it. */
const CARD = '4111 1111 1111 1111';
const DASHED = '4111-1111-1111-1111';
const PLAIN = '4111111111111111';
const ANY_FORM = /4111[\s-]*1111[\s-]*1111[\s-]*1111/;

interface Problem {
  code?: string;
  errors?: { field: string; message: string }[];
  id: number;
}

let restaurant: Restaurant;
let token: string;
before(async () => {
  restaurant = await openRestaurant({ LOG_LEVEL: 'trace' });
  token = await restaurant.login();
});
after(() => restaurant.close());

async function call(method: string, path: string, body?: object, headers = {}) {
  const answer = await restaurant.call<Problem>(method, path, body, {
    ...bearer(token),
    ...headers,
  });
  return { ...answer, fields: answer.body.errors?.map(({ field }) => field) };
}

describe('a card number', { timeout: 300_000 }, () => {
  it('is refused in words, naming the field, wherever it is typed', async () => {
    const { body: order } = await call('POST', '/orders', {
      items: [{ item_id: 17, quantity: 1 }],
    });
    const path = `/orders/${order.id}`;
    const line = { item_id: 17, quantity: 1 };
    for (const [method, where, body, field] of [
      ['POST', '/orders', { items: [line], note: `pays with ${CARD}` }, 'note'],
      ['POST', '/orders', { items: [line, { ...line, note: CARD }] }, 'items.1.note'],
      ['POST', '/orders', { items: [line], customer_name: PLAIN }, 'customer_name'],
      ['PUT', `${path}/add_item`, { ...line, note: `VISA${PLAIN} 12/29` }, 'note'],
      ['POST', `${path}/close`, { method: 'card', source_id: CARD }, 'source_id'],
      ['POST', `${path}/payments`, { method: 'card', payment_id: PLAIN }, 'payment_id'],
      ['POST', `${path}/payments`, { method: 'card', attempt_id: DASHED }, 'attempt_id'],
      ['POST', `${path}/void`, { reason: DASHED }, 'reason'],
      ['POST', '/drawer/open', { float: Number(PLAIN) }, 'float'],
      ['POST', '/drawer/pay_in', { amount: 1, reason: CARD }, 'reason'],
      ['PUT', '/system/settings', { receipt_footer: ['Thank you', CARD] }, 'receipt_footer.1'],
      ['POST', '/auth/login', { pin: '2468', till: PLAIN }, 'till'],
      ['GET', `/orders?q=${encodeURIComponent(CARD)}`, undefined, 'q'],
      ['GET', `/orders?till=${DASHED}`, undefined, 'till'],
      ['GET', `/orders/${PLAIN}`, undefined, 'order_id'],
      ['POST', `/system/alarms/${PLAIN}/acknowledge`, undefined, 'alarm_id'],
      ['GET', `/orders?${PLAIN}=1`, undefined, PLAIN],
    ] as const) {
      const { status, body: said, fields } = await call(method, where, body);
      assert.deepEqual([status, said.code, fields], [422, 'VALIDATION_FAILED', [field]], where);
    }
    const { body: now } = await call('GET', path);
    assert.deepEqual(now, order);
  });

  it('is refused in a table that is imported', async () => {
    const csv = `kind,name\r\ncategory,${CARD}\r\n`;
    const { status, fields } = await call('POST', '/catalog/import', { csv });
    assert.deepEqual([status, fields], [422, ['csv']]);
  });

  it('is refused as a till or as a key', async () => {
    for (const [header, value] of [
      ['X-Till', PLAIN],
      ['X-Till', DASHED],
      ['Idempotency-Key', PLAIN],
      ['Idempotency-Key', DASHED],
      ['Idempotency-Key', `order-${PLAIN}`],
      ['Idempotency-Key', `visa${PLAIN}`],
    ] as const) {
      const { status, body, fields } = await call('POST', '/orders', {}, { [header]: value });
      assert.deepEqual([status, body.code, fields], [400, 'INVALID_HEADER', [header]], value);
    }
  });

  it('is not what a random key looks like, or one with the time in it', async () => {
    for (const key of [
      'ab345678-4111-4111-8111-111111111111',
      '7c5105105105105100be4d1',
      'order-1764000000008',
      '1764000000008',
    ]) {
      const { status } = await call('POST', '/orders', {}, { 'Idempotency-Key': key });
      assert.equal(status, 201, key);
    }
  });

  it('is in no log and no file, whatever else was sent with one', async () => {
    const raw = (path: string, init: RequestInit) => fetch(restaurant.url + path, init);
    const json = { 'content-type': 'application/json' };
    const odd = { 'X-Request-Id': PLAIN, 'User-Agent': CARD, 'X-Admin-Pin': PLAIN };
    await raw('/orders', {
      method: 'POST',
      headers: { ...json, ...bearer(token) },
      body: `{"a":${CARD}`,
    });
    await raw('/orders', { method: 'POST', headers: bearer(token), body: CARD });
    await raw(`/${PLAIN}/x`, { headers: { ...bearer(token), ...odd } });
    await raw('/orders', { headers: { Authorization: `Bearer ${PLAIN}` } });
    const url = `${restaurant.url.replace('http', 'ws')}/mqtt`;
    const options = {
      username: 'token',
      clientId: PLAIN,
      protocolVersion: 4,
      reconnectPeriod: 0,
    } as const;
    const screen = await mqtt.connectAsync(url, { ...options, password: token }, false);
    await screen.subscribeAsync(`pos/now/cart/${PLAIN}`).catch(() => undefined);
    await screen.publishAsync(`pos/${PLAIN}`, CARD).catch(() => undefined);
    screen.end(true);
    await mqtt.connectAsync(url, { ...options, password: PLAIN }, false).catch(() => undefined);

    await restaurant.stop();
    assert.match(restaurant.output(), /"level":"info"/);
    assert.doesNotMatch(restaurant.output(), ANY_FORM);
    const folders = [restaurant.config.POS_DATA_DIR, restaurant.config.POS_STATE_DIR];
    const files = folders.flatMap((folder) =>
      globSync('**/*', { cwd: folder }).map((name) => join(folder, name)),
    );
    const kept = files.filter((file) => statSync(file).isFile());
    assert.ok(kept.some((file) => file.endsWith('orders.db')));
    const found = kept.filter((file) => ANY_FORM.test(readFileSync(file, 'latin1')));
    assert.deepEqual(found, []);
  });
});
