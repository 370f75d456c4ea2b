import { wallClock } from '#shared/business-day.ts';
import type { Ticket } from '#shared/contracts/tickets.ts';
import type { KitchenOrder } from './document.ts';
import type { Printer } from './printer-setup.ts';

/** A ticket of which nobody has said so far that it is there. */
export interface Undelivered {
  ticket_id: number;
  station_id: string;
}

/** One of those that were not there in time. */
export interface Missed extends Undelivered {
  order_number: number;
  sent_at: string;
  /** Where it goes to instead. */
  printer_name: string | null;
}

type Serving = Pick<Printer, 'order_tickets' | 'stations' | 'confirmation' | 'confirms_by'>;

/** A printer without stations serves all. */
const serves = ({ stations }: Pick<Printer, 'stations'>, station_id: string) =>
  stations.length === 0 || stations.includes(station_id);

/** A printer that prints a station's tickets, and can say that it has done so. */
export function provesDelivery(printer: Serving, station_id: string): boolean {
  const { order_tickets, confirmation, confirms_by } = printer;
  const canSay = confirmation !== 'none' && confirms_by !== 'nothing';
  return order_tickets && canSay && serves(printer, station_id);
}

/** The tickets that stations of a printer have by a paper of what was sent. */
export function onPaper(
  { items, sent_at }: KitchenOrder,
  printer: Pick<Printer, 'stations'>,
  tickets: Ticket[],
): Ticket[] {
  const lines = new Set(items.map(({ order_item_id }) => order_item_id));
  return tickets.filter(
    (ticket) =>
      serves(printer, ticket.station_id) &&
      ticket.sent_at <= sent_at && // an earlier paper says nothing of a later ticket
      ticket.items.some(({ order_item_id }) => lines.has(order_item_id)),
  );
}

/** A ticket as the paper that takes its place. */
export function paperOf(ticket: Ticket): KitchenOrder {
  const { order_id, order_number, type, customer_name, note, sent_at, scheduled_for } = ticket;
  const items = ticket.items.map(({ change, ...line }) => {
    return { ...line, item_id: UNKNOWN_ITEM, change: change === 'none' ? 'added' : change };
  });
  const whole = { order_id, order_number, type, customer_name, note, sent_at, scheduled_for };
  return { ...whole, version: ANY_VERSION, items, is_first: true, is_undelivered: true };
}

/** A ticket knows neither; nothing on paper says them. */
const UNKNOWN_ITEM = 0;
const ANY_VERSION = 0;

/** What the tills are told of a station, of one missed ticket at least. */
export function undelivered(station_name: string, missed: Missed[], timezone: string): string {
  const [oldest] = missed as [Missed];
  const [, time] = wallClock(oldest.sent_at, timezone).split(' ');
  const one = `a ticket, of number ${oldest.order_number} at ${time}`;
  const more = `${missed.length} tickets, the oldest of number ${oldest.order_number} at ${time}`;
  const which = missed.length === 1 ? one : more;
  return `${station_name} has not received ${which}; ${whereabouts(missed)}.`;
}

function whereabouts(missed: Missed[]): string {
  const elsewhere = missed.flatMap(({ printer_name }) => printer_name ?? []);
  const paper = `to paper at ${[...new Set(elsewhere)].join(' and ')}`;
  const isOne = missed.length === 1;
  if (elsewhere.length === 0) return `nobody has ${isOne ? 'it' : 'them'}`;
  if (elsewhere.length === missed.length) return `${isOne ? 'it goes' : 'they go'} ${paper}`;
  return `${elsewhere.length} of them ${paper}, nobody has the others`;
}
