import type { Ticket } from './tickets.ts';

/** What somebody does with a ticket. `undo`: the bump did not happen. */
export type Deed =
  | { name: 'start' | 'ready' | 'bump' | 'recall' | 'undo' }
  | { name: 'rush'; rush: boolean }
  | { name: 'bump_item'; order_item_id: number; bumped: boolean };

/** What a card is asked to do; the same function for all of them. */
export type OnDeed = (ticket: Ticket, deed: Deed) => void;

/** A deed on its way to the server, which does it once however often it is told its key. */
export interface Action {
  key: string;
  ticket_id: number;
  deed: Deed;
  /** When it was done, in `Date.now()`: they are sent in this order. */
  at: number;
}

/** What an action asks of the server. */
export function requestOf({ ticket_id, deed }: Action): { path: string; body: object } {
  const path = `/kitchen/tickets/${ticket_id}`;
  switch (deed.name) {
    case 'bump_item':
      return {
        path: `${path}/items/${deed.order_item_id}/bump`,
        body: { bumped: deed.bumped },
      };
    case 'rush':
      return { path: `${path}/rush`, body: { rush: deed.rush } };
    case 'undo':
      return { path: `${path}/recall`, body: { undo: true } };
    default:
      return { path: `${path}/${deed.name}`, body: {} };
  }
}

/** A ticket as it hangs here: with what was done and the server has not told back yet. */
export interface Hung {
  ticket: Ticket;
  /** It was bumped here, and goes when the server has taken it down. */
  leaving: boolean;
  /** Something of this has not reached the server. */
  pending: boolean;
}

/** The same ticket where nothing was done with it. */
export function foreseen(told: Ticket, actions: readonly Action[]): Hung {
  const own = actions.filter(({ ticket_id }) => ticket_id === told.id);
  const hung = { ticket: told, leaving: false, pending: own.length > 0 };
  return own.reduce<Hung>((now, { deed }) => after(now, deed), hung);
}

function after(now: Hung, deed: Deed): Hung {
  const { ticket } = now;
  switch (deed.name) {
    case 'start':
      return { ...now, ticket: { ...ticket, status: 'in_progress' } };
    case 'ready':
      return { ...now, ticket: { ...ticket, status: 'ready' } };
    case 'bump':
      return { ...now, leaving: true };
    case 'recall':
    case 'undo':
      return { ...now, leaving: false };
    case 'rush':
      return { ...now, ticket: { ...ticket, rush: deed.rush } };
    case 'bump_item':
      return withItem(now, deed.order_item_id, deed.bumped);
  }
}

/** The first line that is done begins the ticket, the last one bumps it. */
function withItem(now: Hung, order_item_id: number, bumped: boolean): Hung {
  const items = now.ticket.items.map((item) =>
    item.order_item_id === order_item_id ? { ...item, bumped } : item,
  );
  const { status } = now.ticket;
  const begun = bumped && status === 'new' ? 'in_progress' : status;
  const next = !bumped && status === 'ready' ? 'in_progress' : begun;
  return {
    ...now,
    ticket: { ...now.ticket, items, status: next },
    leaving: items.every((item) => item.bumped),
  };
}

/** Whether a deed takes the ticket off the screen. */
export const takesDown = (ticket: Ticket, deed: Deed): boolean =>
  deed.name === 'bump' ||
  (deed.name === 'bump_item' && withItem(asHung(ticket), deed.order_item_id, deed.bumped).leaving);

const asHung = (ticket: Ticket): Hung => ({ ticket, leaving: false, pending: false });
