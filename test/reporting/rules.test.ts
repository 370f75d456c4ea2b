import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { cents } from '#shared/contracts/money.ts';
import { type DaySums, figuresOf } from '../../services/reporting/daily.ts';
import { saleOf, shareOut, sum } from '../../services/reporting/fact.ts';
import {
  brokenOf,
  type DayChecks,
  drawerIdentities,
  identitiesOf,
} from '../../services/reporting/identity.ts';
import { periodsOf, spanOf } from '../../services/reporting/range.ts';
import { average } from '../../services/reporting/worth.ts';

const sums = (more: Partial<DaySums> = {}): DaySums => ({
  date: '2026-11-23',
  orders_count: 3,
  gross: cents(1000),
  sold: cents(900),
  returned: cents(100),
  tax: cents(64),
  cash_sales: cents(972),
  card_sales: cents(0),
  card_fees: cents(0),
  tips: cents(0),
  cash_rounding: cents(0),
  refunds: cents(108),
  voids: cents(0),
  comps: cents(0),
  late_entries: 0,
  first_ms: 0,
  last_ms: 0,
  ...more,
});
const checks = (more: Partial<DayChecks> = {}): DayChecks => ({
  net_by_item: 800,
  net_by_hour: 800,
  net_by_staff: 800,
  tax_by_rate: 64,
  discounts_by_name: 100,
  paid: 864,
  moved: 864,
  ...more,
});

describe("a day's figures", () => {
  it('of nothing are zeros', () => {
    assert.ok(Object.values(figuresOf([])).every((figure) => figure === 0));
  });

  it('are net of what was given back; discounts and the average are not', () => {
    const { total_sales_net, discounts_applied, average_order } = figuresOf([sums()]);
    assert.deepEqual([total_sales_net, discounts_applied, average_order], [800, 100, 300]);
  });

  it('of several days are their sums, but for the average', () => {
    const both = figuresOf([sums(), sums({ orders_count: 1, sold: cents(301) })]);
    assert.deepEqual([both.orders_count, both.total_sales_gross], [4, 2000]);
    assert.equal(both.average_order, 300); // 1201 ÷ 4
  });

  it('round an average half up, and away from zero below it', () => {
    const all = [average(5, 2), average(7, 3), average(8, 3), average(0, 4), average(1, 0)];
    assert.deepEqual(all, [3, 2, 3, 0, 0]);
    assert.equal(average(-5, 2), -3);
  });
});

describe('days', () => {
  it('are the running one where none is named, and the one that is', () => {
    const today = '2026-11-23';
    assert.deepEqual(spanOf({}, today), { start: today, end: today });
    for (const one of [{ start: '2026-01-02' }, { end: '2026-01-02' }]) {
      assert.deepEqual(spanOf(one, today), { start: '2026-01-02', end: '2026-01-02' });
    }
  });

  it('are in their order, and ten years at most, with their leap days', () => {
    const decade = { start: '2016-01-01', end: '2025-12-31' };
    assert.deepEqual(spanOf(decade, ''), decade);
    assert.throws(() => spanOf({ ...decade, end: '2026-01-01' }, ''), /not right/);
    assert.throws(() => spanOf({ start: '2026-02-01', end: '2026-01-31' }, ''), /not right/);
  });

  it('are each in one week and one month, whatever they are cut from', () => {
    const some = fc.record({
      start: fc.integer({ min: 0, max: 4000 }),
      length: fc.integer({ min: 0, max: 400 }),
    });
    const day = (n: number) => new Date(n * 86_400_000 + 1.2e12).toISOString().slice(0, 10);
    const group = fc.constantFrom('day' as const, 'week' as const, 'month' as const);
    fc.assert(
      fc.property(some, group, ({ start, length }, by) => {
        const span = { start: day(start), end: day(start + length) };
        const days = Array.from({ length: length + 1 }, (_, i) => sums({ date: day(start + i) }));
        const periods = periodsOf(span, by, days);
        assert.equal(periods[0]?.start, span.start);
        assert.equal(periods.at(-1)?.end, span.end);
        const count = periods.reduce((all, one) => all + one.orders_count, 0);
        assert.equal(count, 3 * (length + 1));
        for (const [i, one] of periods.entries()) {
          assert.ok(one.start <= one.end);
          const before = periods[i - 1];
          if (before) assert.equal(Date.parse(one.start) - Date.parse(before.end), 86_400_000);
          if (by === 'month') assert.equal(one.start.slice(0, 7), one.end.slice(0, 7));
        }
      }),
    );
  });
});

describe('a sale', () => {
  it('of the first journals gives its lines a share of what the order says', () => {
    const line = { item_id: 1, name: 'Soup', quantity: 1, tax: 0, modifiers: [], discounts: [] };
    const of = (id: number, total_price: number, discount: number) => {
      return { ...line, id, total_price, discount, gross: 0, net: 0 };
    };
    const order = {
      items: [of(1, 700, 70), of(2, 300, 30)],
      gross: 1000,
      net: 900,
      taxes: [],
      payments: [],
      discounts: [],
    };
    const { lines } = saleOf(order as never);
    assert.deepEqual(
      lines.map(({ gross, net }) => [gross, net]),
      [
        [700, 630],
        [300, 270],
      ],
    );
  });

  it('tells its discounts without the tax in its prices, and what of them was given free', () => {
    const discounts = [{ discount_id: 1, name: 'Off', amount_applied: 110 }];
    const comp = { discount_id: null, name: 'On the house', amount_applied: 220 };
    const order = {
      items: [{ quantity: 1, gross: 1000, net: 700, modifiers: [], discounts: [comp] }],
      gross: 1000,
      net: 700,
      taxes: [],
      payments: [],
      discounts,
    };
    const sale = saleOf(order as never);
    assert.deepEqual(
      sale.discounts.map(({ amount }) => amount),
      [100, 200],
    );
    assert.equal(sale.comps, 200);
  });

  it('is shared out to the cent', () => {
    const weights = fc.array(fc.nat({ max: 100_000 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(fc.nat({ max: 10_000_000 }), weights, (whole, all) => {
        const shares = shareOut(cents(whole), all);
        assert.equal(sum(shares), sum(all) === 0 ? 0 : whole);
        for (const [i, share] of shares.entries()) {
          const exact = sum(all) === 0 ? 0 : (whole * (all[i] as number)) / sum(all);
          assert.ok(Math.abs(share - exact) < 1);
        }
      }),
    );
  });
});

describe('what must agree', () => {
  it('agrees', () => {
    assert.equal(brokenOf('the day', identitiesOf(sums(), checks())), undefined);
  });

  it('is told with its numbers, each by itself, where it does not', () => {
    for (const name of Object.keys(checks()) as (keyof DayChecks)[]) {
      const off = checks({ [name]: checks()[name] + 1 });
      const told = brokenOf('the day', identitiesOf(sums(), off)) ?? '';
      assert.equal(told.split(';').length, 1, name);
      assert.match(told, /The figures of the day do not agree: .*: \d+\.\d\d and \d+\.\d\d\./);
    }
    const told = brokenOf('the day', identitiesOf(sums({ cash_sales: cents(973) }), checks()));
    assert.match(told ?? '', /sales less refunds.*: 8\.65 and 8\.64/);
  });

  it('is what must be in a drawer', () => {
    const drawer = { float: 100, cash_sales: 50, cash_refunds: 5, pay_ins: 10, pay_outs: 20 };
    const counted = { expected: 135, counted: 130, over_short: -5 };
    assert.equal(brokenOf('it', drawerIdentities({ ...drawer, ...counted })), undefined);
    const off = brokenOf('it', drawerIdentities({ ...drawer, ...counted, expected: 136 }));
    assert.match(off ?? '', /1\.36 and 1\.35.*over or short: -0\.05 and -0\.06/);
  });
});
