import { cents } from '#shared/contracts/money.ts';
import { price, type PricedDiscount, type Rate, sum } from '../../services/orders/price.ts';
import {
  refund,
  type RefundSums,
  statusAfter,
  type WantedRefund,
} from '../../services/orders/refund.ts';
import { reversalOf } from '../../services/orders/reversal.ts';
import type { RefundStanding, Standing } from '../../services/orders/standing.ts';

/** A rate in percent. */
export const rate = (percent: number, inclusive = false, tax_id = 1): Rate => ({
  tax_id,
  name: `${percent} %`,
  percentage: percent * 10_000,
  inclusive,
});
export interface Sold {
  quantity: number;
  unit: number;
  taxes: Rate[];
}
interface Tender {
  method: 'cash' | 'card';
  amount: number;
  card_fee?: number;
  tip?: number;
}

/** A closed order; what its tenders leave is paid in cash. */
export function sale(
  sold: Sold[],
  tenders: Tender[] = [],
  discounts: PricedDiscount[] = [],
): Standing {
  const lines = sold.map(({ quantity, unit, taxes }) => {
    return { total_price: cents(quantity * unit), taxes };
  });
  const priced = price(lines, discounts);
  const rest = priced.bill - tenders.reduce((all, { amount }) => all + amount, 0);
  const all = rest > 0 ? [...tenders, { method: 'cash' as const, amount: rest }] : tenders;
  return {
    id: 1,
    status: 'closed',
    items: sold.map(({ quantity }, i) => ({
      id: i + 1,
      quantity,
      refunded_quantity: 0,
      ...lines[i],
      ...priced.lines[i],
    })),
    payments: all.map(({ card_fee = 0, tip = 0, ...one }, i) => {
      return { id: i + 1, ...one, card_fee, tip, cash_rounding: 0, status: 'completed' };
    }),
    refunds: [],
  } as unknown as Standing;
}

/** The order after a refund. */
export function after(order: Standing, wanted: Partial<WantedRefund>): Standing {
  const made = refund(order, { include_tip: false, ...wanted });
  return withRefund(order, { ...made, reverses: null });
}

/** The order after Square would not give back what a refund had given this card. */
export function undone(order: Standing, refund_id: number, payment_id: number): Standing {
  const made = order.refunds.find(({ id }) => id === refund_id) as RefundStanding;
  const sums = reversalOf(made, payment_id, order.refunds);
  return sums ? withRefund(order, { ...sums, reverses: refund_id }) : order;
}

function withRefund(order: Standing, sums: RefundSums & { reverses: number | null }): Standing {
  const made = { ...sums, id: order.refunds.length + 1 } as RefundStanding;
  const units = (id: number) =>
    sum(made.items.filter((item) => item.order_item_id === id).map(({ quantity }) => quantity));
  return {
    ...order,
    status: statusAfter(order, made),
    items: order.items.map((line) => {
      return { ...line, refunded_quantity: line.refunded_quantity + units(line.id) };
    }),
    refunds: [...order.refunds, made],
  };
}
