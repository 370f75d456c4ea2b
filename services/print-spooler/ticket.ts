import type { SentLine } from '#shared/contracts/order.ts';
import type { Ticket, TicketItem } from '#shared/contracts/tickets.ts';
import { PosError } from '#shared/errors.ts';
import type { KitchenOrder } from './document.ts';

/** A ticket, with what only an undone bump needs: the line that was the last one, and bumped it. */
export type HungTicket = Ticket & { bumped_by_item: number | null };

/** A ticket before it hangs: nobody has said yet where, and before whom. */
export type NewTicket = Omit<HungTicket, 'id' | 'rush' | 'original_position'>;

export const isDue = ({ status }: Pick<Ticket, 'status'>): boolean => status !== 'bumped';

/** Rushed ones first, then as they were sent, wherever they have been meanwhile. */
export function asTheyHang(a: Ticket, b: Ticket): number {
  const [first, second] = [Number(b.rush), Number(a.rush)];
  return first - second || a.original_position - b.original_position || a.id - b.id;
}

/** A station's ticket for its part of what was sent. */
export function openTicket(sent: KitchenOrder, station_id: string): NewTicket {
  const { order_id, order_number, type, customer_name, note, items, is_first } = sent;
  const { sent_at, scheduled_for } = sent;
  return {
    order_id,
    order_number,
    station_id,
    type,
    status: 'new',
    recalled: false,
    customer_name,
    note,
    sent_at,
    scheduled_for,
    delivered_at: null,
    started_at: null,
    ready_at: null,
    bumped_at: null,
    bumped_by_item: null,
    items: items.map((line) => {
      const item = itemOf(line);
      return is_first && item.change === 'added' ? { ...item, change: 'none' } : item;
    }),
  };
}

function itemOf(line: SentLine): TicketItem {
  const { order_item_id, name, quantity, modifiers, note, course, change, was } = line;
  const item = { order_item_id, name, quantity, modifiers, note, course, change, bumped: false };
  return change === 'changed' && was !== undefined ? { ...item, was } : item;
}

/** Where a ticket stands is always told by when it came there. */
function standing(ticket: HungTicket): HungTicket {
  const { bumped_at, ready_at, started_at, recalled } = ticket;
  // whoever touches it has it
  const delivered_at = ticket.delivered_at ?? started_at ?? ready_at ?? bumped_at;
  const begun = started_at || recalled ? 'in_progress' : 'new';
  return { ...ticket, delivered_at, status: bumped_at ? 'bumped' : ready_at ? 'ready' : begun };
}

/** The rules answer the ticket that they were given where there is nothing to change. */
export function start(ticket: HungTicket, at: string): HungTicket {
  return ticket.status === 'new' ? standing({ ...ticket, started_at: at }) : ticket;
}

export function ready(ticket: HungTicket, at: string): HungTicket {
  if (ticket.ready_at) return ticket;
  return standing({ ...ticket, started_at: ticket.started_at ?? at, ready_at: at });
}

/** Its lines stay as they are: so it hangs again where that is undone. */
export function bump(ticket: HungTicket, at: string): HungTicket {
  return standing({ ...ticket, bumped_at: at, bumped_by_item: null });
}

/** The first line that is done begins the ticket, the last one bumps it. LINE_NOT_FOUND. */
export function bumpItem(
  ticket: HungTicket,
  { order_item_id, bumped }: Pick<TicketItem, 'order_item_id' | 'bumped'>,
  at: string,
): HungTicket {
  const line = ticket.items.find((item) => item.order_item_id === order_item_id);
  if (!line) throw new PosError('LINE_NOT_FOUND', { order_item_id });
  if (line.bumped === bumped) return ticket;
  const items = ticket.items.map((item) => (item === line ? { ...item, bumped } : item));
  if (!bumped) return standing({ ...ticket, items, ready_at: null });
  const begun = { ...ticket, items, started_at: ticket.started_at ?? at };
  const isLast = items.every((item) => item.bumped);
  return isLast
    ? standing({ ...begun, bumped_at: at, bumped_by_item: order_item_id })
    : standing(begun);
}

/** A bumped ticket as it stood before; the line that bumped it is not done any more. */
export function undo(ticket: HungTicket): HungTicket {
  const items = ticket.items.map((item) =>
    item.order_item_id === ticket.bumped_by_item ? { ...item, bumped: false } : item,
  );
  return standing({ ...ticket, items, bumped_at: null, bumped_by_item: null });
}

/** A bumped ticket is to be made once more; it hangs where it hung. */
export function recall(ticket: HungTicket): HungTicket {
  const items = ticket.items.map((item) => ({ ...item, bumped: false }));
  const fresh = { ready_at: null, bumped_at: null, bumped_by_item: null };
  return standing({ ...ticket, ...fresh, items, recalled: true });
}

/** The tickets of the same send that are bumped too: they come back together. */
export function bumpedWith(ticket: HungTicket, ofOrder: HungTicket[]): HungTicket[] {
  return ofOrder.filter(
    (one) =>
      one.id !== ticket.id && one.original_position === ticket.original_position && !isDue(one),
  );
}

export function rush(ticket: HungTicket, isRushed: boolean): HungTicket {
  return ticket.rush === isRushed ? ticket : { ...ticket, rush: isRushed };
}

/**
 * A due ticket with what was sent of its order since. What was cancelled stays, to be seen; what
 * is ready stays so unless there is something to make.
 */
export function amend(ticket: HungTicket, sent: KitchenOrder): HungTicket {
  const { note, customer_name, type } = sent;
  const newsOf = (id: number) => sent.items.find(({ order_item_id }) => order_item_id === id);
  const known = new Set(ticket.items.map(({ order_item_id }) => order_item_id));
  const items = [
    ...ticket.items.map((item) => withNews(item, newsOf(item.order_item_id))),
    ...sent.items.filter(({ order_item_id }) => !known.has(order_item_id)).map(itemOf),
  ];
  const toMake = sent.items.some(({ change }) => change !== 'cancelled');
  const ready_at = toMake ? null : ticket.ready_at;
  return standing({ ...ticket, note, customer_name, type, items, ready_at });
}

/** What hangs grows or shrinks as the line did: units that went to another order are on it too. */
function withNews(item: TicketItem, news: SentLine | undefined): TicketItem {
  if (!news) return item;
  const told = news.change === 'added' ? 0 : news.was;
  if (told === undefined || item.change === 'cancelled') return itemOf(news);
  const wanted = news.change === 'cancelled' ? 0 : news.quantity;
  const quantity = item.quantity + wanted - told;
  if (quantity <= 0) return itemOf(news);
  return { ...itemOf(news), quantity, change: 'changed', was: item.quantity };
}
