import { wallClock } from '#shared/business-day.ts';
import type { Order } from '#shared/contracts/order.ts';
import type { KitchenOrder, SentOrder, Terms } from './document.ts';
import { circumstances } from './heading.ts';
import {
  BLANK,
  bar,
  leftRight,
  type Paper,
  type PaperLine,
  paragraph,
  rule,
  type Sheet,
  type Size,
  type Style,
} from './layout.ts';

/** A kitchen reads a ticket this old as a new order, unless it is told. */
const LATE_AFTER_MS = 5 * 60_000;

/** The words for what kind of order it is, on every paper. */
export const ORDER_TYPES: Record<Order['type'], string> = {
  counter: 'Counter',
  dine_in: 'Dine in',
  takeaway: 'Takeaway',
};

/** The paper that a kitchen cooks from. */
export function orderTicket(sent: KitchenOrder, terms: Terms): Paper {
  const { now, store } = terms;
  const [, time = ''] = wallClock(sent.sent_at, store.timezone).split(' ');
  const isLate = Date.parse(now) - Date.parse(sent.sent_at) > LATE_AFTER_MS;
  const news = newsOf(sent);
  const wanted = sent.items.filter(({ change }) => change !== 'cancelled');
  const count = wanted.reduce((sum, { quantity }) => sum + quantity, 0);
  return [
    ...circumstances(
      terms,
      sent.is_undelivered && 'NOT RECEIVED THERE IN TIME',
      isLate && `LATE – ordered ${time}`,
    ),
    ...(news ? [...bar(terms, NEWS[news], { size: 'large', align: 'center' }), BLANK] : []),
    { text: String(sent.order_number), size: 'huge', bold: true, align: 'center' },
    ...paragraph(terms, ORDER_TYPES[sent.type].toUpperCase(), HEAD),
    ...paragraph(terms, [time, sent.customer_name].filter(Boolean).join(' · '), {
      size: 'tall',
      align: 'center',
    }),
    ...forLater(sent, terms),
    ...(sent.note ? [BLANK, ...bar(terms, `! ${sent.note}`, NOTE, 2)] : []),
    rule(terms),
    ...sent.items.flatMap((item, i) => [
      ...(i > 0 ? [BLANK] : []),
      ...(item.course && item.course !== sent.items[i - 1]?.course
        ? paragraph(terms, `COURSE ${item.course}`, COURSE)
        : []),
      ...dish(item, terms, news === 'mixed'),
    ]),
    rule(terms),
    ...leftRight(terms, `Order ${sent.order_id}`, count > 0 ? `${count} to make` : ''),
    ...paragraph(terms, `Sent ${wallClock(sent.sent_at, store.timezone)}`),
  ];
}

/** When it is wanted: the day as well where that is another one. */
function forLater({ scheduled_for, sent_at }: KitchenOrder, terms: Terms): PaperLine[] {
  if (!scheduled_for) return [];
  const [day, time] = wallClock(scheduled_for, terms.store.timezone).split(' ');
  const [today] = wallClock(sent_at, terms.store.timezone).split(' ');
  const wanted = day === today ? time : `${day} ${time}`;
  return [BLANK, ...bar(terms, `FOR ${wanted}`, { size: 'large', align: 'center' })];
}

const COURSE: Style = { size: 'tall', align: 'center' };
const NOTE: Style = { size: 'tall' };
const HEAD: Style = { size: 'large', bold: true, align: 'center' };
type News = SentOrder['items'][number]['change'] | 'mixed';
const NEWS: Record<News, string> = {
  added: 'ADD-ON',
  changed: 'CHANGED',
  cancelled: 'CANCELLED',
  mixed: 'CHANGES',
};

/** What a ticket says against those before it; nothing on the first one of an order. */
function newsOf({ items, is_first }: KitchenOrder): News | undefined {
  const changes = [...new Set(items.map(({ change }) => change))];
  const [only] = changes;
  if (changes.length > 1) return is_first === false ? 'mixed' : undefined;
  return only === 'added' && is_first !== false ? undefined : only;
}

/** What is not simply to be made stands in a bar of its own, above the dish. */
const CHANGES = {
  added: 'ADD',
  changed: 'CHANGED – NOW',
  cancelled: 'CANCELLED – DO NOT MAKE',
};

/** A name of more lines is read faster in narrower letters, and hides no other dish. */
const MOST_LARGE_LINES = 3;

function dish(
  { quantity, name, modifiers, note, change, was }: SentOrder['items'][number],
  sheet: Sheet,
  tellsAdded: boolean,
): PaperLine[] {
  const count = `${quantity} x `;
  const isTold = change !== 'added' || tellsAdded;
  const isOther = change === 'changed' && was !== undefined && was !== quantity;
  const told = isOther ? `CHANGED, WAS ${was} – NOW` : CHANGES[change];
  const write = change === 'cancelled' ? bar : paragraph; // no cook reads on in a black block
  const written = (size: Size) => write(sheet, count + name, { size, bold: true }, count.length);
  const large = written('large');
  return [
    ...(isTold ? bar(sheet, told, { size: 'tall' }) : []),
    ...(large.length > MOST_LARGE_LINES ? written('tall') : large),
    ...modifiers.flatMap((modifier) => {
      const times = modifier.quantity > 1 ? `${modifier.quantity} x ` : '';
      return paragraph(
        sheet,
        `      ${times}${modifier.mod_name}`,
        { size: 'tall', bold: true },
        8,
      );
    }),
    ...(note ? bar(sheet, `! ${note}`, NOTE, 2) : []),
  ];
}
