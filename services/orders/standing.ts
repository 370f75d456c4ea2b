import { type Cents, cents } from '#shared/contracts/money.ts';
import type { Line, Order, OrderDiscount, Payment, Refund } from '#shared/contracts/order.ts';
import { type PricedDiscount, sum, type TaxTotal } from './price.ts';

/** A discount with what it is, besides what it took. */
export type Taken = OrderDiscount & PricedDiscount;

/** A line as the kitchen knows it since the last send. */
export interface Sent {
  quantity: number;
  modifiers: { mod_name: string; quantity: number }[];
  note: string | null;
}

/** A line with what only this service knows of it. */
export type LineStanding = Omit<Line, 'discounts'> & {
  discounts: Taken[];
  /** Its part of each of its rates. */
  taxes: TaxTotal[];
  sent: Sent | null;
};

/** What one refund gave back of a line; per rate too. */
export type RefundedItem = Refund['items'][number] & { taxes: TaxTotal[] };
export type RefundStanding = Omit<Refund, 'items'> & { items: RefundedItem[] };

/** A payment; `unknown`: Square may or may not have charged the card. */
export type PaymentStanding = Payment & { unknown: boolean };

/** An order with all that stands of it in the file; as wide as what is told, and wider. */
export type Standing = Omit<Order, 'items' | 'discounts' | 'payments' | 'refunds'> & {
  items: LineStanding[];
  discounts: Taken[];
  payments: PaymentStanding[];
  refunds: RefundStanding[];
};

/** An order's own columns. */
export type OrderRow = Omit<
  Order,
  | 'items'
  | 'discounts'
  | 'payments'
  | 'refunds'
  | 'card_fee'
  | 'cash_rounding'
  | 'total'
  | 'tip'
  | 'grand_total'
  | 'amount_paid'
  | 'amount_refunded'
  | 'balance_due'
  | 'card_fee_due'
  | 'balance_due_card'
  | 'pending_attempt_id'
  | 'payment_method'
>;

export interface Parts {
  own: OrderRow;
  lines: LineStanding[];
  taken: Taken[];
  paid: PaymentStanding[];
  refunds: RefundStanding[];
}

/** subtotal − discount_total + tax − tax_included */
export function billOf(own: OrderRow): Cents {
  return cents(own.subtotal - own.discount_total + own.tax - own.tax_included);
}

/** An order from its parts; what its payments and refunds come to is added up here. */
export function standing({ own, lines, taken, paid, refunds }: Parts): Standing {
  const done = paid.filter(({ status }) => status === 'completed');
  const of = (part: (payment: Payment) => number) => sum(done.map(part));
  const card_fee = of((payment) => payment.card_fee);
  const cash_rounding = of((payment) => payment.cash_rounding);
  const tip = of((payment) => payment.tip);
  const total = cents(billOf(own) + card_fee + cash_rounding);
  const amount_paid = of((payment) => payment.amount + payment.card_fee + payment.cash_rounding);
  const methods = new Set(done.map(({ method }) => method));
  const back = (part: RefundStanding) => part.amount + part.card_fee + part.cash_rounding;
  const balance_due = cents(total - amount_paid);
  return {
    ...own,
    items: lines,
    discounts: taken,
    card_fee,
    cash_rounding,
    total,
    tip,
    grand_total: cents(total + tip),
    amount_paid,
    amount_refunded: sum(refunds.map(back)),
    balance_due,
    card_fee_due: cents(0),
    balance_due_card: balance_due,
    pending_attempt_id: paid.find(({ status }) => status === 'pending')?.attempt_id ?? null,
    payment_method: methods.size > 1 ? 'mixed' : ([...methods][0] ?? null),
    payments: paid,
    refunds,
  };
}
