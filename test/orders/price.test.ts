import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cents } from '#shared/contracts/money.ts';
import {
  gross,
  net,
  type PricedDiscount,
  type PricedLine,
  price,
  type Rate,
} from '../../services/orders/price.ts';

const tax = (percent: number, inclusive = false, tax_id = 1): Rate => ({
  tax_id,
  name: `${percent} %`,
  percentage: percent * 10_000,
  inclusive,
});
const line = (total: number, ...taxes: Rate[]): PricedLine => ({
  total_price: cents(total),
  taxes,
});
const flat = (amount: number, discount_id = 1): PricedDiscount => ({
  discount_id,
  is_percentage: false,
  amount,
});
const percent = (amount: number, discount_id = 2): PricedDiscount => ({
  discount_id,
  is_percentage: true,
  amount: amount * 100,
});

describe('the price of an order', () => {
  it('of nothing is nothing', () => {
    const { taxes, lines, applied, ...sums } = price([], [flat(500), percent(10)]);
    assert.deepEqual(sums, { subtotal: 0, discount_total: 0, tax: 0, tax_included: 0, bill: 0 });
    assert.deepEqual([taxes, lines, applied], [[], [], [0, 0]]);
  });

  it('shares a discount among all lines, and taxes what is left of each', () => {
    const rate = tax(8.25);
    const priced = price([line(1810, rate), line(245, rate), line(500)], [flat(206)]);
    const shares = priced.lines.map(({ discount }) => discount);
    assert.deepEqual(shares, [146, 20, 40]);
    assert.deepEqual(priced.taxes, [{ ...rate, taxable: 1889, tax: 156 }]);
    assert.deepEqual([priced.tax, priced.bill], [156, 2555 - 206 + 156]);
  });

  it('rounds a tax half up, once for the order and not for each line', () => {
    assert.equal(price([line(5075, tax(6.25))], []).tax, 317);
    assert.equal(price([line(100, tax(12.5))], []).tax, 13);
    const pennies = price([line(4, tax(12.5)), line(4, tax(12.5))], []);
    assert.equal(pennies.tax, 1);
    assert.deepEqual(
      pennies.lines.map((own) => own.tax),
      [1, 0],
    );
  });

  it('takes percentages before flat discounts, however they were tapped', () => {
    for (const tapped of [
      [percent(5), flat(100)],
      [flat(100), percent(5)],
    ]) {
      const { bill, discount_total } = price([line(2000)], tapped);
      assert.deepEqual([bill, discount_total], [1800, 200]);
    }
  });

  it('takes every percentage from the whole, never from what another one left', () => {
    assert.deepEqual(price([line(1000)], [percent(10, 1), percent(10, 2)]).applied, [100, 100]);
  });

  it("takes a line's own discounts first, each of the line as it was", () => {
    const lines = [
      { ...line(1400), discounts: [flat(100)] },
      { ...line(1200), discounts: [percent(25)] },
    ];
    const priced = price(lines);
    assert.deepEqual([priced.bill, priced.discount_total], [2200, 400]);
    assert.deepEqual(
      priced.lines.map(({ discount }) => discount),
      [100, 300],
    );
    assert.deepEqual(price(lines, [percent(10, 5)]).applied, [220]);
  });

  it('is worth the same in gross and net, whether its tax is in the price or on top', () => {
    for (const [unit, rate] of [
      [1100, tax(10, true)],
      [1000, tax(10)],
    ] as const) {
      const lines = [line(unit, rate)];
      const {
        lines: [own],
      } = price(lines, [percent(10)]);
      assert.ok(own);
      assert.deepEqual([gross(lines), own.tax], [[1000], 90]);
      assert.equal(net({ ...own, total_price: cents(unit) }), 900);
    }
  });

  it('never gets below zero: a discount that no longer fits takes what is there', () => {
    const { bill, applied } = price([line(300)], [flat(500, 7), flat(200, 3), percent(50, 9)]);
    assert.deepEqual([bill, applied], [0, [0, 150, 150]]);
  });

  it('finds the base of prices that contain two taxes', () => {
    const [ten, five] = [tax(10, true, 1), tax(5, true, 2)];
    const priced = price([line(1150, ten, five)], []);
    assert.deepEqual(priced.taxes, [
      { ...ten, taxable: 1000, tax: 100 },
      { ...five, taxable: 1000, tax: 50 },
    ]);
    assert.deepEqual([priced.tax_included, priced.bill], [150, 1150]);
  });

  it('takes a discount from the price that contains the tax, so that the tax falls with it', () => {
    const priced = price([line(1100, tax(10, true))], [percent(10)]);
    assert.deepEqual([priced.discount_total, priced.tax, priced.bill], [110, 90, 990]);
    assert.equal(priced.taxes[0]?.taxable, 900);
  });

  it('puts a tax on top of a price that contains another one, both on the same base', () => {
    const priced = price([line(1100, tax(10, true, 1), tax(5, false, 2))], []);
    assert.deepEqual([priced.tax, priced.tax_included, priced.bill], [150, 100, 1150]);
  });

  it('keeps a rate apart from the one that it was before it was changed', () => {
    const { taxes } = price([line(1000, tax(8)), line(1000, tax(9))], []);
    assert.deepEqual(
      taxes.map((own) => own.tax),
      [80, 90],
    );
  });
});
