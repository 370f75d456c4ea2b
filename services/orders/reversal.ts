/**
 * A refund that Square would not make, undone: exactly what had gone back to that one card, with
 * the signs turned round. Of goods and taxes it is that card's share of what is left of the
 * refund; the last card takes the rest, so that all reversals of a refund sum to it.
 */
import { type Cents, cents } from '#shared/contracts/money.ts';
import { partOf, shareOut, sum, type TaxTotal } from './price.ts';
import { type RefundSums, sumsOf } from './refund.ts';
import type { RefundedItem, RefundStanding } from './standing.ts';
import type { RefundPart } from './unrefunded.ts';

/** Whether what went back to this card was undone already. */
export function isReversed(refunds: RefundStanding[], refund_id: number, payment_id: number) {
  return refunds.some(
    ({ reverses, payments }) =>
      reverses === refund_id && payments.some((part) => part.payment_id === payment_id),
  );
}

/** Undefined: the refund gave this payment nothing by card. */
export function reversalOf(
  refund: RefundStanding,
  payment_id: number,
  all: RefundStanding[],
): RefundSums | undefined {
  const part = refund.payments.find(
    (one) => one.payment_id === payment_id && one.method === 'card',
  );
  if (!part) return undefined;
  const undone = all.filter(({ reverses }) => reverses === refund.id);
  const left = refund.items.map((item) => itemLeft(item, undone));
  return sumsOf(itemsOf(left, part.amount), [turned(part)]);
}

/** Of one line of the refund, what was not undone yet: those have negative sums. */
function itemLeft(item: RefundedItem, undone: RefundStanding[]): RefundedItem {
  const own = undone
    .flatMap(({ items }) => items)
    .filter(({ order_item_id }) => order_item_id === item.order_item_id);
  const plus = (whole: Cents, of: (one: RefundedItem) => Cents | undefined) =>
    cents(whole + sum(own.map((one) => of(one) ?? NONE)));
  return {
    ...item,
    quantity: item.quantity + sum(own.map(({ quantity }) => quantity)),
    net: plus(item.net, (one) => one.net),
    tax: plus(item.tax, (one) => one.tax),
    taxes: item.taxes.map((rate, n) => ({
      ...rate,
      taxable: plus(rate.taxable, (one) => one.taxes[n]?.taxable),
      tax: plus(rate.tax, (one) => one.taxes[n]?.tax),
    })),
  };
}

/** All that is left with its units, or an amount of it over goods and taxes without any. */
function itemsOf(left: RefundedItem[], amount: Cents): RefundedItem[] {
  const weights = left.flatMap(({ net, taxes }) => [net, ...taxes.map(({ tax }) => tax)]);
  const isAll = amount === sum(weights);
  const shares = isAll ? weights : shareOut(amount, weights.map(BigInt));
  return left.map((item) => {
    const [net = NONE, ...ofTaxes] = shares.splice(0, 1 + item.taxes.length);
    const taxes = item.taxes.map((rate, n): TaxTotal => {
      const part = item.net === 0 ? NONE : partOf(rate.taxable, net, item.net);
      const taxable = isAll ? rate.taxable : part;
      return { ...rate, taxable: minus(taxable), tax: minus(ofTaxes[n] ?? NONE) };
    });
    return {
      order_item_id: item.order_item_id,
      quantity: isAll ? less(item.quantity) : 0,
      net: minus(net),
      tax: minus(sum(ofTaxes)),
      taxes,
    };
  });
}

const NONE = cents(0);
/** Without making a zero that is less than nothing. */
const less = (n: number) => 0 - n;
const minus = (amount: Cents): Cents => cents(less(amount));

function turned(part: RefundPart): RefundPart {
  return {
    ...part,
    amount: minus(part.amount),
    card_fee: minus(part.card_fee),
    tip: minus(part.tip),
    cash_rounding: minus(part.cash_rounding),
  };
}
