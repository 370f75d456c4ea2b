import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { cents } from '#shared/contracts/money.ts';
import {
  type Price,
  type PricedDiscount,
  type PricedLine,
  price,
  type Rate,
} from '../../services/orders/price.ts';
import { priceByFractions } from './by-fractions.ts';

const tax = (percent: number, inclusive = false, tax_id = 1): Rate => ({
  tax_id,
  name: `${percent} %`,
  percentage: percent * 10_000,
  inclusive,
});
const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);

const rates: Rate[] = [
  tax(8.25, false, 1),
  tax(2, false, 2),
  tax(8.875, false, 3),
  tax(10, true, 4),
  tax(5.5, true, 5),
  tax(0, false, 6),
];
/** Each at most once, as an order or a line has them. */
const someDiscounts = fc.uniqueArray(
  fc.record({
    discount_id: fc.integer({ min: 1, max: 9 }),
    is_percentage: fc.boolean(),
    amount: fc.integer({ min: 0, max: 10_000 }),
  }),
  { maxLength: 4, selector: (discount) => discount.discount_id },
);

const someLine = (among = rates, most = 20_000) =>
  fc.record({
    total_price: fc.integer({ min: 0, max: most }).map(cents),
    taxes: fc.subarray(among),
    discounts: fc.oneof(fc.constant([]), someDiscounts),
  });
const someLines = (among?: Rate[]) => fc.array(someLine(among), { maxLength: 12 });

/** What must be true of every price. */
function mustAddUp(lines: PricedLine[], priced: Price): void {
  assert.equal(priced.subtotal, sum(lines.map((own) => own.total_price)));
  assert.equal(sum(priced.lines.map((own) => own.discount)), priced.discount_total);
  const ofLines = priced.lines.flatMap((own) => own.applied);
  assert.equal(sum([...priced.applied, ...ofLines]), priced.discount_total);
  assert.equal(sum(priced.lines.map((own) => own.share)), sum(priced.applied));
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
    assert.equal(sum(own.taxes.map((part) => part.tax)), own.tax);
    assert.equal(sum([...own.applied, own.share]), own.discount);
  }
  for (const total of priced.taxes) {
    const parts = priced.lines.flatMap((own) => own.taxes).filter((t) => t.tax_id === total.tax_id);
    assert.equal(sum(parts.map((part) => part.tax)), total.tax);
    assert.equal(sum(parts.map((part) => part.taxable)), total.taxable);
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
        const { taxes, lines: priced, ...sums } = price(lines, discounts);
        const withoutRates = priced.map(({ discount, tax: all, applied, share }) => {
          return { discount, tax: all, applied, share };
        });
        assert.deepEqual({ ...sums, lines: withoutRates }, priceByFractions(lines, discounts));
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
