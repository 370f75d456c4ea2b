import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { cents } from '#shared/contracts/money.ts';
import {
  divideHalfUp,
  type Price,
  type PricedDiscount,
  type PricedLine,
  price,
  type Rate,
  shareOut,
} from '../../services/orders/price.ts';
import { priceByFractions } from './by-fractions.ts';

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
const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);

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

const rates: Rate[] = [
  tax(8.25, false, 1),
  tax(2, false, 2),
  tax(8.875, false, 3),
  tax(10, true, 4),
  tax(5.5, true, 5),
  tax(0, false, 6),
];
const someLine = (among = rates, most = 20_000) =>
  fc.record({
    total_price: fc.integer({ min: 0, max: most }).map(cents),
    taxes: fc.subarray(among),
  });
const someLines = (among?: Rate[]) => fc.array(someLine(among), { maxLength: 12 });
/** Each at most once, as an order has them. */
const someDiscounts = fc.uniqueArray(
  fc.record({
    discount_id: fc.integer({ min: 1, max: 9 }),
    is_percentage: fc.boolean(),
    amount: fc.integer({ min: 0, max: 10_000 }),
  }),
  { maxLength: 4, selector: (discount) => discount.discount_id },
);

/** What must be true of every price. */
function mustAddUp(lines: PricedLine[], priced: Price): void {
  assert.equal(priced.subtotal, sum(lines.map((own) => own.total_price)));
  assert.equal(sum(priced.lines.map((own) => own.discount)), priced.discount_total);
  assert.equal(sum(priced.applied), priced.discount_total);
  assert.equal(sum(priced.lines.map((own) => own.tax)), priced.tax);
  assert.equal(sum(priced.taxes.map((own) => own.tax)), priced.tax);
  const { subtotal, discount_total, tax: all, tax_included, bill } = priced;
  assert.equal(bill, subtotal - discount_total + all - tax_included);
  const amounts = [...priced.applied, ...priced.lines.flatMap((own) => [own.discount, own.tax])];
  for (const amount of [bill, discount_total, all, tax_included, ...amounts]) {
    assert.ok(Number.isSafeInteger(amount) && amount >= 0, `${amount}`);
  }
  for (const [i, own] of priced.lines.entries()) {
    const { total_price, taxes } = lines[i] as PricedLine;
    assert.ok(own.discount <= total_price, 'no line gives more than it costs');
    if (taxes.length === 0) assert.equal(own.tax, 0);
  }
}

describe('any order', () => {
  it('adds up, and nothing of it is negative', () => {
    fc.assert(
      fc.property(someLines(), someDiscounts, (lines, discounts) =>
        mustAddUp(lines, price(lines, discounts)),
      ),
    );
  });

  it('costs the same in whatever order its discounts were tapped', () => {
    const tapped = someDiscounts.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(someLines(), tapped, (lines, [one, other]) => {
        const { applied: first, ...a } = price(lines, one);
        const { applied: second, ...b } = price(lines, other);
        assert.deepEqual(a, b);
        const byDiscount = (all: PricedDiscount[], took: number[]) =>
          new Map(all.map((discount, i) => [discount.discount_id, took[i]]));
        assert.deepEqual(byDiscount(one, first), byDiscount(other, second));
      }),
    );
  });

  it('with all its taxes in its prices costs its prices less its discounts', () => {
    const inclusive = rates.filter((rate) => rate.inclusive);
    fc.assert(
      fc.property(someLines(inclusive), someDiscounts, (lines, discounts) => {
        const priced = price(lines, discounts);
        assert.equal(priced.bill, priced.subtotal - priced.discount_total);
        assert.equal(priced.tax, priced.tax_included);
      }),
    );
  });

  it('costs what a slow reckoning in fractions says, to the cent and for each line', () => {
    fc.assert(
      fc.property(someLines(), someDiscounts, (lines, discounts) => {
        const { taxes, ...priced } = price(lines, discounts);
        assert.deepEqual(priced, priceByFractions(lines, discounts));
        assert.equal(taxes.length, new Set(lines.flatMap((own) => own.taxes)).size);
      }),
      { numRuns: 300 },
    );
  });

  it('of 500 lines and a million adds up as exactly', () => {
    const dear = fc.array(someLine(rates, 100_000_000), { minLength: 500, maxLength: 500 });
    fc.assert(
      fc.property(dear, someDiscounts, (lines, discounts) =>
        mustAddUp(lines, price(lines, discounts)),
      ),
      { numRuns: 5 },
    );
  });
});

describe('a share-out', () => {
  it('gives what is over to the largest remainder, and of equals to the first', () => {
    assert.deepEqual(shareOut(100, [1n, 1n, 1n]), [34, 33, 33]);
    assert.deepEqual(shareOut(2, [1n, 3n, 1n, 3n]), [0, 1, 0, 1]);
    assert.deepEqual(shareOut(5, [0n, 1n, 0n]), [0, 5, 0]);
    assert.deepEqual(shareOut(0, [0n, 0n]), [0, 0]);
  });

  it('always sums to the whole, each share within a cent of what is fair', () => {
    const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 30n }), { minLength: 1 });
    fc.assert(
      fc.property(fc.nat(1_000_000_000), weights, (whole, all) => {
        const total = all.reduce((a, b) => a + b, 0n);
        const shares = shareOut(whole, all);
        assert.equal(sum(shares), total === 0n ? 0 : whole);
        for (const [i, share] of shares.entries()) {
          const off = BigInt(share) * total - BigInt(whole) * (all[i] as bigint);
          assert.ok(off < total || total === 0n);
          assert.ok(off > -total || total === 0n);
        }
      }),
    );
  });
});

describe('half a cent', () => {
  it('is rounded up', () => {
    const halves = [1n, 3n, 5n, 10n ** 21n + 1n].map((n) => divideHalfUp(n, 2n));
    assert.deepEqual(halves, [1, 2, 3, 5e20 + 1]);
    assert.equal(divideHalfUp(125n, 1000n), 0);
    assert.equal(divideHalfUp(125n, 10n), 13);
  });
});
