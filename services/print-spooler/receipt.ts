import { wallClock } from '#shared/business-day.ts';
import type { Settings } from '#shared/contracts/catalog.ts';
import type { Line, Order } from '#shared/contracts/order.ts';
import { amount } from './amount.ts';
import type { Terms } from './document.ts';
import { circumstances } from './heading.ts';
import {
  BLANK,
  bar,
  leftRight,
  type Paper,
  type PaperLine,
  paragraph,
  rule,
  type Style,
} from './layout.ts';
import { paid, refunded, sums, type Till } from './receipt-sums.ts';
import { ORDER_TYPES } from './ticket-paper.ts';

const CENTERED: Style = { align: 'center' };
const LOUD: Style = { size: 'tall', align: 'center' };
const LARGE: Style = { size: 'large', bold: true, align: 'center' };

/** The paper that a guest takes home of an order, or looks at before paying. */
export function receipt(order: Order, terms: Terms): Paper {
  const { store } = terms;
  const till: Till = { sheet: terms, pay: (cents) => amount(cents, store.currency) };
  const when = (at: string) => wallClock(at, store.timezone);
  const isOwed = order.status === 'open' && order.balance_due > 0;
  return [
    ...circumstances(terms),
    ...(order.status === 'voided' ? bar(terms, 'VOIDED – NOT TO BE PAID', LOUD) : []),
    ...letterhead(store, terms),
    ...about(order, terms),
    rule(terms),
    ...order.items
      .filter(({ status }) => status !== 'voided')
      .flatMap((line) => soldLine(line, till)),
    rule(terms),
    ...sums(order, till),
    ...paid(order, till),
    ...refunded(order, till, when),
    ...(isOwed ? [BLANK, ...bar(terms, 'NOT PAID YET', LOUD)] : []),
    ...(store.receipt_footer.length > 0 ? [BLANK] : []),
    ...store.receipt_footer.flatMap((text) => paragraph(terms, text, CENTERED)),
    BLANK,
    { qr: `RECEIPT:${order.id}` }, // capitals and digits: the smallest code there is
  ];
}

function letterhead(store: Settings, terms: Terms): PaperLine[] {
  const taxNumber = store.tax_number && `Tax no. ${store.tax_number}`;
  const texts = [...store.address_lines, store.phone, ...store.receipt_header, taxNumber];
  return [
    ...paragraph(terms, store.store_name, LARGE),
    ...texts.filter((text) => text !== null).flatMap((text) => paragraph(terms, text, CENTERED)),
    BLANK,
  ];
}

function about(order: Order, terms: Terms): PaperLine[] {
  const forWhom = order.customer_name ? ` for ${order.customer_name}` : '';
  const at = wallClock(order.closed_at ?? order.created_at, terms.store.timezone);
  return [
    ...paragraph(terms, `Order ${order.order_number}`, LARGE),
    ...paragraph(terms, ORDER_TYPES[order.type] + forWhom, CENTERED),
    BLANK,
    ...leftRight(terms, at, `Receipt ${order.id}`),
  ];
}

/** The right column adds up to the subtotal; prices that are inside a line stand on the left. */
function soldLine(line: Line, { sheet, pay }: Till): PaperLine[] {
  const each = line.quantity > 1 || line.mods_price !== 0 ? ` @\u00a0${pay(line.item_price)}` : '';
  const count = `${line.quantity} x `;
  const indent = ' '.repeat(count.length);
  const below = (text: string) => paragraph(sheet, indent + text, {}, count.length + 2);
  return [
    ...leftRight(sheet, count + line.name + each, pay(line.total_price), {}, count.length),
    ...line.modifiers.flatMap(({ mod_name, mod_price, quantity }) => {
      const times = quantity > 1 ? `${quantity} x ` : '';
      const price = mod_price === 0 ? '' : ` ${mod_price > 0 ? '+' : ''}${pay(mod_price)}`;
      return below(times + mod_name + price);
    }),
    ...(line.note ? below(`Note: ${line.note}`) : []),
  ];
}
