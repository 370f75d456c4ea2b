import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Kept, superfluous } from '../../deploy/backup/keep.ts';

const ROOM = 1e9;
const HOUR_MS = 3600_000;
const NEWEST_MS = Date.parse('2026-11-28T04:45:00.000Z');

function made(ago_h: number, more: Partial<Kept> = {}): Kept {
  const made_at = new Date(NEWEST_MS - ago_h * HOUR_MS).toISOString();
  return { id: made_at, made_at, bytes: 1, proven: true, ...more };
}
const left = (all: Kept[], most_bytes = ROOM) => {
  const gone = new Set(superfluous(all, most_bytes));
  return all.filter(({ id }) => !gone.has(id));
};

/** Any backups, each at another time. */
const backups = fc.uniqueArray(
  fc
    .record({
      ago_h: fc.double({ min: 0, max: 20_000, noNaN: true }),
      bytes: fc.integer({ min: 1, max: 100 }),
      proven: fc.boolean(),
    })
    .map(({ ago_h, bytes, proven }) => made(ago_h, { bytes, proven })),
  { selector: ({ id }) => id, maxLength: 120 },
);

describe('of the backups', () => {
  it('24 hours, 30 days and 12 months keep one each, of two years of quarters', () => {
    const all = Array.from({ length: 2 * 365 * 24 * 4 }, (_, i) => made(i / 4));
    const kept = left(all);
    const times = (length: number) => [...new Set(kept.map((one) => one.made_at.slice(0, length)))];
    assert.deepEqual(
      times(13).slice(0, 24),
      [...new Set(all.map((one) => one.made_at.slice(0, 13)))].slice(0, 24),
    );
    assert.deepEqual(
      times(10).slice(0, 30),
      [...new Set(all.map((one) => one.made_at.slice(0, 10)))].slice(0, 30),
    );
    assert.equal(times(7).length, 12);
    // the newest of all stands for its hour, its day and its month
    assert.equal(kept.length, 24 + 28 + 10);
  });

  it('the last of an hour stays', () => {
    const all = [made(0), made(0.25), made(0.5)];
    assert.deepEqual(left(all), [made(0)]);
  });

  it('one that was not proven stays as the newest only, and takes nobody’s place', () => {
    const failed = { proven: false };
    assert.deepEqual(left([made(0, failed), made(0.25), made(0.5, failed)]), [
      made(0, failed),
      made(0.25),
    ]);
  });

  it('the oldest go where there is no room, the last proven one never', () => {
    const all = [made(0, { bytes: 60 }), made(1, { bytes: 60 }), made(2, { bytes: 10 })];
    assert.deepEqual(left(all, 120), all.slice(0, 2));
    assert.deepEqual(left(all, 1), all.slice(0, 1));
    const failed = made(0, { bytes: 60, proven: false });
    assert.deepEqual(left([failed, ...all.slice(1)], 1), [failed, all[1]]);
  });

  it('there is always the newest and a proven one, no more than fit, and none goes later', () => {
    fc.assert(
      fc.property(backups, fc.integer({ min: 1, max: 2_000 }), (all, most_bytes) => {
        const kept = left(all, most_bytes);
        const newest = all.toSorted((a, b) => (a.made_at < b.made_at ? 1 : -1));
        if (newest[0]) assert.ok(kept.includes(newest[0]));
        const proven = newest.find((one) => one.proven);
        if (proven) assert.ok(kept.includes(proven));
        const must = new Set([newest[0], proven]);
        const size = kept.reduce((sum, { bytes }) => sum + bytes, 0);
        const least = [...must].reduce((sum, one) => sum + (one?.bytes ?? 0), 0);
        assert.ok(size <= Math.max(most_bytes, least));
        assert.ok(kept.length <= 24 + 30 + 12 + 1);
        assert.deepEqual(left(kept, most_bytes), kept);
        assert.deepEqual(left(all.toReversed(), most_bytes).length, kept.length);
      }),
    );
  });
});
