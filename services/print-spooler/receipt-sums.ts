import type { Line, Order, OrderTax, Payment, Refund } from '#shared/contracts/order.ts';
import { BLANK, leftRight, type PaperLine, paragraph, type Sheet, type Style } from './layout.ts';

/** What amounts are written on, and how. */
export interface Till {
  sheet: Sheet;
  pay: (cents: number) => string;
}

const TOTAL: Style = { size: 'large', bold: true };

/** A line's own discounts, told below with those of the order. */
const ofLine = ({ name: item, discounts }: Line) =>
  discounts.map(({ name, amount_applied }) => ({ name: `${item}: ${name}`, amount_applied }));

const sumOf = ({ sheet, pay }: Till, name: string, cents: number) =>
  leftRight(sheet, name, pay(cents), {}, 2);

/** From the subtotal to the total, in the order in which it is computed. */
export function sums(order: Order, till: Till): PaperLine[] {
  const sum = (name: string, cents: number) => sumOf(till, name, cents);
  const added = order.taxes.filter(({ inclusive }) => !inclusive);
  const included = order.taxes.filter(({ inclusive }) => inclusive);
  const rate = ({ name, percentage }: OrderTax) =>
    name.includes('%') ? name : `${name} ${percentage / 10_000}%`;
  return [
    ...sum('Subtotal', order.subtotal),
    ...[...order.items.flatMap(ofLine), ...order.discounts].flatMap(({ name, amount_applied }) =>
      sum(name, 0 - amount_applied),
    ),
    ...added.flatMap((tax) => sum(rate(tax), tax.tax)),
    ...(order.card_fee ? sum('Card fee', order.card_fee) : []),
    ...(order.cash_rounding ? sum('Rounding', order.cash_rounding) : []),
    BLANK,
    ...leftRight(till.sheet, 'Total', till.pay(order.total), TOTAL),
    ...included.flatMap((tax) => sum(`Includes ${rate(tax)}`, tax.tax)),
  ];
}

/** The tips, and what each tender gave: a card as its own statement will say it. */
export function paid(order: Order, till: Till): PaperLine[] {
  const sum = (name: string, cents: number) => sumOf(till, name, cents);
  const payments = order.payments.filter(({ status }) => status === 'completed');
  if (payments.length === 0) return [];
  return [
    ...(order.tip ? [BLANK, ...sum('Tip', order.tip)] : []),
    ...(order.tip ? sum('Total with tip', order.grand_total) : []),
    BLANK,
    ...payments.flatMap((payment) => {
      const { amount, card_fee, tip, cash_rounding, cash_tendered, change_due } = payment;
      const taken = cash_tendered ?? amount + card_fee + tip + cash_rounding;
      return [
        ...sum(tender(payment), taken),
        ...(change_due === null ? [] : sum('Change', change_due)),
      ];
    }),
    ...(order.status === 'open' && order.balance_due > 0
      ? sum('Still to pay', order.balance_due)
      : []),
  ];
}

function tender({ method, card_brand, last4 }: Omit<Payment, 'amount'>): string {
  if (method === 'cash') return 'Cash';
  return ['Card', card_brand, last4 && `ending\u00a0${last4}`].filter(Boolean).join(' ');
}

/** What was given back, when, for what and to which tender. */
export function refunded(order: Order, till: Till, when: (at: string) => string): PaperLine[] {
  return order.refunds.flatMap((refund) => {
    const { sheet, pay } = till;
    const title = whole(refund) < 0 ? 'Refund undone' : 'Refund';
    return [
      BLANK,
      ...leftRight(sheet, `${title} ${when(refund.created_at)}`, pay(0 - whole(refund)), {
        bold: true,
      }),
      ...refund.items.flatMap(({ order_item_id, quantity }) => {
        const line = order.items.find(({ id }) => id === order_item_id);
        return line ? paragraph(sheet, `  ${quantity} x ${line.name}`, {}, 6) : [];
      }),
      ...refund.payments.flatMap((part) => {
        const of = order.payments.find(({ id }) => id === part.payment_id);
        const to = of && of.method === part.method ? tender(of) : nameOf(part.method);
        return leftRight(sheet, `  to ${to}`, pay(0 - whole(part)), {}, 4);
      }),
    ];
  });
}

const nameOf = (method: Payment['method']) => (method === 'cash' ? 'Cash' : 'Card');

function whole(part: Pick<Refund, 'amount' | 'card_fee' | 'tip' | 'cash_rounding'>): number {
  return part.amount + part.card_fee + part.tip + part.cash_rounding;
}
