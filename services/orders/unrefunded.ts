import { type Cents, cents } from '#shared/contracts/money.ts';
import type { Payment, Refund } from '#shared/contracts/order.ts';
import { net, sum, type TaxTotal } from './price.ts';
import type { LineStanding, RefundStanding } from './standing.ts';

export type RefundPart = Refund['payments'][number];

const NONE = cents(0);
const minus = (a: Cents, b: Cents[]) => cents(a - sum(b));
export const completed = (payments: Payment[]) =>
  payments.filter(({ status }) => status === 'completed');

/** What of a line was not given back yet. */
export interface LineLeft {
  line: LineStanding;
  quantity: number;
  net: Cents;
  taxes: TaxTotal[];
}

export function leftOf(line: LineStanding, refunds: RefundStanding[]): LineLeft {
  const back = refunds.flatMap(({ items }) => items).filter((i) => i.order_item_id === line.id);
  return {
    line,
    quantity: line.quantity - line.refunded_quantity,
    net: minus(
      net(line),
      back.map((item) => item.net),
    ),
    taxes: line.taxes.map((part, i) => ({
      ...part,
      taxable: minus(
        part.taxable,
        back.map((item) => item.taxes[i]?.taxable ?? NONE),
      ),
      tax: minus(
        part.tax,
        back.map((item) => item.taxes[i]?.tax ?? NONE),
      ),
    })),
  };
}

/** What of a payment was not given back yet. */
export interface TenderLeft {
  payment: Payment;
  amount: Cents;
  card_fee: Cents;
  tip: Cents;
  cash_rounding: Cents;
}

/** The newest card first, then cash, the newest first. */
export function inTurn(payments: Payment[]): Payment[] {
  const cash = (payment: Payment) => Number(payment.method === 'cash');
  return completed(payments).toSorted((a, b) => cash(a) - cash(b) || b.id - a.id);
}

export function tenderLeft(payment: Payment, refunds: RefundStanding[]): TenderLeft {
  const back = refunds
    .flatMap(({ payments }) => payments)
    .filter(({ payment_id }) => payment_id === payment.id);
  const left = (of: (part: RefundPart | Payment) => Cents) => minus(of(payment), back.map(of));
  return {
    payment,
    amount: left((part) => part.amount),
    card_fee: left((part) => part.card_fee),
    tip: left((part) => part.tip),
    cash_rounding: left((part) => part.cash_rounding),
  };
}
