import type { Payload } from '#shared/contracts/contract.ts';
import { type Cents, cents } from '#shared/contracts/money.ts';
import type { orders } from '#shared/contracts/orders.ts';

type Closed = Payload<typeof orders, 'order_closed'>;

/** The business day that a fact counts on; `late_of` is its own one, where that has its Z. */
export interface Landing {
  business_day: string;
  late_of: string | null;
}

/** What one closed order adds to its business day. */
export interface Sale {
  order_id: number;
  staff_id: number;
  closed_ms: number;
  gross: Cents;
  net: Cents;
  tax: Cents;
  lines: SoldLine[];
  payments: Tender[];
  taxes: Closed['taxes'];
  discounts: GivenDiscount[];
  comps: Cents;
}

export interface SoldLine {
  order_item_id: number;
  item_id: number;
  name: string;
  quantity: number;
  gross: Cents;
  net: Cents;
  tax: Cents;
  modifiers: { mod_id: number; mod_name: string; quantity: number; amount: Cents }[];
}

export interface Tender {
  payment_id: number;
  method: 'cash' | 'card';
  amount: Cents;
  card_fee: Cents;
  tip: Cents;
  cash_rounding: Cents;
  /** What was handed over, less the change. */
  moved: Cents;
}

interface GivenDiscount {
  /** Null: given free. */
  discount_id: number | null;
  name: string;
  amount: Cents;
}

export type Refund = Payload<typeof orders, 'refund_made'>;

/** The sale that a closed order is. */
export function saleOf(order: Closed): Sale {
  const { id: order_id, staff_id, gross, net, tax, taxes } = order;
  const lines = linesOf(order);
  const discounts = discountsOf(order);
  return {
    order_id,
    staff_id,
    closed_ms: Date.parse(order.closed_at as string),
    gross,
    net,
    tax,
    lines,
    payments: order.payments.filter(({ status }) => status === 'completed').map(tenderOf),
    taxes,
    discounts,
    comps: sum(discounts.filter(({ discount_id }) => discount_id === null).map((d) => d.amount)),
  };
}

function tenderOf(payment: Closed['payments'][number]): Tender {
  const { id: payment_id, method, amount, card_fee, tip, cash_rounding } = payment;
  const { cash_tendered, change_due } = payment;
  const charged = amount + card_fee + tip + cash_rounding;
  const moved = cents(cash_tendered === null ? charged : cash_tendered - (change_due ?? 0));
  return { payment_id, method, amount, card_fee, tip, cash_rounding, moved };
}

/** Lines of the first journals do not say what they are worth: they share what the order says. */
function linesOf({ items, gross, net }: Closed): SoldLine[] {
  const sold = items.filter(({ quantity }) => quantity > 0);
  const isTold = sold.some((line) => line.gross !== 0) || gross === 0;
  const by = (weight: (line: (typeof sold)[number]) => number, whole: Cents) =>
    shareOut(whole, sold.map(weight));
  const grosses = isTold ? sold.map((line) => line.gross) : by((l) => l.total_price, gross);
  const nets = isTold ? sold.map((line) => line.net) : by((l) => l.total_price - l.discount, net);
  return sold.map((line, i) => ({
    order_item_id: line.id,
    item_id: line.item_id,
    name: line.name,
    quantity: line.quantity,
    gross: grosses[i] as Cents,
    net: nets[i] as Cents,
    tax: line.tax,
    modifiers: line.modifiers.map((one) => {
      const quantity = one.quantity * line.quantity;
      const { mod_id, mod_name } = one;
      return { mod_id, mod_name, quantity, amount: cents(quantity * one.mod_price) };
    }),
  }));
}

/**
 * What each discount took, without the tax that prices contain: together what the sale is less
 * than its gross.
 */
function discountsOf({ items, discounts, gross, net }: Closed): GivenDiscount[] {
  const all = [...discounts, ...items.flatMap((line) => line.discounts)];
  const parts = shareOut(
    cents(gross - net),
    all.map(({ amount_applied }) => amount_applied),
  );
  return all.map(({ discount_id, name }, i) => ({ discount_id, name, amount: parts[i] as Cents }));
}

export const sum = (amounts: readonly number[]): Cents =>
  cents(amounts.reduce((total, amount) => total + amount, 0));

/** By largest remainder, ties to the earliest; of no weights at all, nothing. */
export function shareOut(whole: Cents, weights: readonly number[]): Cents[] {
  const all = BigInt(sum(weights));
  if (all === 0n) return weights.map(() => cents(0));
  const shares = weights.map((weight, i) => {
    const exact = BigInt(whole) * BigInt(weight);
    return { i, share: exact / all, left: exact % all };
  });
  let rest = Number(BigInt(whole) - shares.reduce((total, { share }) => total + share, 0n));
  const byRest = shares.toSorted((a, b) => Number(b.left - a.left) || a.i - b.i);
  for (const one of byRest) if (rest-- > 0) one.share += 1n;
  return shares.map(({ share }) => cents(Number(share)));
}
