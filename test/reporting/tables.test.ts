import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { daily } from '#shared/contracts/daily-report.ts';
import { columnsOf, csvOf, flat, withModifiers } from '../../services/reporting/csv.ts';
import { clockSpans, quarterOf, quartersOf } from '../../services/reporting/quarter.ts';
import { workedHours } from '../../services/reporting/worked.ts';

describe('the hour of a sale', () => {
  const NEW_YORK = 'America/New_York';
  const hourOf = (at: string, timezone: string) => {
    const day = at.slice(0, 10);
    const quarter = quarterOf(Date.parse(at));
    const part = clockSpans({ start: day, end: day }, timezone).find(
      ({ from, until }) => quarter >= from && quarter < until,
    );
    return Math.floor(((quarter + (part?.ahead ?? 0)) % 96) / 4);
  };

  it('is that of the clock on the wall, also in the night in which it changes', () => {
    assert.equal(hourOf('2026-11-01T05:59:00.000Z', NEW_YORK), 1);
    assert.equal(hourOf('2026-11-01T06:59:00.000Z', NEW_YORK), 1, 'the hour that comes twice');
    assert.equal(hourOf('2026-11-01T07:00:00.000Z', NEW_YORK), 2);
    assert.equal(hourOf('2026-03-08T06:59:00.000Z', NEW_YORK), 1);
    assert.equal(hourOf('2026-03-08T07:00:00.000Z', NEW_YORK), 3, 'there is no two');
  });

  it('is right in zones that are not whole hours away', () => {
    assert.equal(hourOf('2026-06-01T18:14:00.000Z', 'Asia/Kathmandu'), 23);
    assert.equal(hourOf('2026-06-01T18:15:00.000Z', 'Asia/Kathmandu'), 0);
  });

  it('belongs to days of 23 and 25 hours', () => {
    const terms = { timezone: NEW_YORK, business_day_cutoff: '00:00' };
    const length = (day: string) => {
      const { from, until } = quartersOf({ start: day, end: day }, terms);
      return (until - from) / 4;
    };
    const all = ['2026-03-08', '2026-11-01', '2026-11-02'].map(length);
    assert.deepEqual(all, [23, 25, 24]);
  });
});

describe('a table', () => {
  it('quotes what needs it, and holds no formula', () => {
    const rows = [{ a: 'x,"y"', b: -1.5 }, { a: '=1+1', b: null }, { a: '-2' }];
    assert.equal(csvOf(['a', 'b'], rows), 'a,b\r\n"x,""y""",-1.5\r\n\'=1+1,\r\n\'-2,\r\n');
  });

  it('has the columns of its row, but no lists', () => {
    assert.deepEqual(columnsOf(daily).slice(0, 2), ['date', 'total_sales_gross']);
    assert.ok(!columnsOf(daily).includes('csv'));
  });

  it('puts modifiers under their item', () => {
    const mods = [{ mod_id: 2, name: 'Cheddar', quantity: 3, amount: 4.5 }];
    const rows = withModifiers([{ item_id: 1, name: 'Burger', quantity: 3, modifiers: mods }]);
    assert.deepEqual(rows[1], {
      item_id: 1,
      name: 'Burger',
      mod_id: 2,
      mod_name: 'Cheddar',
      quantity: 3,
      amount: 4.5,
    });
  });

  it('of what is no table names the way to each value', () => {
    assert.deepEqual(flat({ a: 1, b: [{ c: null }] }), [
      { field: 'a', value: 1 },
      { field: 'b.0.c', value: null },
    ]);
  });
});

describe('hours worked', () => {
  it('are without unpaid breaks, and until now where a shift runs', () => {
    const at = '2026-11-23T20:00:00.000Z';
    const from = '2026-11-23T10:00:00.000Z';
    const off = (paid: boolean) => {
      return {
        break_start: '2026-11-23T12:00:00.000Z',
        break_end: '2026-11-23T12:30:00.000Z',
        paid,
      };
    };
    const shift = (...breaks: ReturnType<typeof off>[]) => {
      return { clock_in: from, clock_out: null, breaks };
    };
    assert.equal(workedHours([shift()], at), 10);
    assert.equal(workedHours([shift(off(false)), shift(off(true))], at), 19.5);
  });
});
