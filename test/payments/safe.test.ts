import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readConfig } from '#shared/config.ts';
import {
  type Credentials,
  instantOf,
  isDue,
  isTooOld,
  missingScopes,
} from '../../services/payments/credentials.ts';
import { openSafe } from '../../services/payments/safe.ts';

describe('a safe', () => {
  let dir: string;
  before(() => void (dir = mkdtempSync(join(tmpdir(), 'pos-'))));
  after(() => rmSync(dir, { recursive: true }));
  const safeIn = (name: string) => openSafe(readConfig({ POS_STATE_DIR: join(dir, name) }));

  it('opens what it has sealed, in the same house and the same place only', () => {
    const sealed = safeIn('a').seal('canary', 'here');
    assert.equal(safeIn('a').open(sealed, 'here'), 'canary');
    assert.throws(() => safeIn('a').open(sealed, 'there'));
    assert.throws(() => safeIn('b').open(sealed, 'here'));
    assert.ok(!sealed.includes('canary'));
  });

  it('notices a change, and seals the same text in another way each time', () => {
    const safe = safeIn('a');
    const sealed = safe.seal('canary', 'here');
    assert.notDeepEqual(safe.seal('canary', 'here'), sealed);
    for (const at of [0, 12, sealed.length - 1]) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] as number) ^ 1;
      assert.throws(() => safe.open(changed, 'here'), `byte ${at}`);
    }
    assert.throws(() => safe.open(randomBytes(4), 'here'));
  });
});

describe('a token', () => {
  const at = (refreshed_at: string, more: Partial<Credentials> = {}): Credentials => ({
    environment: 'sandbox',
    location_id: 'L',
    application_id: 'A',
    merchant_id: 'M',
    access_token: 'a',
    refresh_token: 'r',
    client_secret: null,
    expires_at: null,
    put_at: refreshed_at,
    refreshed_at,
    revoked_code: null,
    ...more,
  });
  const now = '2026-11-23T12:00:00.000Z';

  it('is renewed after six days, and alarmed about after eight', () => {
    assert.ok(!isDue(at('2026-11-17T12:00:00.001Z'), now));
    assert.ok(isDue(at('2026-11-17T12:00:00.000Z'), now));
    assert.ok(!isTooOld(at('2026-11-15T12:00:00.001Z'), now));
    assert.ok(isTooOld(at('2026-11-15T12:00:00.000Z'), now));
  });

  it('is not renewed without what it takes, or once it was revoked', () => {
    for (const more of [
      { refresh_token: null },
      { application_id: null },
      { revoked_code: 'ACCESS_TOKEN_REVOKED' },
    ]) {
      assert.ok(!isDue(at('2020-01-01T00:00:00.000Z', more), now));
    }
  });

  it('must allow what is done with it; the terminal only where there is one', () => {
    const all = ['MERCHANT_PROFILE_READ', 'PAYMENTS_READ', 'PAYMENTS_WRITE'];
    assert.deepEqual(missingScopes(all, false), ['PAYMENTS_WRITE_IN_PERSON']);
    assert.deepEqual(missingScopes(all, true), [
      'PAYMENTS_WRITE_IN_PERSON',
      'DEVICE_CREDENTIAL_MANAGEMENT',
      'DEVICES_READ',
    ]);
    assert.deepEqual(missingScopes([], true), []);
  });

  it('ends at an instant, however Square writes it', () => {
    assert.equal(instantOf('2026-12-01T00:00:00Z'), '2026-12-01T00:00:00.000Z');
    assert.equal(instantOf('2026-12-01T00:00:00.123456789Z'), '2026-12-01T00:00:00.123Z');
    for (const none of [undefined, null, '', 'never']) assert.equal(instantOf(none), null);
  });
});
