import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Screen } from '#shared/contracts/screens.ts';
import { PosError } from '#shared/errors.ts';
import {
  approved,
  codeOf,
  givesWay,
  lately,
  mayRegister,
  screenIdOf,
} from '../../services/print-spooler/screen.ts';

const AT = '2026-11-23T18:04:05.120Z';
const before = (ms: number) => new Date(Date.parse(AT) - ms).toISOString();
const HOUR = 3600_000;
const screen = (more: Partial<Screen> = {}): Screen => ({
  screen_id: 'kitchen-7f3a9c',
  kind: 'kitchen',
  name: 'Grill, left',
  status: 'pending',
  code: 'K7QX',
  till: null,
  stations: [],
  registered_at: before(HOUR),
  approved_at: null,
  seen_at: null,
  ...more,
});
const many = (count: number, more: Partial<Screen> = {}) =>
  Array.from({ length: count }, (_, i) => screen({ screen_id: `kitchen-${i}`, ...more }));
function refused(rule: () => unknown, code: string, field?: string): PosError {
  try {
    rule();
  } catch (error) {
    assert.ok(error instanceof PosError, String(error));
    assert.deepEqual([error.code, error.info.errors?.[0]?.field], [code, field]);
    return error;
  }
  return assert.fail('was not refused');
}
const house = { at: AT, others: [], usual: 'line' };

describe('a screen’s names', () => {
  it('say what it is, and are read without a doubt', () => {
    const chance = Uint8Array.from([0x7f, 0x3a, 0x09, 0xff]);
    assert.equal(screenIdOf('kitchen', chance), 'kitchen-7f3a09');
    assert.equal(screenIdOf('customer_display', chance), 'display-7f3a09');
    assert.match(codeOf(chance), /^[2-9A-HJ-NP-Z]{4}$/);
  });
});

describe('a screen that is approved', () => {
  it('of a kitchen shows the default station, unless others are named', () => {
    const { status, code, stations, till, approved_at } = approved(screen(), {}, house);
    assert.deepEqual(
      [status, code, stations, till, approved_at],
      ['approved', null, ['line'], null, AT],
    );
    assert.deepEqual(approved(screen(), { stations: ['bar', 'bar'] }, house).stations, ['bar']);
  });

  it('for guests shows the till main, unless another is named', () => {
    const display = screen({ kind: 'customer_display' });
    assert.deepEqual(approved(display, {}, house).till, 'main');
    assert.deepEqual(approved(display, { till: 'bar' }, house).till, 'bar');
  });

  it('once more keeps what is not said anew', () => {
    const earlier = before(HOUR);
    const known = screen({ status: 'approved', stations: ['bar'], approved_at: earlier });
    const { name, stations, approved_at } = approved(known, { name: 'Bar' }, house);
    assert.deepEqual([name, stations, approved_at], ['Bar', ['bar'], earlier]);
  });

  it('takes no till for a kitchen, and no stations for guests', () => {
    const stations = ['bar'];
    refused(() => approved(screen(), { till: 'main' }, house), 'VALIDATION_FAILED', 'till');
    for (const kind of ['customer_display', 'board'] as const) {
      const wrong = () => approved(screen({ kind }), { stations }, house);
      refused(wrong, 'VALIDATION_FAILED', 'stations');
    }
  });

  it('is one of 64 at most', () => {
    const others = many(64, { status: 'approved' });
    refused(() => approved(screen(), {}, { ...house, others }), 'TOO_MANY_SCREENS');
    approved(screen({ status: 'approved' }), {}, { ...house, others });
  });
});

describe('of the screens that wait', () => {
  it('there are 32 at most, while each was there within a day', () => {
    assert.equal(givesWay(many(31), AT), undefined);
    refused(() => givesWay(many(32), AT), 'TOO_MANY_SCREENS');
  });

  it('the one gives way that has not been there for the longest time', () => {
    const gone = (screen_id: string, days: number) =>
      screen({ screen_id, registered_at: before(days * 24 * HOUR) });
    const seen = { ...gone('kitchen-seen', 9), seen_at: before(HOUR) };
    const waiting = [...many(29), gone('kitchen-two', 2), gone('kitchen-four', 4), seen];
    assert.equal(givesWay(waiting, AT)?.screen_id, 'kitchen-four');
  });
});

describe('one address', () => {
  it('introduces ten screens in a minute, and waits for the rest of it', () => {
    const ten = Array.from({ length: 10 }, (_, i) => before(50_000 - i));
    mayRegister(ten.slice(1), AT);
    const { retry_after_s } = refused(() => mayRegister(ten, AT), 'TOO_MANY_REGISTRATIONS').info;
    assert.equal(retry_after_s, 10);
    assert.deepEqual(lately([before(60_000), before(59_000)], AT), [before(59_000)]);
  });

  it('is forgiven when the clock was set back', () => {
    assert.deepEqual(lately([before(-HOUR)], AT), []);
  });
});
