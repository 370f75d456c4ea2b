import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { hashPin, hashToken, newToken } from '../../services/staff/pin.ts';
import { expiryOf, isLive } from '../../services/staff/session.ts';

describe('a session', () => {
  const session = { expires_at: expiryOf('2026-11-23T08:00:00.000Z'), ended_at: null };

  it('lasts twelve hours, also over midnight', () => {
    assert.equal(session.expires_at, '2026-11-23T20:00:00.000Z');
    assert.equal(expiryOf('2026-11-23T18:30:00.000Z'), '2026-11-24T06:30:00.000Z');
  });

  it('is good until the very moment at which it expires', () => {
    assert.ok(isLive(session, '2026-11-23T19:59:59.999Z'));
    assert.ok(!isLive(session, '2026-11-23T20:00:00.000Z'));
  });

  it('is over as soon as it was ended', () => {
    const ended = { ...session, ended_at: '2026-11-23T09:00:00.000Z' };
    assert.ok(!isLive(ended, '2026-11-23T09:00:00.000Z'));
  });
});

describe('a PIN', () => {
  const [pepper, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];

  it('is stored in the same form each time, and differently in each restaurant', () => {
    assert.equal(hashPin(pepper, '2468'), hashPin(pepper, '2468'));
    assert.notEqual(hashPin(pepper, '2468'), hashPin(other, '2468'));
    assert.notEqual(hashPin(pepper, '2468'), hashPin(pepper, '2469'));
  });

  it('cannot be found by hashing all 10,000 without the pepper', () => {
    const stored = hashPin(pepper, '2468');
    const tries = Array.from({ length: 10_000 }, (_, n) => String(n).padStart(4, '0'));
    for (const text of tries.flatMap((pin) => [pin, `pin:${pin}`])) {
      assert.notEqual(createHash('sha256').update(text).digest('hex'), stored);
    }
  });
});

describe('a token', () => {
  it('is another one each time, of 256 bits', () => {
    const tokens = Array.from({ length: 100 }, newToken);
    assert.equal(new Set(tokens).size, 100);
    for (const token of tokens) assert.equal(Buffer.from(token, 'base64url').length, 32);
  });

  it('is known to the system by its hash only', () => {
    const token = newToken();
    assert.match(hashToken(token), /^[0-9a-f]{64}$/);
    assert.equal(hashToken(token), hashToken(token));
    assert.notEqual(hashToken(token), hashToken(newToken()));
  });
});
