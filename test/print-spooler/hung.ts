import { type HungTicket, openTicket } from '../../services/print-spooler/ticket.ts';
import { dinnerSent } from './table.ts';

/** So many minutes past six in the evening. */
export const at = (minute: number) => `2026-11-23T18:${String(minute).padStart(2, '0')}:00.000Z`;
/** The dinner's ticket at a station, as it was sent. */
export const hung = (id = 1, station_id = 'kitchen'): HungTicket => ({
  ...openTicket({ ...dinnerSent(), is_first: true }, station_id),
  id,
  rush: false,
  original_position: 1,
});
export type Change = 'added' | 'changed' | 'cancelled';
/** One line is sent later: it is one of the dinner's, or another one after it. */
export const sent = (order_item_id: number, change: Change, more: object = {}) => {
  const [line] = dinnerSent().items.slice(order_item_id - 1);
  return {
    ...dinnerSent(),
    version: 9,
    items: [{ ...line, order_item_id, change, ...more }],
  } as ReturnType<typeof dinnerSent>;
};
export const item = (order_item_id: number, bumped = true) => ({ order_item_id, bumped });
