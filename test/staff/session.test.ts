import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { hashPin, hashToken, newToken } from '../../services/staff/pin.ts';
import { isWeak } from '../../services/staff/weak-pin.ts';
import { expiryOf, isLive } from '../../services/staff/session.ts';

const TERMS = { session_hours: 12, session_idle_hours: 8 };

describe('a session', () => {
  const session = {
    expires_at: expiryOf('2026-11-23T08:00:00.000Z', TERMS),
    active_at: '2026-11-23T19:00:00.000Z',
    ended_at: null,
  };

  it('lasts twelve hours, also over midnight, or as the store wants it', () => {
    assert.equal(session.expires_at, '2026-11-23T20:00:00.000Z');
    assert.equal(expiryOf('2026-11-23T18:30:00.000Z', TERMS), '2026-11-24T06:30:00.000Z');
    const short = expiryOf('2026-11-23T18:30:00.000Z', { session_hours: 1 });
    assert.equal(short, '2026-11-23T19:30:00.000Z');
  });

  it('is good until the very moment at which it expires', () => {
    assert.ok(isLive(session, '2026-11-23T19:59:59.999Z', TERMS));
    assert.ok(!isLive(session, '2026-11-23T20:00:00.000Z', TERMS));
  });

  it('is over after eight hours without a touch, and the ten minutes that reports take', () => {
    const idle = { ...session, active_at: '2026-11-23T08:00:00.000Z' };
    assert.ok(isLive(idle, '2026-11-23T16:09:59.999Z', TERMS));
    assert.ok(!isLive(idle, '2026-11-23T16:10:00.000Z', TERMS));
    assert.ok(!isLive(idle, '2026-11-23T10:00:00.000Z', { session_idle_hours: 1 }));
  });

  it('is over as soon as it was ended', () => {
    const ended = { ...session, ended_at: '2026-11-23T09:00:00.000Z' };
    assert.ok(!isLive(ended, '2026-11-23T09:00:00.000Z', TERMS));
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

describe('a PIN that is new', () => {
  it('is none that a guesser tries first', () => {
    const weak = ['1111', '0000', '1234', '4321', '0123', '9876', '7890', '1212', '1122', '2580'];
    for (const pin of [...weak, '1999', '2003', '1940', '2029']) assert.ok(isWeak(pin), pin);
    for (const pin of ['2468', '1357', '8642', '1939', '2030', '1231', '1221', '9079']) {
      assert.ok(!isWeak(pin), pin);
    }
  });

  it('leaves 97 of 100 to choose from', () => {
    const all = Array.from({ length: 10_000 }, (_, n) => String(n).padStart(4, '0'));
    assert.equal(all.filter(isWeak).length, 301);
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
