import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { cents } from '#shared/contracts/money.ts';
import { PosError } from '#shared/errors.ts';
import { csvOf, entriesOf, keepToAYear, labourOf, payOf } from '../../services/staff/timesheet.ts';

const PEOPLE = [
  { id: 1, name: 'Ada' },
  { id: 2, name: 'Ben' },
];
const NOW = '2026-11-23T20:00:00.000Z';
const at = (time: string, day = '2026-11-23') => `${day}T${time}:00.000Z`;
const shift = (from: string, to: string | null, rate = 2000, more = {}) => ({
  staff_id: 1,
  business_day: '2026-11-23',
  clock_in: at(from),
  clock_out: to && at(to),
  breaks: [] as { break_start: string; break_end: string | null; paid: boolean }[],
  hourly_rate: cents(rate),
  ...more,
});
const pause = (from: string, to: string | null, paid: boolean) => {
  return { break_start: at(from), break_end: to && at(to), paid };
};
const sale = (staff_id: number, net: number, tips = 0, business_day = '2026-11-23') => {
  return { staff_id, business_day, net_sales: cents(net), tips: cents(tips) };
};

describe('the pay of a shift', () => {
  it('is elapsed time at its rate, without unpaid breaks, to the cent', () => {
    assert.equal(payOf(shift('09:00', '17:00'), NOW), 16_000);
    const rested = [pause('12:00', '12:30', false), pause('15:00', '15:10', true)];
    assert.equal(payOf(shift('09:00', '17:00', 2000, { breaks: rested }), NOW), 15_000);
    assert.equal(payOf(shift('09:00', '09:20', 1850), NOW), 617); // 6.1666…
  });

  it('rounds half a cent up', () => {
    assert.equal(payOf(shift('09:00', '09:30', 1), NOW), 1);
    assert.equal(payOf(shift('09:00', '09:29', 1), NOW), 0);
  });

  it('is by elapsed time in the nights in which the clocks change', () => {
    // New York, 1 November: 22:00 to 04:00 by the wall are seven hours
    const autumn = {
      clock_in: at('02:00', '2026-11-01'),
      clock_out: at('09:00', '2026-11-01'),
    };
    assert.equal(payOf(shift('00:00', '00:00', 2000, autumn), NOW), 14_000);
  });

  it('is so far what it would be if the shift ended now', () => {
    assert.equal(payOf(shift('18:00', null), NOW), 4_000);
    const breaks = [pause('19:00', null, false)];
    assert.equal(payOf(shift('18:00', null, 2000, { breaks }), NOW), 2_000);
  });

  it('is never less than nothing, though the clock was set back', () => {
    const breaks = [pause('21:00', null, false)];
    assert.equal(payOf(shift('21:00', null), NOW), 0);
    assert.equal(payOf(shift('20:30', null, 2000, { breaks }), NOW), 1_000);
  });

  it('is exact for the highest wage and the longest forgotten shift', () => {
    const year = { clock_in: at('20:00', '2025-11-23'), clock_out: null };
    assert.equal(payOf(shift('00:00', null, 100_000, year), NOW), 100_000 * 365 * 24);
  });

  it('of two shifts that follow each other is that of one, but for a cent', () => {
    const minute = fc.integer({ min: 0, max: 600 });
    fc.assert(
      fc.property(minute, minute, fc.integer({ min: 0, max: 100_000 }), (a, b, rate) => {
        const time = (minutes: number) =>
          new Date(Date.parse(at('00:00')) + minutes * 60_000).toISOString();
        const pay = (from: number, to: number) =>
          payOf(shift('00:00', null, rate, { clock_in: time(from), clock_out: time(to) }), NOW);
        assert.ok(Math.abs(pay(0, a) + pay(a, a + b) - pay(0, a + b)) <= 1);
      }),
    );
  });
});

describe('a timesheet', () => {
  it('has an entry for each person and day: hours, breaks, pay, sales, tips', () => {
    const breaks = [pause('12:00', '12:30', false), pause('15:00', '15:10', true)];
    const shifts = [
      shift('09:00', '17:00', 2000, { breaks }),
      shift('18:00', null),
      shift('09:00', '10:00', 1500, { staff_id: 2, business_day: '2026-11-22' }),
    ];
    const [first, second] = entriesOf(PEOPLE, shifts, [sale(1, 40_000, 500)], NOW);
    assert.deepEqual(second, {
      staff_id: 1,
      name: 'Ada',
      business_day: '2026-11-23',
      shifts: 2,
      hours_worked: 9.5,
      breaks_taken: 2,
      paid_break_minutes: 10,
      unpaid_break_minutes: 30,
      pay: 19_000,
      net_sales: 40_000,
      tips: 500,
      clocked_in: true,
    });
    assert.deepEqual([first?.name, first?.business_day, first?.pay], ['Ben', '2026-11-22', 1500]);
    assert.deepEqual([first?.net_sales, first?.clocked_in], [0, false]);
  });

  it('knows who sold without being clocked in', () => {
    const [only] = entriesOf(PEOPLE, [], [sale(2, 1_000)], NOW);
    assert.deepEqual([only?.name, only?.shifts, only?.pay, only?.net_sales], ['Ben', 0, 0, 1_000]);
  });

  it('says what part of the net sales a day of work cost', () => {
    const shifts = [shift('09:00', '17:00'), shift('09:00', '17:00', 2000, { staff_id: 2 })];
    const entries = entriesOf(PEOPLE, shifts, [sale(1, 90_000), sale(2, 10_000)], NOW);
    const [day] = labourOf(entries);
    assert.deepEqual(day, {
      business_day: '2026-11-23',
      labour_cost: 32_000,
      net_sales: 100_000,
      labour_share: 32,
    });
    assert.equal(labourOf(entriesOf(PEOPLE, shifts, [], NOW))[0]?.labour_share, null);
  });

  it('covers at most a leap year, and does not end before it begins', () => {
    keepToAYear('2028-01-01', '2028-12-31');
    keepToAYear('2026-11-23', '2026-11-23');
    for (const [start, end] of [
      ['2026-11-23', '2026-11-22'],
      ['2026-01-01', '2027-01-02'],
    ] as const) {
      assert.throws(
        () => keepToAYear(start, end),
        (error) => error instanceof PosError && error.info.errors?.[0]?.field === 'end',
      );
    }
  });

  it('as a table quotes what it must, and is no formula', () => {
    const [entry] = entriesOf(
      [{ id: 1, name: '=Ada "A", jr.' }],
      [shift('09:00', '10:00')],
      [],
      NOW,
    );
    const [head, row, end] = csvOf([entry as never]).split('\r\n');
    assert.match(head ?? '', /^business_day,staff_id,name,shifts,hours_worked,.*,tips,clocked_in$/);
    assert.match(row ?? '', /^2026-11-23,1,"'=Ada ""A"", jr\.",1,1,0,0,0,2000,0,0,false$/);
    assert.equal(end, '');
  });
});
