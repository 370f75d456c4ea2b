import type { PricedDiscount, PricedLine, Rate } from '../../services/orders/price.ts';

/** A number without rounding: n / d, with d > 0. */
interface Fraction {
  n: bigint;
  d: bigint;
}

const of = (n: number | bigint, d: number | bigint = 1): Fraction => ({
  n: BigInt(n),
  d: BigInt(d),
});
const plus = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d });
const minus = (a: Fraction, b: Fraction): Fraction => plus(a, { n: -b.n, d: b.d });
const times = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.n, d: a.d * b.d });
const dividedBy = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.d, d: a.d * b.n });
const isMore = (a: Fraction, b: Fraction): boolean => a.n * b.d > b.n * a.d;
const total = (all: Fraction[]): Fraction => all.reduce(plus, of(0));
const floor = ({ n, d }: Fraction): number => Number(n / d);
const roundHalfUp = (a: Fraction): number => floor(plus(a, of(1, 2)));

/** Whole cents for everybody, then one more for whoever is furthest from what is theirs. */
function handOut(whole: number, weights: Fraction[]): number[] {
  const all = total(weights);
  if (all.n === 0n) return weights.map(() => 0);
  const fair = weights.map((weight) => dividedBy(times(of(whole), weight), all));
  const given = fair.map(floor);
  while (given.reduce((sum, cents) => sum + cents, 0) < whole) {
    let neediest = 0;
    const lacking = fair.map((share, i) => minus(share, of(given[i] as number)));
    for (const [i, lack] of lacking.entries()) {
      if (isMore(lack, lacking[neediest] as Fraction)) neediest = i;
    }
    given[neediest] = (given[neediest] as number) + 1;
  }
  return given;
}

/** What each discount takes of a whole: percentages first, then flat ones by id. */
function take(whole: number, discounts: readonly PricedDiscount[]): Map<PricedDiscount, number> {
  const applied = new Map<PricedDiscount, number>();
  const byId = discounts.toSorted((a, b) => (a.discount_id ?? 0) - (b.discount_id ?? 0));
  let left = whole;
  for (const percentages of [true, false]) {
    for (const discount of byId.filter((one) => one.is_percentage === percentages)) {
      const part = roundHalfUp(times(of(whole), of(discount.amount, 10_000)));
      const wanted = discount.fixed ?? (percentages ? part : discount.amount);
      applied.set(discount, Math.min(left, wanted));
      left -= Math.min(left, wanted);
    }
  }
  return applied;
}
const sumOfAll = (took: Map<unknown, number>) =>
  [...took.values()].reduce((sum, one) => sum + one, 0);

/** What an order costs, worked out slowly and literally: nothing shared with the product. */
export function priceByFractions(lines: PricedLine[], discounts: PricedDiscount[]) {
  const subtotal = lines.reduce((sum, line) => sum + line.total_price, 0);
  const own = lines.map((line) => take(line.total_price, line.discounts ?? []));
  const rest = lines.map((line, i) => line.total_price - sumOfAll(own[i] as Map<unknown, number>));
  const restOfAll = rest.reduce((sum, one) => sum + one, 0);
  const applied = take(restOfAll, discounts);
  const shares = handOut(
    sumOfAll(applied),
    rest.map((one) => of(one)),
  );
  const left = restOfAll - sumOfAll(applied);

  const bases = lines.map((line, i) => {
    const contained = line.taxes.filter((rate) => rate.inclusive).map(rateOf);
    const amount = of((rest[i] as number) - (shares[i] as number));
    return dividedBy(amount, plus(of(1), total(contained)));
  });
  const taxShares = lines.map(() => 0);
  const taxes = new Map<Rate, number>();
  for (const rate of new Set(lines.flatMap((line) => line.taxes))) {
    const weights = lines.map((line, i) =>
      line.taxes.includes(rate) ? (bases[i] as Fraction) : of(0),
    );
    const tax = roundHalfUp(times(total(weights), rateOf(rate)));
    taxes.set(rate, tax);
    for (const [i, share] of handOut(tax, weights).entries()) {
      taxShares[i] = (taxShares[i] as number) + share;
    }
  }
  const sumOf = (all: Iterable<[Rate, number]>) => [...all].reduce((sum, [, tax]) => sum + tax, 0);
  const tax = sumOf(taxes);
  const tax_included = sumOf([...taxes].filter(([rate]) => rate.inclusive));
  return {
    subtotal,
    discount_total: subtotal - left,
    tax,
    tax_included,
    bill: left + tax - tax_included,
    lines: lines.map((line, i) => ({
      discount: line.total_price - (rest[i] as number) + (shares[i] as number),
      tax: taxShares[i],
      applied: (line.discounts ?? []).map((discount) => own[i]?.get(discount)),
      share: shares[i],
    })),
    applied: discounts.map((discount) => applied.get(discount)),
  };
}

const rateOf = (rate: Rate): Fraction => of(rate.percentage, 1_000_000);
