import type { Bus } from '#shared/bus.ts';
import { printSpooler } from '#shared/contracts/print-spooler.ts';
import type { KitchenSettings } from '#shared/contracts/screens.ts';
import type { Database } from '#shared/database.ts';
import type { Stations } from './station-store.ts';
import { allDay } from './all-day.ts';
import { asTheyHang, type HungTicket, isDue } from './ticket.ts';
import type { Tickets } from './ticket-store.ts';
import { openWall } from './wall.ts';

const { shows } = printSpooler;
/** Drawing takes no more of the time: a kitchen that bumps nothing has thousands in an index. */
const SHARE_OF_TIME = 1 / 20;

/** What the kitchen's screens and the board see. */
export interface Rail {
  /** In a transaction: a ticket hangs, is another than before, or does not hang any more. */
  ticketChanged: (ticket: HungTicket) => void;
  /** In a transaction: a station is new, changed or gone. */
  stationChanged: (station_id: string) => void;
  stop: () => void;
}

interface House {
  database: Database;
  bus: Bus;
  tickets: Tickets;
  stations: Stations;
  settings: () => KitchenSettings;
}

/** Shows at once what is due; what else stands in the kitchen's topics is cleared. */
export function openRail({ database, bus, tickets, stations, settings }: House): Rail {
  /** All that is due, at hand: a kitchen that bumps nothing has thousands. */
  const hanging = new Map<number, HungTicket>();
  const stale = new Set<string>();
  let drawing: NodeJS.Timeout | undefined;
  let again_ms = 0;
  const wall = openWall({ bus, tickets, stations, settings });

  function showTicket(ticket: HungTicket): void {
    const { station_id: station, id: ticket_id } = ticket;
    if (isDue(ticket)) hanging.set(ticket_id, ticket);
    else hanging.delete(ticket_id);
    bus.show(shows.ticket, { station, ticket_id }, isDue(ticket) ? ticket : null);
  }
  function showIndex(station: string): void {
    const of = stations.all().find(({ id }) => id === station);
    if (!of) return bus.show(shows.ticket_index, { station }, null);
    const ofStation = [...hanging.values()].filter(({ station_id }) => station_id === station);
    const due = ofStation.toSorted(asTheyHang);
    const ticket_ids = due.map(({ id }) => id);
    const index = { station_id: station, station_name: of.name, ticket_ids, all_day: allDay(due) };
    bus.show(shows.ticket_index, { station }, index);
  }
  /** Once for all changes of a commit, before its answers; where it takes long, for several. */
  function showStale(): void {
    const began_ms = performance.now();
    for (const station of stale) showIndex(station);
    stale.clear();
    wall.draw();
    process.nextTick(() => {
      const now_ms = performance.now(); // it is on its way to the screens
      again_ms = now_ms + (now_ms - began_ms) / SHARE_OF_TIME;
    });
  }
  function changed(station: string): void {
    const wait_ms = again_ms - performance.now();
    if (stale.size === 0 && wait_ms <= 0) process.nextTick(showStale);
    else if (stale.size === 0) drawing = setTimeout(showStale, wait_ms);
    stale.add(station);
  }

  for (const { id: station } of stations.all()) {
    for (const ticket of tickets.due(station)) showTicket(ticket);
    showIndex(station);
  }
  bus.ownShows([shows.ticket_index, shows.ticket]);

  return {
    ticketChanged: (ticket) =>
      database.afterCommit(() => {
        showTicket(ticket);
        wall.orderChanged(ticket.order_id);
        changed(ticket.station_id);
      }),
    stationChanged: (station_id) => database.afterCommit(() => changed(station_id)),
    stop() {
      clearTimeout(drawing);
      if (stale.size > 0) showStale();
      wall.stop();
    },
  };
}
