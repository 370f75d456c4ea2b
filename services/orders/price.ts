/**
 * From lines to total: the one place that computes what an order costs. Integers only: money in
 * cents, rates in parts per million. The steps come in the order in which they stand below, each
 * rounds once, half up, and whatever is shared out sums to the whole again.
 *
 *     subtotal                 Σ quantity × (item_price + mods_price)
 *   − the lines' discounts     percentages of the line, then flat ones
 *   − the order's discounts    percentages of what is left of all lines, then flat ones; shared out
 *   + tax                      each rate once for the order; shared out
 *   − tax_included             what the prices contained already
 *   = bill
 *
 * Card fees, cash rounding and tips belong to payments, not to this.
 */
import { type Cents, cents } from '#shared/contracts/money.ts';

/** A tax rate as a line remembers it; `percentage` in parts per million. */
export interface Rate {
  tax_id: number;
  name: string;
  percentage: number;
  inclusive: boolean;
}

/** A discount as it was taken. */
export interface PricedDiscount {
  discount_id: number | null;
  is_percentage: boolean;
  /** Hundredths of a percent where `is_percentage`, else cents. */
  amount: number;
  /** Its part when the order was split, until the lines that it is of change: the parts add up. */
  fixed?: Cents | null;
}

export interface PricedLine {
  /** quantity × (item_price + mods_price) */
  total_price: Cents;
  taxes: readonly Rate[];
  discounts?: readonly PricedDiscount[];
}

/** What one rate came to: over the whole order, or for one line. */
export interface TaxTotal extends Rate {
  taxable: Cents;
  tax: Cents;
}

/** A line's part of everything. */
export interface LinePrice {
  /** Its own discounts and its share of the order's. */
  discount: Cents;
  tax: Cents;
  /** Its part of each of its rates, in the order of its `taxes`. */
  taxes: TaxTotal[];
  /** What each of its own discounts really took. */
  applied: Cents[];
  /** Its share of the order's discounts. */
  share: Cents;
}

export interface Price {
  subtotal: Cents;
  /** All discounts, the lines' and the order's. */
  discount_total: Cents;
  /** All tax, and the part of it that the prices already contained. */
  tax: Cents;
  tax_included: Cents;
  bill: Cents;
  taxes: TaxTotal[];
  lines: LinePrice[];
  /** What each of the order's discounts really took. */
  applied: Cents[];
}

const PPM = 1_000_000n;
const HUNDREDTHS_OF_PERCENT = 10_000;

/** Prices an order. The order in which staff tapped the discounts never changes the result. */
export function price(
  lines: readonly PricedLine[],
  discounts: readonly PricedDiscount[] = [],
): Price {
  const own = lines.map((line) => takeOff(line.total_price, line.discounts ?? []));
  const left = lines.map((line, i) => line.total_price - sum(own[i] as Cents[]));
  const applied = takeOff(sum(left), discounts);
  const shares = shareOut(sum(applied), left.map(BigInt));
  const { totals, parts } = taxOf(
    lines.map(({ taxes }, i) => ({ amount: (left[i] as number) - (shares[i] as number), taxes })),
  );
  const subtotal = sum(lines.map((line) => line.total_price));
  const discount_total = sum([...own.flat(), ...applied]);
  const tax = sum(totals.map((total) => total.tax));
  const tax_included = sum(totals.filter((t) => t.inclusive).map((total) => total.tax));
  return {
    subtotal,
    discount_total,
    tax,
    tax_included,
    bill: cents(subtotal - discount_total + tax - tax_included),
    taxes: totals,
    lines: lines.map((_, i) => linePrice(own[i] ?? [], shares[i] as Cents, parts[i] ?? [])),
    applied,
  };
}

function linePrice(applied: Cents[], share: Cents, taxes: TaxTotal[]): LinePrice {
  const tax = sum(taxes.map((part) => part.tax));
  return { discount: cents(sum(applied) + share), tax, taxes, applied, share };
}

/** What each line is worth before discounts and without the tax that its price contains. */
export function gross(lines: readonly PricedLine[]): Cents[] {
  const undiscounted = lines.map(({ total_price, taxes }) => ({ total_price, taxes }));
  return price(undiscounted).lines.map((line, i) =>
    cents((lines[i] as PricedLine).total_price - contained(line.taxes)),
  );
}

/** What a line brought in: after discounts, without the tax that its price contained. */
export function net(line: { total_price: Cents; discount: Cents; taxes: TaxTotal[] }): Cents {
  return cents(line.total_price - line.discount - contained(line.taxes));
}

const contained = (taxes: TaxTotal[]) =>
  sum(taxes.filter((part) => part.inclusive).map((part) => part.tax));

/** Percentages first, each of the whole; then flat ones by ascending id; never below zero. */
function takeOff(whole: number, discounts: readonly PricedDiscount[]): Cents[] {
  const applied = discounts.map(() => cents(0));
  let left = whole;
  const turn = [...discounts.entries()].sort(([, a], [, b]) => inTurn(a, b));
  for (const [i, { is_percentage, amount, fixed }] of turn) {
    const wanted = is_percentage ? partOf(whole, amount, HUNDREDTHS_OF_PERCENT) : amount;
    applied[i] = cents(Math.min(fixed ?? wanted, left));
    left -= applied[i];
  }
  return applied;
}

function inTurn(a: PricedDiscount, b: PricedDiscount): number {
  const kind = Number(b.is_percentage) - Number(a.is_percentage);
  return kind || (a.discount_id ?? 0) - (b.discount_id ?? 0);
}

/**
 * A line's taxable base is its amount ÷ (1 + Σ its inclusive rates). Per rate the bases are summed
 * exactly, rounded once, and the tax is shared out to its lines.
 */
function taxOf(lines: { amount: number; taxes: readonly Rate[] }[]) {
  // all bases over one common denominator, so that nothing is rounded before its step
  const divisors = lines.map(({ taxes }) => PPM + BigInt(sum(inclusivePpm(taxes))));
  const common = [...new Set(divisors)].reduce((product, divisor) => product * divisor, 1n);
  const bases = lines.map(
    ({ amount }, i) => (BigInt(amount) * PPM * common) / (divisors[i] as bigint),
  );
  const rates = new Map(lines.flatMap(({ taxes }) => taxes).map((rate) => [rateKey(rate), rate]));
  const parts = lines.map(({ taxes }) => taxes.map((rate) => ({ ...rate, ...NOTHING })));
  const totals = [...rates].map(([key, rate]): TaxTotal => {
    const place = lines.map(({ taxes }) => taxes.findIndex((own) => rateKey(own) === key));
    const weights = bases.map((base, i) => ((place[i] as number) < 0 ? 0n : base));
    const base = weights.reduce((total, weight) => total + weight, 0n);
    const taxable = cents(divideHalfUp(base, common));
    const tax = cents(divideHalfUp(base * BigInt(rate.percentage), common * PPM));
    const [taxables, taxes] = [shareOut(taxable, weights), shareOut(tax, weights)];
    for (const [i, at] of place.entries()) {
      const part = parts[i]?.[at];
      if (part) Object.assign(part, { taxable: taxables[i], tax: taxes[i] });
    }
    return { ...rate, taxable, tax };
  });
  return { totals, parts };
}

const NOTHING = { taxable: cents(0), tax: cents(0) };

const inclusivePpm = (taxes: readonly Rate[]) =>
  taxes.filter((rate) => rate.inclusive).map((rate) => rate.percentage);

/** A rate that was changed while the order was open counts as another one. */
const rateKey = ({ tax_id, percentage, inclusive }: Rate) => `${tax_id}/${percentage}/${inclusive}`;

/** Shares by largest remainder, ties to the earliest; zero weights get nothing. Sums to `whole`. */
export function shareOut(whole: number, weights: bigint[]): Cents[] {
  const total = weights.reduce((all, weight) => all + weight, 0n);
  if (total === 0n || whole === 0) return weights.map(() => cents(0));
  const parts = weights.map((weight) => BigInt(whole) * weight);
  const shares = parts.map((part) => Number(part / total));
  const missing = whole - sum(shares);
  const byRemainder = [...parts.keys()].sort((a, b) => {
    const difference = ((parts[b] as bigint) % total) - ((parts[a] as bigint) % total);
    return difference > 0n ? 1 : difference < 0n ? -1 : a - b;
  });
  for (const i of byRemainder.slice(0, missing)) shares[i] = (shares[i] as number) + 1;
  return shares.map(cents);
}

/** `amount` × n ÷ m, rounded half up; all of them non-negative. */
export function partOf(amount: number, n: number, m: number): Cents {
  return cents(divideHalfUp(BigInt(amount) * BigInt(n), BigInt(m)));
}

/** Of two non-negative integers, rounded half up. */
export function divideHalfUp(dividend: bigint, divisor: bigint): number {
  return Number((2n * dividend + divisor) / (2n * divisor));
}

export function sum(amounts: readonly number[]): Cents {
  return cents(amounts.reduce((total, amount) => total + amount, 0));
}
