/**
 * What goes back when goods come back. Of each line its own share of net and of each tax; to each
 * payment its part of the bill, and with it the same part of its fee. Whatever is taken in parts is
 * taken so that the last part is the rest: all refunds of an order sum to what was paid.
 */
import { type Cents, cents } from '#shared/contracts/money.ts';
import { PosError, wrongField } from '#shared/errors.ts';
import { net, partOf, shareOut, sum, type TaxTotal } from './price.ts';
import type { RefundedItem, RefundStanding, Standing } from './standing.ts';
import {
  completed,
  inTurn,
  leftOf,
  type LineLeft,
  type RefundPart,
  type TenderLeft,
  tenderLeft,
} from './unrefunded.ts';

type ToPayment = { payment_id: number; amount: Cents };

/** What an admin asks for; nothing named: all that is left. */
export interface WantedRefund {
  items?: { order_item_id: number; quantity: number }[];
  amount?: Cents;
  payments?: ToPayment[];
  method?: 'cash';
  include_tip: boolean;
}

export type RefundSums = Omit<
  RefundStanding,
  'id' | 'order_id' | 'reason' | 'business_day' | 'till' | 'staff_id' | 'created_at' | 'reverses'
>;

/** ORDER_NOT_PAID, LINE_NOT_FOUND, PAYMENT_NOT_FOUND, REFUND_TOO_LARGE, VALIDATION_FAILED. */
export function refund(order: Standing, wanted: WantedRefund): RefundSums {
  if (order.status !== 'closed' && order.status !== 'partially_refunded') {
    throw new PosError('ORDER_NOT_PAID', { order_id: order.id });
  }
  if (wanted.items && wanted.amount !== undefined) {
    throw wrongField('VALIDATION_FAILED', 'amount', 'either items or an amount');
  }
  const left = order.items.map((line) => leftOf(line, order.refunds));
  const tenders = inTurn(order.payments).map((payment) => tenderLeft(payment, order.refunds));
  const returned = wanted.items?.map((item, i) => returnedItem(left, item, i, wanted.items ?? []));
  const parts = returned
    ? goodsTo(tenders, sum(returned.map(worth)), wanted.payments)
    : moneyTo(tenders, wanted.amount, wanted.payments);
  const amount = sum(parts.map((part) => part.amount));
  return sumsOf(
    returned ?? spread(left, amount),
    parts.map((part) => ({
      ...part,
      method: wanted.method ?? part.method,
      tip: wanted.include_tip ? part.tip : NONE,
    })),
  );
}

type Back = Pick<RefundSums, 'amount' | 'card_fee' | 'tip' | 'cash_rounding'>;

/** What the order is once that has gone back, or come again: nothing given back is closed. */
export function statusAfter(order: Standing, made: Back) {
  const all: Back[] = [...order.refunds, made];
  const back = sum(all.map((one) => one.amount));
  const more = sum(all.map((one) => one.card_fee + one.tip + one.cash_rounding));
  if (back === 0 && more === 0) return 'closed' as const;
  const paid = completed(order.payments);
  const isAll =
    back === sum(paid.map((payment) => payment.amount)) &&
    sum(all.map((one) => one.card_fee)) === sum(paid.map((payment) => payment.card_fee));
  return isAll ? ('refunded' as const) : ('partially_refunded' as const);
}

const NONE = cents(0);
const worth = (item: { net: Cents; tax: Cents }) => item.net + item.tax;

/** n of m units: round(share × n ÷ m) of each part; the last units take the rest. */
function returnedItem(
  left: LineLeft[],
  { order_item_id, quantity }: { order_item_id: number; quantity: number },
  i: number,
  all: { order_item_id: number }[],
): RefundedItem {
  const found = left.find(({ line }) => line.id === order_item_id && line.quantity > 0);
  if (!found) throw new PosError('LINE_NOT_FOUND', { order_item_id });
  if (all.findIndex((other) => other.order_item_id === order_item_id) !== i) {
    throw wrongField('VALIDATION_FAILED', `items.${i}.order_item_id`, 'is there twice');
  }
  if (quantity > found.quantity) {
    const message = `only ${found.quantity} left to give back`;
    throw wrongField('REFUND_TOO_LARGE', `items.${i}.quantity`, message);
  }
  const { line } = found;
  const share = (whole: Cents, rest: Cents) =>
    quantity === found.quantity
      ? rest
      : cents(Math.min(rest, partOf(whole, quantity, line.quantity)));
  const ofNet = share(net(line), found.net);
  const ofTaxes = found.taxes.map((rest, n) => share(line.taxes[n]?.tax ?? NONE, rest.tax));
  // after refunds by amount fewer units may be all the money that is left: then so is the base
  const isAll = ofNet === found.net && found.taxes.every((rest, n) => rest.tax === ofTaxes[n]);
  const taxes = found.taxes.map((rest, n) => {
    const taxable = isAll ? rest.taxable : share(line.taxes[n]?.taxable ?? NONE, rest.taxable);
    return { ...rest, taxable, tax: ofTaxes[n] ?? NONE };
  });
  return { order_item_id, quantity, net: ofNet, tax: sum(ofTaxes), taxes };
}

/** An amount of goods and tax over all that is left of them; no units come back. */
function spread(left: LineLeft[], amount: Cents): RefundedItem[] {
  const weights = left.flatMap((one) => [one.net, ...one.taxes.map((part) => part.tax)]);
  const shares = shareOut(amount, weights.map(BigInt));
  return left.flatMap(({ line, net: all, taxes: rest, quantity }) => {
    const [ofNet = NONE, ...ofTaxes] = shares.splice(0, 1 + rest.length);
    const tax = sum(ofTaxes);
    if (ofNet + tax === 0) return [];
    const isAll = ofNet === all && rest.every((part, n) => part.tax === ofTaxes[n]);
    const taxes = rest.map((part, n) => ({
      ...part,
      taxable: isAll ? part.taxable : all === 0 ? NONE : partOf(part.taxable, ofNet, all),
      tax: ofTaxes[n] ?? NONE,
    }));
    return [{ order_item_id: line.id, quantity: isAll ? quantity : 0, net: ofNet, tax, taxes }];
  });
}

/** A part of the bill back to a payment, with the same part of its fee and its tip. */
function partTo({ payment, ...left }: TenderLeft, amount: Cents, card_fee?: Cents): RefundPart {
  const isAll = amount === left.amount;
  const share = (whole: Cents, rest: Cents) =>
    isAll ? rest : cents(Math.min(rest, partOf(whole, amount, payment.amount)));
  return {
    payment_id: payment.id,
    method: payment.method,
    amount,
    card_fee: card_fee ?? share(payment.card_fee, left.card_fee),
    tip: share(payment.tip, left.tip),
    cash_rounding: isAll ? left.cash_rounding : NONE,
  };
}

function tenderOf(tenders: TenderLeft[], { payment_id, amount }: ToPayment, i: number) {
  const found = tenders.find(({ payment }) => payment.id === payment_id);
  if (!found) throw new PosError('PAYMENT_NOT_FOUND', { payment_id });
  if (amount > found.amount) throw wrongField('REFUND_TOO_LARGE', `payments.${i}.amount`);
  return found;
}

/** Returned goods: their worth, in turn, or as the admin says. */
function goodsTo(tenders: TenderLeft[], amount: Cents, told?: ToPayment[]): RefundPart[] {
  if (told && sum(told.map((one) => one.amount)) !== amount) {
    const message = `must add up to ${(amount / 100).toFixed(2)}`;
    throw wrongField('VALIDATION_FAILED', 'payments', message);
  }
  if (told) return told.map((one, i) => partTo(tenderOf(tenders, one, i), one.amount));
  let open: number = amount;
  const parts = tenders.map((tender) => {
    const takes = cents(Math.min(open, tender.amount));
    open -= takes;
    return partTo(tender, takes);
  });
  return parts.filter((part) => part.amount > 0);
}

/** An amount of money, fees included; all that is left when none is named. */
function moneyTo(tenders: TenderLeft[], wanted: Cents | undefined, told?: ToPayment[]) {
  if (told) {
    const all = sum(told.map((one) => one.amount));
    if (wanted !== undefined && wanted !== all) {
      const message = `must add up to ${(wanted / 100).toFixed(2)}`;
      throw wrongField('VALIDATION_FAILED', 'payments', message);
    }
    return told.map((one, i) => partTo(tenderOf(tenders, one, i), one.amount));
  }
  const most = sum(tenders.map(({ amount, card_fee }) => amount + card_fee));
  let open: number = wanted ?? most;
  if (open > most || open === 0) throw wrongField('REFUND_TOO_LARGE', 'amount');
  const parts = tenders.map((tender) => {
    const takes = Math.min(open, tender.amount + tender.card_fee);
    open -= takes;
    const weights = [tender.amount, tender.card_fee].map(BigInt);
    const [amount = NONE, card_fee = NONE] = shareOut(takes, weights);
    // the bill's last cent goes with the fee's last: an order that is refunded owes no fee
    const isLast = amount > 0 && amount === tender.amount;
    const early = isLast && card_fee < tender.card_fee ? 1 : 0;
    return partTo(tender, cents(amount - early), cents(card_fee + early));
  });
  return parts.filter((part) => part.amount + part.card_fee > 0);
}

/** Lines and parts of payments, added up. */
export function sumsOf(items: RefundedItem[], payments: RefundPart[]): RefundSums {
  const of = (part: keyof RefundPart & ('amount' | 'card_fee' | 'tip' | 'cash_rounding')) =>
    sum(payments.map((one) => one[part]));
  const rates = Map.groupBy(
    items.flatMap((item) => item.taxes),
    ({ tax_id, percentage, inclusive }) => `${tax_id}/${percentage}/${inclusive}`,
  );
  const taxes = [...rates.values()].map((parts): TaxTotal => {
    const [rate] = parts as [TaxTotal];
    return {
      ...rate,
      taxable: sum(parts.map((part) => part.taxable)),
      tax: sum(parts.map((part) => part.tax)),
    };
  });
  return {
    amount: of('amount'),
    net: sum(items.map((item) => item.net)),
    tax: sum(items.map((item) => item.tax)),
    card_fee: of('card_fee'),
    tip: of('tip'),
    cash_rounding: of('cash_rounding'),
    taxes,
    items,
    payments,
  };
}
