import type { Bus } from '#shared/bus.ts';
import type { Actor } from '#shared/contracts/service.ts';
import { printSpooler, type Ticket } from '#shared/contracts/print-spooler.ts';
import type { Database } from '#shared/database.ts';
import { PosError } from '#shared/errors.ts';
import type { Journal } from '#shared/journal.ts';
import { type NewTicket, openTickets } from './store.ts';

/** The stations' rails: what hangs there is due, announced, and shown on their screens. */
export interface Kitchen {
  stations: () => string[];
  /** Oldest first; of all stations when none is named. */
  due: (station_id?: string) => Ticket[];
  /** Inside a work. A ticket that a station has already is not opened again. */
  open: (ticket: NewTicket, actor: Actor, at: string) => void;
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

  function showTicket(ticket: Ticket): void {
    const { station_id: station, id: ticket_id, status } = ticket;
    bus.show(shows.ticket, { station, ticket_id }, status === 'new' ? ticket : null);
  }
  function showIndex(station: string): void {
    const ticket_ids = tickets.due(station).map(({ id }) => id);
    bus.show(shows.ticket_index, { station }, { station_id: station, ticket_ids });
  }
  function changed(ticket: Ticket): void {
    database.afterCommit(() => {
      showTicket(ticket);
      showIndex(ticket.station_id);
    });
  }

  for (const station of tickets.stations()) {
    for (const ticket of tickets.due(station)) showTicket(ticket);
    showIndex(station);
  }
  bus.ownShows([shows.ticket_index, shows.ticket]);

  return {
    stations: tickets.stations,
    due: (station_id) => (station_id ? [station_id] : tickets.stations()).flatMap(tickets.due),
    open(wanted, actor, at) {
      const ticket = tickets.add(wanted);
      if (!ticket) return;
      journal.announce('ticket_opened', ticket, actor, at);
      changed(ticket);
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
