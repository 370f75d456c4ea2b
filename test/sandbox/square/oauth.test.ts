import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { SquareClient } from 'square';
import { charge, refusal, refusedWith } from './every-square.ts';
import { openLocal } from './local-square.ts';

const place = openLocal();
const clientId = 'local-square-app';
const clientSecret = 'local-square-secret';
const DAY_MS = 24 * 3_600_000;

const as = (token: string | undefined) =>
  new SquareClient({ token: token as string, baseUrl: place.square.url, maxRetries: 0 });
const obtain = (code: string, more: object = {}) =>
  place.client.oAuth.obtainToken({
    clientId,
    clientSecret,
    code,
    grantType: 'authorization_code',
    ...more,
  });
const refresh = (refreshToken: string | undefined, more: object = {}) =>
  place.client.oAuth.obtainToken({
    clientId,
    clientSecret,
    grantType: 'refresh_token',
    refreshToken: refreshToken as string,
    ...more,
  });
const isNotAuthorized = async (call: Promise<unknown>) =>
  assert.equal((await refusal(call)).statusCode, 401);

describe('an application that is let in', () => {
  it('has a token for thirty days, and can ask what it is good for', async () => {
    const { code } = place.square.control.authorize({ scopes: ['PAYMENTS_READ'] });
    const { accessToken, expiresAt, merchantId, tokenType } = await obtain(code);
    assert.deepEqual([merchantId, tokenType], ['LOCALMERCHANT', 'bearer']);
    const lives_ms = Date.parse(expiresAt as string) - Date.now();
    assert.ok(lives_ms > 29 * DAY_MS && lives_ms <= 30 * DAY_MS);
    const status = await as(accessToken).oAuth.retrieveTokenStatus();
    assert.deepEqual(status.scopes, ['PAYMENTS_READ']);
    assert.equal(status.expiresAt, expiresAt);
  });

  it('may do only what the merchant allowed', async () => {
    const { code } = place.square.control.authorize({ scopes: ['PAYMENTS_READ'] });
    const { accessToken } = await obtain(code);
    const create = refusedWith(as(accessToken).payments.create(charge(place)));
    const wanted = { status: 403, code: 'INSUFFICIENT_SCOPES', category: 'AUTHENTICATION_ERROR' };
    assert.deepEqual(await create, wanted);
    assert.deepEqual(place.square.ledger.payments(), []);
  });

  it('uses a code once, within five minutes, with its own secret', async () => {
    const { authorize, travel } = place.square.control;
    const { code } = authorize({});
    await isNotAuthorized(obtain(code, { clientSecret: 'guessed' }));
    await obtain(code);
    await isNotAuthorized(obtain(code));
    const { code: late } = authorize({});
    travel({ ms: 6 * 60_000 });
    await isNotAuthorized(obtain(late));
  });

  it('renews its token with the same refresh token again and again, also weaker', async () => {
    const { refreshToken, accessToken } = await obtain(place.square.control.authorize({}).code);
    const second = await refresh(refreshToken);
    assert.equal(second.refreshToken, refreshToken);
    assert.notEqual(second.accessToken, accessToken);
    const scopes = ['MERCHANT_PROFILE_READ'];
    const weak = await refresh(refreshToken, { scopes, shortLived: true });
    await refusal(as(weak.accessToken).payments.create(charge(place)));
    assert.equal((await as(weak.accessToken).locations.list()).locations?.length, 1);
    await isNotAuthorized(refresh('EQAAguessed'));
  });

  it('that can keep no secret has a refresh token that serves once', async () => {
    const code_challenge = createHash('sha256').update('verifier').digest('base64url');
    const { code } = place.square.control.authorize({ code_challenge });
    const pkce = { clientSecret: undefined, codeVerifier: 'verifier' };
    await isNotAuthorized(obtain(code, { ...pkce, codeVerifier: 'guessed' }));
    const first = await obtain(code, pkce);
    const second = await refresh(first.refreshToken, { clientSecret: undefined });
    assert.notEqual(second.refreshToken, first.refreshToken);
    await isNotAuthorized(refresh(first.refreshToken, { clientSecret: undefined }));
    await refresh(second.refreshToken, { clientSecret: undefined });
  });
});

describe('a token', () => {
  it('runs out, and another one is had for it', async () => {
    const { control } = place.square;
    const { accessToken, refreshToken } = await obtain(control.authorize({}).code);
    control.expire_token({ access_token: accessToken as string });
    const { status, code } = await refusedWith(as(accessToken).locations.list());
    assert.deepEqual({ status, code }, { status: 401, code: 'ACCESS_TOKEN_EXPIRED' });
    const renewed = await refresh(refreshToken);
    await as(renewed.accessToken).locations.list();
  });

  it('is given back by the application, and the merchant is told', async () => {
    const { accessToken, refreshToken } = await obtain(place.square.control.authorize({}).code);
    const revoke = (secret: string) =>
      place.client.oAuth.revokeToken(
        { clientId, accessToken: accessToken as string },
        { headers: { Authorization: `Client ${secret}` } },
      );
    await isNotAuthorized(revoke('guessed'));
    await as(accessToken).locations.list();
    assert.equal((await revoke(clientSecret)).success, true);
    const { code } = await refusedWith(as(accessToken).locations.list());
    assert.equal(code, 'ACCESS_TOKEN_REVOKED');
    await isNotAuthorized(refresh(refreshToken));
    const types = place.square.control.happenings().map(({ type }) => type);
    assert.ok(types.includes('oauth.authorization.revoked'));
  });

  it('of the settings can be taken back too', async () => {
    place.square.control.revoke_token();
    const { code } = await refusedWith(place.client.locations.list());
    assert.equal(code, 'ACCESS_TOKEN_REVOKED');
  });
});
