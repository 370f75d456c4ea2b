import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type LocalSquare, startSquare } from '../sandbox/square/square.ts';
import { openRestaurant, type Restaurant } from '../support/restaurant.ts';
import { until } from '../support/until.ts';

/** What must be found nowhere; the PIN as a text of its own, for its digits may be in any sum. */
const SECRETS = {
  environment: 'EAAAcanary-of-the-environment',
  application: 'sq0csp-canary-of-the-application',
  webhook: 'canary-of-the-webhook',
  pin: '"2468"',
};
const ADDRESS = 'https://pos.example.com/square/webhooks';

describe('tokens, secrets and PINs', { timeout: 300_000 }, () => {
  let square: LocalSquare;
  let restaurant: Restaurant;
  /** Each message of the services' bus that holds a secret, by its topic. */
  const overheard: string[] = [];
  const answers: { path: string; text: string }[] = [];
  let put: { access_token: string; refresh_token: string };
  let minted = '';
  const secrets = () => [
    ...Object.values(SECRETS),
    ...[put?.access_token, put?.refresh_token, minted].filter(Boolean),
  ];
  const holds = (text: string) => secrets().some((secret) => text.includes(secret));

  before(async () => {
    square = await startSquare({
      access_token: SECRETS.environment,
      application_secret: SECRETS.application,
    });
    restaurant = await openRestaurant({
      LOG_LEVEL: 'trace',
      SQUARE_ENVIRONMENT: 'local',
      SQUARE_BASE_URL: square.url,
      SQUARE_ACCESS_TOKEN: SECRETS.environment,
      SQUARE_LOCATION_ID: square.location_id,
      SQUARE_WEBHOOK_SIGNATURE_KEY: SECRETS.webhook,
      SQUARE_WEBHOOK_URL: ADDRESS,
    });
    restaurant.observer.subscribe('#', (message, topic) => {
      if (holds(message)) overheard.push(topic);
    });
    await goThroughEverything();
  });
  after(async () => {
    await restaurant.close();
    await square.close();
  });

  async function call(method: string, path: string, body?: object, headers: object = {}) {
    const answer = await restaurant.call<Record<string, unknown>>(method, path, body, headers);
    answers.push({ path, text: JSON.stringify(answer.body) });
    return answer.body;
  }

  async function pay(authorization: string, source_id: string): Promise<void> {
    const headers = { authorization };
    const order = await call(
      'POST',
      '/orders',
      { items: [{ item_id: 9, modifiers: MODIFIERS }] },
      headers,
    );
    await call('POST', '/square/charge', { order_id: order.id, source_id }, headers);
  }

  async function goThroughEverything(): Promise<void> {
    const ada = `Bearer ${await restaurant.login('2468')}`;
    const ben = `Bearer ${await restaurant.login('1357')}`;
    const status = () =>
      call('GET', '/square/connection_status?refresh=true', undefined, { authorization: ada });
    await until('Square is heard of', async () => (await status()).status === 'connected');
    await pay(ada, 'cnon:card-nonce-ok');
    await pay(ada, 'cnon:card-nonce-declined');
    const { code } = square.control.authorize({});
    const app = { client_id: 'local-square-app', client_secret: SECRETS.application };
    const given = await fetch(`${square.url}/oauth2/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'square-version': '2026-09-16' },
      body: JSON.stringify({ ...app, code, grant_type: 'authorization_code' }),
    });
    const { access_token, refresh_token } = (await given.json()) as typeof put;
    put = { access_token, refresh_token };
    const whole = { environment: 'local', location_id: square.location_id, ...app, ...put };
    const byPin = { authorization: ben, 'x-admin-pin': '2468' };
    await call('PUT', '/square/credentials', { ...whole, access_token: `${access_token}x` }, byPin);
    await call('PUT', '/square/credentials', { ...whole, more: access_token }, byPin);
    const connected = await call('PUT', '/square/credentials', whole, byPin);
    assert.equal(connected.environment, 'local', JSON.stringify(connected));
    for (const how of ['html', 'empty', 'answer_lost', 'token_expired'] as const) {
      square.control.fault({ endpoint: '*', how, times: 2 });
      await status();
      square.control.clear_faults();
    }
    const mobile = await call('POST', '/square/mobile_authorization', undefined, {
      authorization: ben,
    });
    minted = mobile.access_token as string;
    assert.equal(mobile.short_lived, true);
    await pay(ada, 'cnon:card-nonce-ok');
    const event = { merchant_id: 'M', type: 'location.updated', event_id: 'e-1' };
    const raw = JSON.stringify(event);
    const signature = createHmac('sha256', SECRETS.webhook)
      .update(ADDRESS + raw)
      .digest('base64');
    const signed = { 'x-square-hmacsha256-signature': signature };
    assert.deepEqual(await call('POST', '/square/webhooks', event, signed), { received: true });
    await call('POST', '/square/webhooks', event, { 'x-square-hmacsha256-signature': 'x' });
  }

  it('reach no answer, but for the one token that a reader asks for', () => {
    const found = answers.filter(({ text }) => holds(text)).map(({ path }) => path);
    assert.deepEqual(found, ['/square/mobile_authorization']);
  });

  it('reach nobody on the bus but who is asked, and who has asked', () => {
    const allowed = [
      'pos/staff/do/login',
      'pos/staff/do/verify_admin_pin',
      'pos/payments/do/put_credentials',
      'pos/answers/gateway', // the token that the reader has asked for
    ];
    assert.deepEqual(new Set(overheard).difference(new Set(allowed)), new Set());
    assert.ok(overheard.includes('pos/payments/do/put_credentials'), 'it was listened to');
  });

  it('stand in no log, however much is logged', () => {
    const lines = restaurant.output().split('\n');
    assert.ok(lines.some((line) => line.includes('"service":"payments"')));
    const found = lines.filter((line) => line.startsWith('{') && holds(line));
    assert.deepEqual(found, []);
  });

  it('stand in no file of the data', async () => {
    const { POS_DATA_DIR } = restaurant.config;
    const files = () =>
      readdirSync(POS_DATA_DIR, { recursive: true, withFileTypes: true }).filter((one) =>
        one.isFile(),
      );
    assert.ok(files().some(({ name }) => name === 'payments.db'));
    const found = files()
      .filter(({ parentPath, name }) => holds(readFileSync(join(parentPath, name), 'latin1')))
      .map(({ name }) => name);
    assert.deepEqual(found, []);
  });
});

const MODIFIERS = [{ mod_id: 2 }, { mod_id: 13 }];
