import type { Call } from '#shared/answer.ts';
import type { Caller } from '#shared/ask.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import type { printSpooler } from '#shared/contracts/print-spooler.ts';
import { PosError } from '#shared/errors.ts';
import type { Office } from './desk.ts';
import { allDay } from './all-day.ts';
import * as life from './ticket.ts';
import { type HungTicket, isDue } from './ticket.ts';

type Names =
  | 'list_tickets'
  | 'start_ticket'
  | 'ready_ticket'
  | 'bump_ticket'
  | 'recall_ticket'
  | 'rush_ticket'
  | 'bump_item';

/** What was bumped longer ago is not made once more. */
const BUMPED_MS = 24 * 3600_000;

export function ticketHandlers({
  kitchen,
  journal,
  devices,
}: Office): Pick<Handlers<typeof printSpooler, Call>, Names> {
  const { tickets, stations } = kitchen;
  const stationOf = (id: string) => stations.all().find((station) => station.id === id);

  /** FORBIDDEN: a screen sees to the tickets of its own stations alone. */
  function mustServe({ staff_id, service, screen_id = '' }: Caller, station_id = ''): void {
    const own = devices.screens.find(screen_id)?.stations ?? [];
    if (staff_id === undefined && !service && !own.includes(station_id)) {
      throw new PosError('FORBIDDEN');
    }
  }

  /** One of a station that was taken away is not found: there is no rail to hang it at. */
  function find(ticket_id: number, { caller }: Call): HungTicket {
    const ticket = tickets.find(ticket_id);
    if (!ticket || !stationOf(ticket.station_id)) {
      throw new PosError('TICKET_NOT_FOUND', { ticket_id });
    }
    mustServe(caller, ticket.station_id);
    return ticket;
  }
  function findDue(ticket_id: number, call: Call): HungTicket {
    const ticket = find(ticket_id, call);
    if (!isDue(ticket)) throw new PosError('TICKET_BUMPED', { ticket_id });
    return ticket;
  }

  /** Keeps a due ticket as it is now and tells what has come of it; the same one: nothing. */
  function become(before: HungTicket, after: HungTicket, { actor, at }: Call): HungTicket {
    if (after === before) return before;
    const { id: ticket_id, started_at, ready_at, bumped_at, rush } = after;
    if (started_at && !before.started_at) {
      journal.announce('ticket_started', { ticket_id, started_at }, actor, at);
    }
    for (const [i, { order_item_id, bumped }] of after.items.entries()) {
      if (bumped === before.items[i]?.bumped) continue;
      journal.announce('item_bumped', { ticket_id, order_item_id, bumped }, actor, at);
    }
    if (ready_at && !before.ready_at) {
      journal.announce('ticket_ready', { ticket_id, ready_at }, actor, at);
    }
    if (bumped_at) journal.announce('ticket_bumped', { ticket_id, bumped_at }, actor, at);
    if (rush !== before.rush) journal.announce('ticket_rushed', { ticket_id, rush }, actor, at);
    return kitchen.keep(after);
  }
  function comeBack(ticket: HungTicket, undo: boolean, { actor, at }: Call): HungTicket {
    const back = undo ? life.undo(ticket) : life.recall(ticket);
    const { id: ticket_id, order_number, sent_at, status } = back;
    const told = { ticket_id, order_number, sent_at, status, undo };
    journal.announce('ticket_recalled', told, actor, at);
    return kitchen.keep(back);
  }

  return {
    list_tickets({ station, status }, { caller, at }) {
      mustServe(caller, station);
      const due = kitchen.due(station);
      const atPass = (id: string) => !station && stationOf(id)?.is_expo;
      const all_day = allDay(due.filter(({ station_id }) => !atPass(station_id)));
      const since = new Date(Date.parse(at) - BUMPED_MS).toISOString();
      return { tickets: status === 'due' ? due : tickets.bumped(since, station), all_day };
    },
    start_ticket({ ticket_id }, call) {
      const ticket = findDue(ticket_id, call);
      return become(ticket, life.start(ticket, call.at), call);
    },
    ready_ticket({ ticket_id }, call) {
      const ticket = findDue(ticket_id, call);
      return become(ticket, life.ready(ticket, call.at), call);
    },
    bump_ticket({ ticket_id }, call) {
      const ticket = findDue(ticket_id, call);
      return become(ticket, life.bump(ticket, call.at), call);
    },
    bump_item({ ticket_id, order_item_id, bumped }, call) {
      const ticket = findDue(ticket_id, call);
      return become(ticket, life.bumpItem(ticket, { order_item_id, bumped }, call.at), call);
    },
    rush_ticket({ ticket_id, rush }, call) {
      const ticket = findDue(ticket_id, call);
      const due = tickets.ofOrder(ticket.order_id).filter(isDue);
      const rushed = due.map((one) => become(one, life.rush(one, rush), call));
      return rushed.find(({ id }) => id === ticket.id) ?? ticket;
    },
    recall_ticket({ ticket_id, undo }, call) {
      const ticket = find(ticket_id, call);
      if (isDue(ticket)) throw new PosError('TICKET_NOT_BUMPED', { ticket_id });
      const others = undo ? [] : life.bumpedWith(ticket, tickets.ofOrder(ticket.order_id));
      for (const other of others) if (stationOf(other.station_id)) comeBack(other, false, call);
      return comeBack(ticket, undo, call);
    },
  };
}
