import { type Cents, cents } from '#shared/contracts/money.ts';
import type { Payment } from '#shared/contracts/order.ts';

/** What one closed order adds to its business day. */
export interface Sale {
  order_id: number;
  business_day: string;
  closed_at: string;
  gross: Cents;
  net: Cents;
  tax: Cents;
  cash_sales: Cents;
  card_sales: Cents;
  card_fees: Cents;
  tips: Cents;
}

interface ClosedOrder {
  id: number;
  business_day: string | null;
  closed_at: string | null;
  gross: Cents;
  net: Cents;
  tax: Cents;
  payments: Payment[];
}

/** The sale that a closed order is; a tender counts with what it paid of the bill. */
export function saleOf({
  id,
  business_day,
  closed_at,
  gross,
  net,
  tax,
  payments,
}: ClosedOrder): Sale {
  const sum = (of: (payment: Payment) => number, among = payments) =>
    cents(among.reduce((total, payment) => total + of(payment), 0));
  const by = (method: Payment['method']) =>
    sum(
      (payment) => payment.amount,
      payments.filter((payment) => payment.method === method),
    );
  return {
    order_id: id,
    business_day: business_day as string,
    closed_at: closed_at as string,
    gross,
    net,
    tax,
    cash_sales: by('cash'),
    card_sales: by('card'),
    card_fees: sum((payment) => payment.card_fee),
    tips: sum((payment) => payment.tip),
  };
}
