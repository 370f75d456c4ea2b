import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { PosError } from '#shared/errors.ts';
import {
  actionsOf,
  clockIn,
  clockOut,
  endBreak,
  type Hours,
  isOverdue,
  mend,
  startBreak,
  statusOf,
  told,
} from '../../services/staff/clock.ts';

/** An instant of Monday, 23 November: `at('18:30')`. */
const at = (time: string) => `2026-11-23T${time}:00.000Z`;
const refuses = (code: string, act: () => unknown) =>
  assert.throws(act, (error) => error instanceof PosError && error.code === code);
const pause = (from: string, to?: string, paid = false) => {
  return { break_start: at(from), break_end: to ? at(to) : null, paid };
};
const shift = (from: string, to?: string, ...breaks: Hours['breaks']): Hours => {
  return { clock_in: at(from), clock_out: to ? at(to) : null, breaks };
};

describe('somebody who is not clocked in', () => {
  it('can clock in, the first time and after a shift', () => {
    assert.deepEqual(clockIn(undefined, at('09:00')), shift('09:00'));
    assert.deepEqual(clockIn(shift('09:00', '12:00'), at('12:00')), shift('12:00'));
    assert.deepEqual(actionsOf(shift('09:00', '12:00')), ['clock_in']);
  });

  it('can do nothing else', () => {
    for (const before of [undefined, shift('09:00', '12:00')]) {
      refuses('NOT_CLOCKED_IN', () => clockOut(before, at('13:00')));
      refuses('NOT_CLOCKED_IN', () => startBreak(before, at('13:00'), false));
      refuses('NOT_CLOCKED_IN', () => endBreak(before, at('13:00')));
    }
  });
});

describe('somebody who is clocked in', () => {
  const working = shift('09:00');

  it('can begin a break, paid or not, and clock out', () => {
    const paid = startBreak(working, at('10:00'), true);
    assert.deepEqual(paid, shift('09:00', undefined, pause('10:00', undefined, true)));
    assert.deepEqual(clockOut(working, at('17:00')), shift('09:00', '17:00'));
    assert.deepEqual(actionsOf(working), ['clock_out', 'break_start']);
  });

  it('can take any number of breaks', () => {
    const one = endBreak(startBreak(working, at('10:00'), true), at('10:10'));
    const two = endBreak(startBreak(one, at('13:00'), false), at('13:30'));
    const breaks = [pause('10:00', '10:10', true), pause('13:00', '13:30')];
    assert.deepEqual(two, shift('09:00', undefined, ...breaks));
  });

  it('cannot clock in twice, nor end a break that is none', () => {
    refuses('ALREADY_CLOCKED_IN', () => clockIn(working, at('10:00')));
    refuses('NOT_ON_BREAK', () => endBreak(working, at('10:00')));
  });
});

describe('somebody on a break', () => {
  const resting = shift('09:00', undefined, pause('12:00'));

  it('can end it, or go home from it: the break ends with the shift', () => {
    assert.deepEqual(endBreak(resting, at('12:30')).breaks, [pause('12:00', '12:30')]);
    const home = clockOut(resting, at('12:30'));
    assert.deepEqual(home, shift('09:00', '12:30', pause('12:00', '12:30')));
    assert.deepEqual(actionsOf(resting), ['break_end', 'clock_out']);
    const status = statusOf(resting);
    assert.deepEqual([status.clock_in, status.break_start], [at('09:00'), at('12:00')]);
  });

  it('cannot begin a break inside it', () => {
    refuses('ALREADY_ON_BREAK', () => startBreak(resting, at('12:10'), false));
  });
});

describe('a clock that was set back', () => {
  it('lets nobody leave before they came, nor come before they left', () => {
    refuses('SHIFT_IN_FUTURE', () => clockOut(shift('09:00'), at('08:59')));
    refuses('SHIFT_IN_FUTURE', () => clockIn(shift('09:00', '12:00'), at('11:00')));
    const rested = shift('09:00', undefined, pause('12:00', '12:30'));
    refuses('SHIFT_IN_FUTURE', () => startBreak(rested, at('12:15'), false));
  });
});

describe('a shift', () => {
  it('is overdue after more than 16 hours, running or not, until an admin mended it', () => {
    const running = { ...shift('00:00'), mended_at: null };
    assert.ok(!isOverdue(running, at('16:00')));
    assert.ok(isOverdue(running, '2026-11-23T16:00:00.001Z'));
    assert.ok(told(running, at('17:00')).overdue);
    const ended = { ...shift('00:00', '17:00'), mended_at: null };
    assert.ok(told(ended, '2030-01-01T00:00:00.000Z').overdue);
    assert.ok(!told({ ...ended, mended_at: at('18:00') }, at('19:00')).overdue);
  });

  it('tells its latest break', () => {
    const two = shift('09:00', undefined, pause('10:00', '10:10'), pause('13:00'));
    const { break_start, break_end } = told({ ...two, mended_at: null }, at('14:00'));
    assert.deepEqual([break_start, break_end], [at('13:00'), null]);
  });
});

describe('a shift that is mended', () => {
  const now = at('20:00');
  const forgotten = shift('09:00', undefined, pause('12:00'));

  it('gets the times it is given, and keeps the others', () => {
    const breaks = [pause('12:00', '12:30')];
    const mended = mend(forgotten, { clock_out: at('17:00'), breaks }, [], now);
    assert.deepEqual(mended, shift('09:00', '17:00', ...breaks));
    assert.deepEqual(mend(mended, { clock_in: at('08:00') }, [], now).clock_out, at('17:00'));
  });

  it('has its breaks in order, however they were given', () => {
    const breaks = [pause('15:00', '15:10'), pause('12:00', '12:30')];
    const mended = mend(shift('09:00', '17:00'), { breaks }, [], now);
    assert.deepEqual(mended.breaks, [...breaks].reverse());
  });

  it('must be possible', () => {
    const wrong: [Hours, Parameters<typeof mend>[1]][] = [
      [shift('09:00', '17:00'), { clock_out: at('08:00') }],
      [shift('09:00', '17:00'), { breaks: [pause('08:00', '08:30')] }],
      [shift('09:00', '17:00'), { breaks: [pause('16:50', '17:10')] }],
      [shift('09:00', '17:00'), { breaks: [pause('12:30', '12:00')] }],
      [shift('09:00', '17:00'), { breaks: [pause('12:00', '13:00'), pause('12:30', '13:30')] }],
      [shift('09:00', '17:00'), { breaks: [pause('12:00')] }],
      [shift('09:00'), { breaks: [pause('10:00'), pause('12:00', '12:30')] }],
      [forgotten, { clock_out: at('17:00') }],
    ];
    for (const [before, changes] of wrong) {
      refuses('SHIFT_IMPOSSIBLE', () => mend(before, changes, [], now));
    }
  });

  it('lies in the past', () => {
    refuses('SHIFT_IN_FUTURE', () => mend(forgotten, { clock_out: at('20:01') }, [], now));
    const breaks = [pause('12:00', '20:01')];
    refuses('SHIFT_IN_FUTURE', () => mend(forgotten, { breaks }, [], now));
  });

  it('overlaps no other shift of the same person, and may touch it', () => {
    const other = shift('17:00', '19:00');
    const to = (clock_out: string) => () =>
      mend(shift('09:00', '16:00'), { clock_out: at(clock_out) }, [other], now);
    assert.equal(to('17:00')().clock_out, at('17:00'));
    refuses('SHIFTS_OVERLAP', to('17:01'));
    refuses('SHIFTS_OVERLAP', () => mend(shift('18:00'), {}, [other], now));
    refuses('SHIFTS_OVERLAP', () => mend(shift('10:00', '11:00'), {}, [shift('09:00')], now));
  });
});

describe('any sequence of punches', () => {
  /** All there is to know: out, in, or on a break; and what was punched so far. */
  const NEXT = {
    out: { clock_in: 'in' },
    in: { clock_out: 'out', break_start: 'break' },
    break: { clock_out: 'out', break_end: 'in' },
  } as const;
  const ACTS = {
    clock_in: clockIn,
    clock_out: clockOut,
    break_start: (hours: Hours | undefined, when: string) => startBreak(hours, when, false),
    break_end: endBreak,
  };
  const punch = fc.constantFrom(...(Object.keys(ACTS) as (keyof typeof ACTS)[]));

  it('is taken or refused as a model of three words says, and is possible all along', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(punch, fc.nat(600)), { maxLength: 60 }), (punches) => {
        let model: keyof typeof NEXT = 'out';
        let latest: Hours | undefined;
        let now = Date.parse(at('00:00'));
        for (const [act, minutes] of punches) {
          const when = new Date((now += minutes * 60_000)).toISOString();
          const next: keyof typeof NEXT | undefined = (
            NEXT[model] as Record<string, keyof typeof NEXT>
          )[act];
          if (next) {
            latest = ACTS[act](latest, when);
            model = next;
          } else {
            assert.throws(() => ACTS[act](latest, when), PosError);
          }
          const offered: string[] = actionsOf(latest);
          assert.deepEqual(offered.toSorted(), Object.keys(NEXT[model]).toSorted());
          if (latest) assert.deepEqual(mend(latest, {}, [], when), latest);
        }
      }),
    );
  });
});
