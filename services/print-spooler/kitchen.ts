import type { Bus } from '#shared/bus.ts';
import type { Actor } from '#shared/contracts/service.ts';
import { printSpooler, type Ticket } from '#shared/contracts/print-spooler.ts';
import type { Database } from '#shared/database.ts';
import { PosError } from '#shared/errors.ts';
import type { Journal } from '#shared/journal.ts';
import type { KitchenOrder, RoutedOrder } from './document.ts';
import { openMaking, openStations, type Stations } from './station-store.ts';
import { partOf, routed } from './station.ts';
import { openTickets } from './store.ts';
import { openTicket } from './ticket.ts';

/** The stations' rails: what hangs there is due, announced, and shown on their screens. */
export interface Kitchen {
  stations: Stations;
  /** Inside a write: a station is new, changed or gone. */
  stationChanged: (station_id: string) => void;
  /** What was sent, with the stations that make each line, by the menu of now. */
  route: (sent: KitchenOrder) => RoutedOrder;
  /** Oldest first; of all stations when none is named. */
  due: (station_id?: string) => Ticket[];
  /** Inside a work: a ticket at each station that makes some of it, but for one that is there. */
  open: (sent: RoutedOrder, actor: Actor, at: string) => void;
  /** Inside a work; TICKET_NOT_FOUND, TICKET_BUMPED. */
  bump: (id: number, actor: Actor, at: string) => Ticket;
}

interface House {
  database: Database;
  journal: Journal<typeof printSpooler>;
  bus: Bus;
}

const { shows } = printSpooler;

/** Shows at once what is due; what else stands in the kitchen's topics is cleared. */
export function openKitchen({ database, journal, bus }: House): Kitchen {
  const tickets = openTickets(database.connection);
  const stations = openStations(database.connection);
  const making = openMaking(database.connection);
  const ids = () => stations.all().map(({ id }) => id);

  function showTicket(ticket: Ticket): void {
    const { station_id: station, id: ticket_id, status } = ticket;
    bus.show(shows.ticket, { station, ticket_id }, status === 'new' ? ticket : null);
  }
  function showIndex(station: string): void {
    const ticket_ids = tickets.due(station).map(({ id }) => id);
    const index = { station_id: station, ticket_ids };
    bus.show(shows.ticket_index, { station }, ids().includes(station) ? index : null);
  }
  function changed(ticket: Ticket): void {
    database.afterCommit(() => {
      showTicket(ticket);
      showIndex(ticket.station_id);
    });
  }

  for (const station of ids()) {
    for (const ticket of tickets.due(station)) showTicket(ticket);
    showIndex(station);
  }
  bus.ownShows([shows.ticket_index, shows.ticket]);

  return {
    stations,
    stationChanged: (station_id) => database.afterCommit(() => showIndex(station_id)),
    due: (station_id) => (station_id ? [station_id] : ids()).flatMap(tickets.due),
    route: (sent) =>
      routed(sent, {
        stations: stations.all(),
        told: tickets.told(sent.order_id),
        makingOf: making.find,
      }),
    open(sent, actor, at) {
      for (const station_id of ids()) {
        const part = partOf(sent, [station_id]);
        const fresh = part && { ...openTicket(part, station_id), order_version: sent.version };
        const ticket = fresh && tickets.add(fresh);
        if (!ticket) continue;
        journal.announce('ticket_opened', ticket, actor, at);
        changed(ticket);
      }
    },
    bump(id, actor, bumped_at) {
      const ticket = tickets.find(id);
      if (!ticket) throw new PosError('TICKET_NOT_FOUND', { ticket_id: id });
      if (ticket.status === 'bumped') throw new PosError('TICKET_BUMPED', { ticket_id: id });
      tickets.bump(id, bumped_at);
      journal.announce('ticket_bumped', { ticket_id: id, bumped_at }, actor, bumped_at);
      const bumped: Ticket = { ...ticket, status: 'bumped', bumped_at };
      changed(bumped);
      return bumped;
    },
  };
}
