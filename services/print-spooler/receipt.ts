import { wallClock } from '#shared/business-day.ts';
import type { Settings } from '#shared/contracts/catalog.ts';
import type { Line, Order, OrderTax, Payment } from '#shared/contracts/order.ts';
import { leftRight, type Paper, paragraph, rule, type Style } from './layout.ts';
import { ORDER_TYPES } from './ticket.ts';

const BLANK: Paper = [{ text: '' }];
const CENTERED: Style = { align: 'center' };
const TOTAL: Style = { size: 'large', bold: true };

/** An amount as the guest reads it: `$1,234.50`, `-€3.00`. */
export function amount(cents: number, currency: string): string {
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  }).format(cents / 100);
}

/** The paper that a guest takes home of a closed order. */
export function receipt(order: Order, store: Settings, columns: number): Paper {
  const pay = (cents: number) => amount(cents, store.currency);
  return [
    ...heading(order, store, columns),
    rule(columns),
    ...order.items.flatMap((line) => soldLine(line, columns, pay)),
    rule(columns),
    ...sums(order, columns, pay),
    ...order.payments.flatMap((payment) => paid(payment, columns, pay)),
    ...(store.receipt_footer.length ? BLANK : []),
    ...store.receipt_footer.flatMap((text) => paragraph(columns, text, CENTERED)),
  ];
}

type Pay = (cents: number) => string;

function heading(order: Order, store: Settings, columns: number): Paper {
  const forWhom = order.customer_name ? ` for ${order.customer_name}` : '';
  const number: Style = { size: 'large', bold: true, align: 'center' };
  return [
    ...paragraph(columns, store.store_name, number),
    ...[...store.address_lines, ...store.receipt_header].flatMap((text) =>
      paragraph(columns, text, CENTERED),
    ),
    ...BLANK,
    ...paragraph(columns, `Order ${order.order_number}`, number),
    ...paragraph(columns, ORDER_TYPES[order.type] + forWhom, CENTERED),
    ...BLANK,
    ...leftRight(
      columns,
      wallClock(order.closed_at ?? order.created_at, store.timezone),
      `Receipt ${order.id}`,
    ),
  ];
}

/** The right column adds up to the subtotal; prices that are inside a line stand on the left. */
function soldLine(line: Line, columns: number, pay: Pay): Paper {
  const each = line.quantity > 1 || line.mods_price !== 0 ? ` @ ${pay(line.item_price)}` : '';
  const count = `${line.quantity} x `;
  const indent = ' '.repeat(count.length);
  const below = (text: string) => paragraph(columns, indent + text, {}, count.length + 2);
  return [
    ...leftRight(columns, count + line.name + each, pay(line.total_price), {}, count.length),
    ...line.modifiers.flatMap(({ mod_name, mod_price, quantity }) => {
      const times = quantity > 1 ? `${quantity} x ` : '';
      const price = mod_price === 0 ? '' : ` ${mod_price > 0 ? '+' : ''}${pay(mod_price)}`;
      return below(times + mod_name + price);
    }),
    ...(line.note ? below(`Note: ${line.note}`) : []),
  ];
}

function sums(order: Order, columns: number, pay: Pay): Paper {
  const sum = (name: string, cents: number) => leftRight(columns, name, pay(cents));
  const [included, added] = [true, false].map((inclusive) =>
    order.taxes.filter((tax) => tax.inclusive === inclusive),
  ) as [OrderTax[], OrderTax[]];
  const rate = ({ name, percentage }: OrderTax) =>
    name.includes('%') ? name : `${name} ${percentage / 10_000}%`;
  return [
    ...sum('Subtotal', order.subtotal),
    ...order.discounts.flatMap(({ name, amount_applied }) => sum(name, 0 - amount_applied)),
    ...added.flatMap((tax) => sum(rate(tax), tax.tax)),
    ...(order.card_fee ? sum('Card fee', order.card_fee) : []),
    ...leftRight(columns, 'Total', pay(order.total), TOTAL),
    ...included.flatMap((tax) => sum(`Includes ${rate(tax)}`, tax.tax)),
  ];
}

function paid(payment: Payment, columns: number, pay: Pay): Paper {
  const { method, amount: part, tip, cash_tendered, change_due } = payment;
  const sum = (name: string, cents: number) => leftRight(columns, name, pay(cents));
  return [
    ...(method === 'cash' ? sum('Cash', cash_tendered ?? part) : sum('Card', part)),
    ...(tip ? sum('Tip', tip) : []),
    ...(change_due === null ? [] : sum('Change', change_due)),
  ];
}
