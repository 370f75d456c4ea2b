import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openBooks } from '../support/books.ts';
import { until } from '../support/until.ts';
import { openSquareFront, type SquareFront } from './square-front.ts';

describe('the connection that an admin puts', { timeout: 300_000 }, () => {
  let house: SquareFront;
  let tokens: { access_token: string; refresh_token: string };
  before(async () => {
    house = await openSquareFront(({ url }) => ({
      SQUARE_ENVIRONMENT: 'local',
      SQUARE_BASE_URL: url,
    }));
    tokens = await authorize();
  });
  after(() => house.close());

  /** What an Admin Dashboard gets when the merchant lets the application in. */
  async function authorize(): Promise<typeof tokens> {
    const { code } = house.square.control.authorize({});
    const answer = await fetch(`${house.square.url}/oauth2/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'square-version': '2026-09-16' },
      body: JSON.stringify({ ...app, code, grant_type: 'authorization_code' }),
    });
    return (await answer.json()) as typeof tokens;
  }
  const app = { client_id: 'local-square-app', client_secret: 'local-square-secret' };
  const whole = () => ({
    environment: 'local',
    location_id: house.square.location_id,
    ...app,
    access_token: tokens.access_token,
    refresh_token: tokens.refresh_token,
  });
  const put = (body: object, token = house.ada) =>
    house.front.call<Record<string, unknown> & { errors?: { field: string }[] }>(
      'PUT',
      '/square/credentials',
      { token, body },
    );
  const rows = (sql: string) =>
    openBooks(house.front.house.config.POS_DATA_DIR).rows<Record<string, unknown>>('payments', sql);
  const stored = () => rows('SELECT * FROM square_credentials');
  const told = (type: string) => rows(`SELECT body FROM journal WHERE type = '${type}'`).length;
  const status = async () =>
    (
      await house.front.call<{ status: string; source: string; problems: { code: string }[] }>(
        'GET',
        '/square/connection_status?refresh=true',
        { token: house.ada },
      )
    ).body;
  const authorizeMobile = () =>
    house.front.call<Record<string, unknown>>('POST', '/square/mobile_authorization', {
      token: house.ben,
    });

  it('is refused to who is no admin, and where a field is wrong', async () => {
    assert.equal((await put(whole(), house.ben)).status, 403);
    for (const [more, field] of [
      [{ access_token: '' }, 'access_token'],
      [{ access_token: 'with space' }, 'access_token'],
      [{ environment: 'test' }, 'environment'],
      [{ environment: 'production' }, 'environment'],
      [{ location_id: undefined }, 'location_id'],
      [{ tokn: 'x' }, 'tokn'],
    ] as const) {
      const { status: code, body } = await put({ ...whole(), ...more });
      assert.deepEqual([code, body.errors?.[0]?.field], [422, field]);
    }
    assert.deepEqual([stored(), told('square_connected')], [[], 0]);
  });

  it('is refused, and nothing kept, when Square does not accept it', async () => {
    for (const [more, field] of [
      [{ access_token: 'EAAA-not-one' }, 'access_token'],
      [{ location_id: 'L-elsewhere' }, 'location_id'],
      [{ merchant_id: 'M-else' }, 'merchant_id'],
      [{ client_id: 'another-app' }, 'client_id'],
    ] as const) {
      const { status: code, body } = await put({ ...whole(), ...more });
      assert.deepEqual([code, body.code], [422, 'CREDENTIALS_REFUSED']);
      assert.equal(body.errors?.[0]?.field, field);
    }
    house.square.control.fault({ endpoint: '*', how: 'request_lost', times: 9 });
    assert.equal((await put(whole())).body.code, 'SQUARE_UNAVAILABLE');
    house.square.control.clear_faults();
    assert.deepEqual([stored(), told('square_connected')], [[], 0]);
  });

  it('counts at once, and is never told again', async () => {
    const { status: code, body } = await put(whole());
    assert.equal(code, 200, JSON.stringify(body));
    assert.equal(body.refreshed, true);
    assert.doesNotMatch(JSON.stringify(body), /access_token|secret/);
    const now = await status();
    assert.deepEqual([now.status, now.source], ['connected', 'oauth']);
    assert.equal(told('square_connected'), 1);
    const [row] = stored();
    assert.ok(Buffer.isBuffer(row?.access_token) && Buffer.isBuffer(row.client_secret));
  });

  it('lets a reader in with a token of its own, which ends in a day', async () => {
    const { status: code, body } = await authorizeMobile();
    assert.equal(code, 200, JSON.stringify(body));
    assert.equal(body.short_lived, true);
    assert.notEqual(body.access_token, tokens.access_token);
    const left_ms = Date.parse(body.expires_at as string) - Date.now();
    assert.ok(left_ms > 0 && left_ms <= 24 * 3600_000);
    assert.equal(told('mobile_authorized'), 1);
    assert.equal((await status()).status, 'connected', 'the main token is as good as before');
  });

  it('gets another token when Square does not accept its own; once, whoever asks', async () => {
    house.square.control.expire_token({ access_token: tokens.access_token });
    const asked = renewals();
    const all = await Promise.all([status(), status(), status()]);
    assert.deepEqual(
      all.map((one) => one.status),
      ['connected', 'connected', 'connected'],
    );
    assert.equal(renewals(), asked + 1);
    assert.equal(told('square_token_renewed'), 1);
  });

  it('survives a restart, sealed', async () => {
    await house.front.house.kill('payments');
    await house.front.house.start('payments');
    await until('it is connected', async () => (await status()).status === 'connected');
  });

  it('has ended, with an alarm, when Square does not accept the new token either', async () => {
    house.square.control.fault({ endpoint: '*', how: 'token_revoked', times: 50 });
    const now = await status();
    house.square.control.clear_faults();
    assert.equal(now.status, 'disconnected');
    assert.deepEqual(now.problems.map(({ code }) => code)[0], 'TOKEN_REVOKED');
    assert.equal(told('square_disconnected'), 1);
    const alarms = rows("SELECT * FROM alarm WHERE name = 'square_disconnected'");
    assert.equal(alarms.length, 1);
    const { body } = await authorizeMobile();
    assert.equal(body.code, 'CARD_NOT_CONFIGURED');
  });

  it('is mended by putting another one, and the alarm is over', async () => {
    tokens = await authorize();
    assert.equal((await put(whole())).status, 200);
    assert.equal((await status()).status, 'connected');
    assert.deepEqual(rows("SELECT * FROM alarm WHERE name = 'square_disconnected'"), []);
  });

  it('is revoked and wiped when an admin says so', async () => {
    const remove = () =>
      house.front.call<object>('DELETE', '/square/credentials', { token: house.ada });
    assert.deepEqual((await remove()).body, { removed: true, revoked: true });
    assert.deepEqual(stored(), []);
    assert.equal((await status()).status, 'not_configured');
    assert.deepEqual((await remove()).body, { removed: false, revoked: false });
  });

  const renewals = () =>
    house.square.requests().filter(({ endpoint }) => endpoint === 'ObtainToken').length;
});
