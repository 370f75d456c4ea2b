import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Cents, cents } from '#shared/contracts/money.ts';
import { reportOf } from '../../services/print-spooler/report.ts';

const nothing = cents(0);
const figures = {
  date: '2026-11-23',
  total_sales_gross: cents(100_00),
  total_sales_net: cents(80_00),
  card_sales: cents(60_48),
  cash_sales: cents(32_40),
  card_fees: cents(1_20),
  discounts_applied: cents(14_00),
  tips_received: cents(9_00),
  tax_collected: cents(6_40),
  refunds: cents(6_48),
  voids: nothing,
  comps: nothing,
  cash_rounding: nothing,
  orders_count: 7,
  average_order: cents(12_28),
  late_entries: 0,
  open_orders: 0,
  deposits_held: nothing,
  unmatched_payments: nothing,
  first_sale_at: '2026-11-23T17:00:00.000Z',
  last_sale_at: null,
  z_number: null,
};
const STORE = { currency: 'USD', timezone: 'America/New_York' };

const tender = {
  method: 'card' as const,
  payments_count: 3,
  amount: cents(60_48),
  card_fees: cents(1_20),
  tips: cents(9_00),
  cash_rounding: nothing,
  refunds_count: 1,
  refunds: cents(6_48),
  money_moved: cents(64_20),
};
const tax = {
  tax_id: 1,
  name: 'Sales tax',
  percentage: 88_750,
  inclusive: false,
  taxable: cents(80_00),
  tax: cents(6_40),
};
const drawer = (over_short: Cents | null) => ({
  session_id: 1,
  till: 'bar',
  opened_at: '2026-11-23T16:00:00.000Z',
  closed_at: null,
  float: cents(100_00),
  expected: cents(132_40),
  counted: over_short === null ? null : cents(132_40 + over_short),
  over_short,
});
const rows = (report: ReturnType<typeof reportOf>, name: string) =>
  report.sections
    .find((section) => section.name === name)
    ?.rows.map(({ label, value }) => `${label}: ${value}`);

describe('a report on paper', () => {
  it('tells a day in amounts, and nothing of what was nothing', () => {
    const report = reportOf('daily', figures, STORE);
    assert.deepEqual(
      [report.title, report.subtitle, report.number],
      ['Daily report', 'Business day 2026-11-23', null],
    );
    assert.deepEqual(rows(report, 'Sales'), [
      'Gross: $100.00',
      'Discounts: $14.00',
      'Net, less refunded goods: $80.00',
      'Tax: $6.40',
      'Card fees: $1.20',
      'Tips: $9.00',
    ]);
    assert.deepEqual(rows(report, 'Orders'), [
      'Sold: 7',
      'On average: $12.28',
      'First: 2026-11-23 12:00',
    ]);
    assert.equal(rows(report, 'Taxes'), undefined);
  });

  it('tells what somebody has to look at', () => {
    const looked = { open_orders: 2, unmatched_payments: cents(500), late_entries: 3 };
    assert.deepEqual(rows(reportOf('x', { ...figures, ...looked }, STORE), 'Orders')?.slice(-3), [
      'Still open: 2',
      'Cards that paid no order: $5.00',
      'Late from days before: 3',
    ]);
  });

  it('of a Z has its number, tenders, rates, categories and drawers', () => {
    const lists = { payments: [tender], taxes: [tax], discounts: [], categories: [] };
    const all = { ...figures, ...lists, number: 4, drawers: [drawer(cents(-50))] };
    const report = reportOf('z', all, STORE);
    assert.equal(report.number, 4);
    assert.deepEqual(rows(report, 'Cards'), [
      'Bills, 3 payments: $60.48',
      'Fees: $1.20',
      'Tips: $9.00',
      'Given back, 1 times: $6.48',
      'Money moved: $64.20',
    ]);
    assert.deepEqual(rows(report, 'Taxes'), ['Sales tax 8.875%: $6.40', '  of: $80.00']);
    assert.deepEqual(rows(report, 'Drawer of bar')?.slice(1), [
      'Float: $100.00',
      'Must hold: $132.40',
      'Counted: $131.90',
      'Short: $0.50',
    ]);
  });

  it('says of a drawer that it is right, or that nobody has counted it', () => {
    const of = (over_short: Cents | null) =>
      rows(reportOf('x', { ...figures, drawers: [drawer(over_short)] }, STORE), 'Drawer of bar');
    assert.equal(of(nothing)?.at(-1), 'Right to the cent: ');
    assert.equal(of(null)?.at(-1), 'Not counted: ');
  });
});
