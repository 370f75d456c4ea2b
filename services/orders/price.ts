/**
 * From lines to total: the one place that computes what an order costs. Integers only: money in
 * cents, rates in parts per million. Rounding is half up, once per step; whatever is shared out
 * sums to the whole.
 */
import { type Cents, cents } from '#shared/contracts/money.ts';

/** A tax rate as a line remembers it; `percentage` in parts per million. */
export interface Rate {
  tax_id: number;
  name: string;
  percentage: number;
  inclusive: boolean;
}

export interface PricedLine {
  /** quantity × (item_price + mods_price) */
  total_price: Cents;
  taxes: Rate[];
}

/** `amount`: hundredths of a percent where `is_percentage`, else cents. */
export interface PricedDiscount {
  discount_id: number;
  is_percentage: boolean;
  amount: number;
}

/** What one rate came to over the whole order. */
export interface TaxTotal extends Rate {
  taxable: Cents;
  tax: Cents;
}

export interface Price {
  subtotal: Cents;
  discount_total: Cents;
  /** All tax, and the part of it that the prices already contained. */
  tax: Cents;
  tax_included: Cents;
  /** subtotal − discount_total + tax − tax_included */
  bill: Cents;
  taxes: TaxTotal[];
  /** Each line's share of the discounts and of the tax, in the order of the lines. */
  lines: { discount: Cents; tax: Cents }[];
  /** What each discount really took, in the order given. */
  applied: Cents[];
}

const PPM = 1_000_000;
const HUNDREDTHS_OF_PERCENT = 10_000;

/** Prices an order. The order in which staff tapped the discounts never changes the result. */
export function price(lines: PricedLine[], discounts: PricedDiscount[]): Price {
  const subtotal = sum(lines.map((line) => line.total_price));
  const applied = applyDiscounts(subtotal, discounts);
  const discount_total = sum(applied);
  const shares = shareOut(
    discount_total,
    lines.map((line) => BigInt(line.total_price)),
  );
  const taxed = lines.map(({ total_price, taxes }, i) => ({
    amount: total_price - (shares[i] as number),
    taxes,
  }));
  const { taxes, perLine } = computeTaxes(taxed);
  const tax = sum(taxes.map((total) => total.tax));
  const tax_included = sum(taxes.filter((t) => t.inclusive).map((total) => total.tax));
  return {
    subtotal,
    discount_total,
    tax,
    tax_included,
    bill: cents(subtotal - discount_total + tax - tax_included),
    taxes,
    lines: shares.map((discount, i) => ({ discount, tax: perLine[i] as Cents })),
    applied,
  };
}

/** Percentages first, each on the whole; then flat ones by ascending id; never below zero. */
function applyDiscounts(subtotal: Cents, discounts: PricedDiscount[]): Cents[] {
  const turn = [...discounts.entries()].sort(([, a], [, b]) => inTurn(a, b));
  const applied = discounts.map(() => cents(0));
  let left: number = subtotal;
  for (const [i, { is_percentage, amount }] of turn) {
    const wanted = is_percentage
      ? divideHalfUp(BigInt(subtotal) * BigInt(amount), BigInt(HUNDREDTHS_OF_PERCENT))
      : amount;
    applied[i] = cents(Math.min(wanted, left));
    left -= applied[i];
  }
  return applied;
}

/** Percentages before flat ones, each kind by id. */
function inTurn(a: PricedDiscount, b: PricedDiscount): number {
  return Number(b.is_percentage) - Number(a.is_percentage) || a.discount_id - b.discount_id;
}

/**
 * A line's taxable base is its amount ÷ (1 + Σ its inclusive rates). Per rate the bases are summed
 * exactly, rounded once, and the tax is shared out to its lines.
 */
function computeTaxes(lines: { amount: number; taxes: Rate[] }[]) {
  // all bases over one common denominator, so that nothing is rounded before its step
  const divisors = lines.map(({ taxes }) => BigInt(PPM + sum(inclusivePpm(taxes))));
  const common = [...new Set(divisors)].reduce((product, divisor) => product * divisor, 1n);
  const bases = lines.map(
    ({ amount }, i) => (BigInt(amount) * BigInt(PPM) * common) / (divisors[i] as bigint),
  );
  const rates = new Map(lines.flatMap(({ taxes }) => taxes).map((rate) => [rateKey(rate), rate]));
  const perLine = lines.map(() => cents(0));
  const taxes = [...rates].map(([key, rate]): TaxTotal => {
    const weights = lines.map((line, i) =>
      line.taxes.some((own) => rateKey(own) === key) ? (bases[i] as bigint) : 0n,
    );
    const base = weights.reduce((total, weight) => total + weight, 0n);
    const tax = cents(divideHalfUp(base * BigInt(rate.percentage), common * BigInt(PPM)));
    for (const [i, share] of shareOut(tax, weights).entries()) {
      perLine[i] = cents((perLine[i] as number) + share);
    }
    return { ...rate, taxable: cents(divideHalfUp(base, common)), tax };
  });
  return { taxes, perLine };
}

const inclusivePpm = (taxes: Rate[]) =>
  taxes.filter((rate) => rate.inclusive).map((rate) => rate.percentage);

/** A rate that was changed while the order was open counts as another one. */
const rateKey = ({ tax_id, percentage, inclusive }: Rate) => `${tax_id}/${percentage}/${inclusive}`;

/** Shares by largest remainder, ties to the earliest; zero weights get nothing. Sums to `whole`. */
export function shareOut(whole: number, weights: bigint[]): Cents[] {
  const total = weights.reduce((all, weight) => all + weight, 0n);
  if (total === 0n) return weights.map(() => cents(0));
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

/** Of two non-negative integers, rounded half up. */
export function divideHalfUp(dividend: bigint, divisor: bigint): number {
  return Number((2n * dividend + divisor) / (2n * divisor));
}

function sum(amounts: number[]): Cents {
  return cents(amounts.reduce((total, amount) => total + amount, 0));
}
