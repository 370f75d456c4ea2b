import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cents } from '#shared/contracts/money.ts';
import type { Payment } from '#shared/contracts/order.ts';
import { dailyReport, type DaySums } from '../../services/reporting/daily.ts';
import { saleOf } from '../../services/reporting/sale.ts';

const DATE = '2026-11-23';
const paid = (method: Payment['method'], amount: number, tip = 0, card_fee = 0): Payment => ({
  id: 1,
  order_id: 3,
  method,
  amount: cents(amount),
  card_fee: cents(card_fee),
  tip: cents(tip),
  cash_tendered: null,
  change_due: null,
  till: 'main',
  staff_id: 1,
  created_at: '2026-11-23T18:00:00.000Z',
});
const order = (...payments: Payment[]) => ({
  id: 3,
  business_day: DATE,
  closed_at: '2026-11-23T18:00:00.000Z',
  gross: cents(1000),
  net: cents(900),
  tax: cents(72),
  payments,
});
const sums = (more: Partial<DaySums>): DaySums => ({
  date: DATE,
  orders_count: 3,
  gross: cents(1000),
  net: cents(900),
  tax: cents(72),
  cash_sales: cents(972),
  card_sales: cents(0),
  card_fees: cents(0),
  tips: cents(0),
  first_sale_at: '2026-11-23T12:00:00.000Z',
  last_sale_at: '2026-11-23T23:00:00.000Z',
  ...more,
});

describe('a sale', () => {
  it('is what each kind of money paid of the bill, fees and tips apart', () => {
    const sale = saleOf(order(paid('cash', 500, 100), paid('card', 472, 50, 19)));
    assert.deepEqual(sale, {
      order_id: 3,
      business_day: DATE,
      closed_at: '2026-11-23T18:00:00.000Z',
      gross: 1000,
      net: 900,
      tax: 72,
      cash_sales: 500,
      card_sales: 472,
      card_fees: 19,
      tips: 150,
    });
    assert.equal(sale.cash_sales + sale.card_sales, sale.net + sale.tax);
  });

  it('that cost nothing is a sale all the same', () => {
    const { cash_sales, card_sales } = saleOf(order(paid('cash', 0)));
    assert.deepEqual([cash_sales, card_sales], [0, 0]);
  });
});

describe("a day's report", () => {
  it('of a day on which nothing was sold is all zeros, and knows no first or last sale', () => {
    const { date, open_orders, first_sale_at, last_sale_at, ...figures } = dailyReport(
      DATE,
      undefined,
      2,
    );
    assert.deepEqual([date, open_orders, first_sale_at, last_sale_at], [DATE, 2, null, null]);
    assert.ok(Object.values(figures).every((figure) => figure === 0));
    assert.equal(Object.keys(figures).length, 10);
  });

  it('has as discounts what was sold less what remained of it', () => {
    const report = dailyReport(DATE, sums({}), 0);
    assert.equal(report.discounts_applied, 100);
    assert.equal(report.average_order, 300);
  });

  it('rounds the average half up', () => {
    const average = (net: number, orders_count: number) =>
      dailyReport(DATE, sums({ net: cents(net), orders_count }), 0).average_order;
    assert.deepEqual([average(5, 2), average(7, 3), average(8, 3), average(0, 4)], [3, 2, 3, 0]);
  });
});
