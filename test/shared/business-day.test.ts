import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { businessDay, wallClock } from '#shared/business-day.ts';

const NEW_YORK = 'America/New_York';
const HOUR_MS = 3600_000;

interface Asked {
  zone: string;
  cutoff: string;
  at: Date;
  /** Of what is asked for next. */
  ahead_ms: number;
}

/** How many hours of real time belong to a business day. */
function hoursOf(day: string, zone: string, cutoff: string): number {
  const noon = Date.parse(`${day}T12:00:00.000Z`);
  const quarters = Array.from({ length: 4 * 72 }, (_, i) => noon + (i - 4 * 36) * (HOUR_MS / 4));
  return (
    quarters.filter((ms) => businessDay(new Date(ms).toISOString(), zone, cutoff) === day).length /
    4
  );
}

describe('a business day', () => {
  it('begins at the cutoff and not a millisecond earlier', () => {
    assert.equal(businessDay('2026-11-23T08:59:59.999Z', NEW_YORK, '04:00'), '2026-11-22');
    assert.equal(businessDay('2026-11-23T09:00:00.000Z', NEW_YORK, '04:00'), '2026-11-23');
  });

  it('takes in the night after it, over the end of a month and of a year', () => {
    assert.equal(businessDay('2027-01-01T07:30:00.000Z', NEW_YORK, '04:00'), '2026-12-31');
    assert.equal(businessDay('2028-03-01T08:00:00.000Z', NEW_YORK, '04:00'), '2028-02-29');
  });

  it('is the calendar day where the cutoff is midnight', () => {
    assert.equal(businessDay('2026-11-23T04:59:59.999Z', NEW_YORK, '00:00'), '2026-11-22');
    assert.equal(businessDay('2026-11-23T05:00:00.000Z', NEW_YORK, '00:00'), '2026-11-23');
  });

  it("is the store's, wherever the clock that says so stands", () => {
    const at = '2026-11-23T10:30:00.000Z';
    assert.equal(businessDay(at, 'Asia/Kolkata', '04:00'), '2026-11-23');
    assert.equal(businessDay(at, 'Pacific/Auckland', '04:00'), '2026-11-23');
    assert.equal(businessDay(at, 'Pacific/Honolulu', '04:00'), '2026-11-22');
    assert.equal(businessDay('2026-11-23T06:00:00-05:00', NEW_YORK, '04:00'), '2026-11-23');
  });

  it('has 23 hours when the clocks go forward, 25 when they go back', () => {
    assert.equal(hoursOf('2026-03-06', NEW_YORK, '04:00'), 24);
    // the clocks change at 02:00, before the cutoff: that night belongs to the day before
    assert.equal(hoursOf('2026-03-07', NEW_YORK, '04:00'), 23);
    assert.equal(hoursOf('2026-03-08', NEW_YORK, '04:00'), 24);
    assert.equal(hoursOf('2026-03-08', NEW_YORK, '00:00'), 23);
    assert.equal(hoursOf('2026-10-31', NEW_YORK, '04:00'), 25);
    assert.equal(hoursOf('2026-11-01', NEW_YORK, '00:00'), 25);
  });

  it('begins at the cutoff of the wall clock on both sides of a change', () => {
    for (const [before, day] of [
      ['2026-03-08T07:59:59.999Z', '2026-03-07'],
      ['2026-03-08T08:00:00.000Z', '2026-03-08'],
      ['2026-11-01T08:59:59.999Z', '2026-10-31'],
      ['2026-11-01T09:00:00.000Z', '2026-11-01'],
    ] as const) {
      assert.equal(businessDay(before, NEW_YORK, '04:00'), day);
    }
  });

  it('begins once when the hour of its cutoff comes twice', () => {
    const at = (time: string) => businessDay(`2026-11-01T${time}.000Z`, NEW_YORK, '01:30');
    assert.deepEqual(
      [at('05:29:59'), at('05:30:00'), at('06:15:00'), at('06:30:00')],
      ['2026-10-31', '2026-11-01', '2026-11-01', '2026-11-01'],
    );
  });

  it('begins when the clocks have jumped over its cutoff', () => {
    const at = (time: string) => businessDay(`2026-03-08T${time}.000Z`, NEW_YORK, '02:30');
    assert.deepEqual([at('06:59:59'), at('07:30:00')], ['2026-03-07', '2026-03-08']);
  });

  it('is the same whether it was asked for before or not', () => {
    // over each change of a clock in two years, and the day that Apia left out
    const apia = { zone: 'Pacific/Apia', cutoff: '04:00', at: new Date('2011-12-29T20:00:00Z') };
    const examples: [Asked][] = [[{ ...apia, ahead_ms: 16 * HOUR_MS }]];
    const zones = [NEW_YORK, 'Europe/Berlin', 'Australia/Lord_Howe', 'Pacific/Apia'];
    const forget = () => businessDay('2001-01-01T00:00:00.000Z', 'UTC', '00:00');
    const days: fc.Arbitrary<Asked> = fc.record({
      zone: fc.constantFrom(...zones),
      cutoff: fc.constantFrom('00:00', '02:30', '04:00', '23:45'),
      at: fc.date({
        min: new Date('2011-03-01'),
        max: new Date('2012-11-30'),
        noInvalidDate: true,
      }),
      ahead_ms: fc.integer({ min: -30 * HOUR_MS, max: 30 * HOUR_MS }),
    });
    fc.assert(
      fc.property(days, ({ zone, cutoff, at, ahead_ms }) => {
        const other = new Date(at.getTime() + ahead_ms).toISOString();
        forget();
        const alone = businessDay(other, zone, cutoff);
        businessDay(at.toISOString(), zone, cutoff);
        assert.equal(businessDay(other, zone, cutoff), alone);
      }),
      { numRuns: 2_000, examples },
    );
  });

  it('of a text that is no instant is none, whatever was asked for before', () => {
    businessDay('2026-11-23T12:00:00.000Z', NEW_YORK, '04:00');
    assert.throws(() => businessDay('2026-11-23T12:00:00.000', NEW_YORK, '04:00'), RangeError);
    assert.throws(() => businessDay('2026-13-23T12:00:00.000Z', NEW_YORK, '04:00'), RangeError);
  });

  it('is an error in a zone that does not exist, never UTC', () => {
    const at = '2026-11-23T12:00:00.000Z';
    for (const zone of ['America/Gotham', '', 'EST5EDT4']) {
      assert.throws(() => businessDay(at, zone, '04:00'), RangeError, zone);
    }
  });

  it('never goes back while time goes on', () => {
    const instant = fc.date({
      min: new Date('2026-01-01T00:00:00Z'),
      max: new Date('2027-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    const zone = fc.constantFrom(NEW_YORK, 'Europe/Berlin', 'Australia/Lord_Howe', 'UTC');
    const cutoff = fc.constantFrom('00:00', '01:30', '02:30', '04:00', '23:59');
    fc.assert(
      fc.property(instant, fc.nat(48 * HOUR_MS), zone, cutoff, (from, more, where, when) => {
        const later = new Date(from.getTime() + more);
        const [a, b] = [from, later].map((at) => businessDay(at.toISOString(), where, when));
        assert.ok((a as string) <= (b as string));
        const days = (Date.parse(b as string) - Date.parse(a as string)) / (24 * HOUR_MS);
        assert.ok(days <= more / (23 * HOUR_MS) + 1);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the wall clock', () => {
  it('shows what hangs in the store', () => {
    assert.equal(wallClock('2026-11-23T18:04:59.999Z', NEW_YORK), '2026-11-23 13:04');
    assert.equal(wallClock('2026-07-01T03:07:00.000Z', NEW_YORK), '2026-06-30 23:07');
  });
});
