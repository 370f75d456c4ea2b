import { wallClock } from '#shared/business-day.ts';
import type { Payload } from '#shared/contracts/contract.ts';
import type { Order } from '#shared/contracts/order.ts';
import type { orders } from '#shared/contracts/orders.ts';
import type { Ticket } from '#shared/contracts/print-spooler.ts';
import { bar, type Paper, paragraph, rule } from './layout.ts';

/** What orders announces when the kitchen has something to make. */
export type SentOrder = Payload<typeof orders, 'order_sent'>;

/** A kitchen reads a ticket this old as a new order, unless it is told. */
const LATE_AFTER_MS = 5 * 60_000;

/** The words for what kind of order it is, on every paper. */
export const ORDER_TYPES: Record<Order['type'], string> = {
  counter: 'Counter',
  dine_in: 'Dine in',
  takeaway: 'Takeaway',
};

/** A station's ticket for what was sent; its id comes with the first write. */
export function openTicket(sent: SentOrder, station_id: string): Omit<Ticket, 'id'> {
  const { order_id, order_number, type, customer_name, sent_at, items } = sent;
  return {
    order_id,
    order_number,
    station_id,
    type,
    status: 'new',
    customer_name,
    note: sent.note,
    sent_at,
    bumped_at: null,
    items: items.map(({ order_item_id, name, quantity, modifiers, note }) => {
      return { order_item_id, name, quantity, modifiers, note };
    }),
  };
}

/** What else stands on a kitchen's paper; `attempt` 2 and more may be on paper already. */
export interface TicketTerms {
  columns: number;
  timezone: string;
  now: string;
  attempt: number;
}

/** The paper that a kitchen cooks from. */
export function orderTicket(sent: SentOrder, { columns, timezone, now, attempt }: TicketTerms) {
  const [, time = ''] = wallClock(sent.sent_at, timezone).split(' ');
  const late = Date.parse(now) - Date.parse(sent.sent_at) > LATE_AFTER_MS;
  const paper: Paper = [
    ...(attempt > 1 ? bar(columns, `POSSIBLE DUPLICATE - ATTEMPT ${attempt}`) : []),
    ...(late ? bar(columns, `LATE - ordered ${time}`) : []),
    { text: String(sent.order_number), size: 'huge', bold: true, align: 'center' },
    ...paragraph(columns, ORDER_TYPES[sent.type].toUpperCase(), {
      size: 'large',
      bold: true,
      align: 'center',
    }),
    ...paragraph(columns, [time, sent.customer_name].filter(Boolean).join(' · '), {
      size: 'tall',
      align: 'center',
    }),
    ...(sent.note ? bar(columns, sent.note, 'tall') : []),
    rule(columns),
    ...sent.items.flatMap((item) => dish(item, columns)),
    rule(columns),
    ...paragraph(columns, `Order ${sent.order_id}, sent ${wallClock(sent.sent_at, timezone)}`),
  ];
  return paper;
}

function dish(
  { quantity, name, modifiers, note }: SentOrder['items'][number],
  columns: number,
): Paper {
  const count = `${quantity} x `;
  return [
    ...paragraph(columns, count + name, { size: 'large', bold: true }, count.length),
    ...modifiers.flatMap((modifier) => {
      const times = modifier.quantity > 1 ? `${modifier.quantity} x ` : '';
      return paragraph(columns, `      ${times}${modifier.mod_name}`, { size: 'tall' }, 8);
    }),
    ...(note ? bar(columns, `! ${note}`, 'tall') : []),
  ];
}
