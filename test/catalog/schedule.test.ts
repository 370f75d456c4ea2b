import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { type HappyHour, WEEKDAYS } from '#shared/contracts/menu.ts';
import { activeAt, mustLast, nextSwitch } from '../../services/catalog/schedule.ts';

/** One whose clocks change at two, one at midnight, one by half an hour, one never. */
const ZONES = ['America/New_York', 'America/Santiago', 'Australia/Lord_Howe', 'Asia/Kolkata'];
/** Within two days of these instants clocks of those zones are changed, on or back. */
const CHANGES = [
  '2026-03-08T07:00:00.000Z',
  '2026-11-01T06:00:00.000Z',
  '2026-04-05T03:00:00.000Z',
  '2026-09-06T04:00:00.000Z',
  '2026-04-04T15:00:00.000Z',
  '2026-10-03T15:30:00.000Z',
];
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const time = fc
  .integer({ min: 0, max: 24 * 60 - 1 })
  .map((m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`);
const hour: fc.Arbitrary<HappyHour> = fc
  .record({
    days: fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1, maxLength: 7 }),
    start: time,
    end: time,
  })
  .filter(({ start, end }) => start !== end);
const week = fc.array(hour, { maxLength: 3 });
const near = fc
  .tuple(fc.constantFrom(...CHANGES), fc.integer({ min: -48 * 60, max: 48 * 60 }))
  .map(([change, minutes]) => new Date(Date.parse(change) + minutes * MINUTE_MS).toISOString());
const zone = fc.constantFrom(...ZONES);
const later = (at: string, ms: number) => new Date(Date.parse(at) + ms).toISOString();

const happy = (days: HappyHour['days'], start: string, end: string) => [{ days, start, end }];
const NEW_YORK = 'America/New_York';

describe('the week of event pricing', () => {
  it('switches on when it starts and off when it ends, by the clock on the wall', () => {
    const friday = happy(['friday'], '17:00', '19:00');
    const at = (clock: string) => activeAt(friday, NEW_YORK, `2026-11-27T${clock}.000Z`);
    const seen = ['21:59:59', '22:00:00', '23:59:59'].map(at);
    assert.deepEqual(seen, [false, true, true]);
    assert.equal(activeAt(friday, NEW_YORK, '2026-11-28T00:00:00.000Z'), false);
  });

  it('goes past midnight where it ends before it starts', () => {
    const late = happy(['saturday'], '22:00', '02:00');
    assert.equal(activeAt(late, 'UTC', '2026-11-29T01:59:00.000Z'), true);
    assert.equal(activeAt(late, 'UTC', '2026-11-28T01:59:00.000Z'), false);
    assert.equal(nextSwitch(late, 'UTC', '2026-11-28T23:00:00.000Z'), '2026-11-29T02:00:00.000Z');
  });

  it('does not switch where one time follows on another, and never without any', () => {
    const two = [...happy(['monday'], '12:00', '15:00'), ...happy(['monday'], '15:00', '18:00')];
    assert.equal(nextSwitch(two, 'UTC', '2026-11-23T13:00:00.000Z'), '2026-11-23T18:00:00.000Z');
    assert.equal(nextSwitch([], 'UTC', '2026-11-23T13:00:00.000Z'), null);
    const always = [
      ...happy([...WEEKDAYS], '00:00', '12:00'),
      ...happy([...WEEKDAYS], '12:00', '00:00'),
    ];
    assert.equal(nextSwitch(always, 'UTC', '2026-11-23T13:00:00.000Z'), null);
  });

  it('begins when the clock is put on where its start is skipped', () => {
    const night = happy(['sunday'], '02:30', '04:00');
    const before = '2026-03-08T05:00:00.000Z';
    assert.equal(nextSwitch(night, NEW_YORK, before), '2026-03-08T07:30:00.000Z'); // 03:30
  });

  it('lasts an hour longer over the hour that comes twice', () => {
    const night = happy(['sunday'], '01:30', '02:30');
    const start = nextSwitch(night, NEW_YORK, '2026-11-01T04:00:00.000Z') as string;
    const end = nextSwitch(night, NEW_YORK, start) as string;
    assert.equal(start, '2026-11-01T05:30:00.000Z');
    assert.equal(Date.parse(end) - Date.parse(start), 2 * HOUR_MS);
  });

  it('finds the week after the one whose time the clock skipped', () => {
    const skipped = happy(['sunday'], '02:30', '03:00'); // on March 8th 03:30 would be after 03:00
    const before = '2026-03-01T09:00:00.000Z';
    assert.equal(nextSwitch(skipped, NEW_YORK, before), '2026-03-15T06:30:00.000Z');
  });

  it('is refused with a time that ends when it starts', () => {
    assert.throws(() => mustLast(happy(['monday'], '10:00', '10:00')), {
      code: 'VALIDATION_FAILED',
      info: { errors: [{ field: 'schedule.0.end', message: 'is the same as start' }] },
    });
  });
});

describe('every week, near every change of the clocks', () => {
  it('switches exactly when it says, and not before', () => {
    fc.assert(
      fc.property(
        week,
        zone,
        near,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (all, tz, at, p) => {
          const now = activeAt(all, tz, at);
          const next = nextSwitch(all, tz, at);
          if (next === null) return;
          assert.ok(next > at);
          const left_ms = Date.parse(next) - Date.parse(at);
          const between = later(at, Math.floor((left_ms - 1) * p));
          assert.equal(activeAt(all, tz, between), now, `still at ${between}`);
          assert.equal(activeAt(all, tz, later(next, -1)), now, `just before ${next}`);
          assert.equal(activeAt(all, tz, next), !now, `at ${next}`);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never switches where it says never', () => {
    fc.assert(
      fc.property(week, zone, near, fc.integer({ min: 0, max: 14 * 24 * 60 }), (all, tz, at, m) => {
        if (nextSwitch(all, tz, at) !== null) return;
        assert.equal(activeAt(all, tz, later(at, m * MINUTE_MS)), activeAt(all, tz, at));
      }),
    );
  });

  it('is what the clock on the wall shows, but for the hours around a change', () => {
    fc.assert(
      fc.property(hour, zone, near, (one, tz, at) => {
        const local = Temporal.Instant.from(at).toZonedDateTimeISO(tz);
        const offsets = [-24, 0, 24].map((hours) => local.add({ hours }).offsetNanoseconds);
        if (new Set(offsets).size > 1) return; // the clocks change within a day of it
        const day = WEEKDAYS[local.dayOfWeek - 1] as HappyHour['days'][number];
        const yesterday = WEEKDAYS[(local.dayOfWeek + 5) % 7] as HappyHour['days'][number];
        const clock = local.toPlainTime().toString().slice(0, 5);
        const { days, start, end } = one;
        const shown =
          start < end
            ? days.includes(day) && start <= clock && clock < end
            : (days.includes(day) && start <= clock) || (days.includes(yesterday) && clock < end);
        assert.equal(activeAt([one], tz, at), shown);
      }),
      { numRuns: 500 },
    );
  });
});
