import { wallClock } from '#shared/business-day.ts';
import type { NumberedOrder, Terms } from './document.ts';
import { circumstances } from './heading.ts';
import { BLANK, type Paper, paragraph } from './layout.ts';
import { ORDER_TYPES } from './ticket-paper.ts';

/** The slip that a guest waits with: one number, to be read from a tray. */
export function orderNumberSlip(order: NumberedOrder, terms: Terms): Paper {
  const { order_number, type, customer_name, created_at } = order;
  const { store } = terms;
  const words = [ORDER_TYPES[type], customer_name].filter(Boolean).join(' · ');
  return [
    ...circumstances(terms),
    ...paragraph(terms, store.store_name, { align: 'center', bold: true }),
    BLANK,
    ...paragraph(terms, 'Your order', { align: 'center', size: 'tall' }),
    { text: String(order_number), size: 'giant', bold: true, align: 'center' },
    BLANK,
    ...paragraph(terms, words, { align: 'center', size: 'tall' }),
    ...paragraph(terms, wallClock(created_at, store.timezone), { align: 'center' }),
  ];
}
