import type { Bus } from '#shared/bus.ts';
import type { printSpooler } from '#shared/contracts/print-spooler.ts';
import type { KitchenSettings } from '#shared/contracts/screens.ts';
import type { Actor } from '#shared/contracts/service.ts';
import type { Database } from '#shared/database.ts';
import type { Journal } from '#shared/journal.ts';
import { openDeliveries } from './delivery-store.ts';
import type { KitchenOrder, RoutedOrder } from './document.ts';
import { openRail } from './rail.ts';
import { openMaking, openStations, type Stations } from './station-store.ts';
import { partOf, routed } from './station.ts';
import { amend, asTheyHang, type HungTicket, isDue, openTicket } from './ticket.ts';
import { openTickets, type Tickets } from './ticket-store.ts';

/** The stations' rails: what hangs there is due, announced, and shown on their screens. */
export interface Kitchen {
  stations: Stations;
  tickets: Pick<Tickets, 'find' | 'left' | 'bumped' | 'ofOrder'>;
  /** In a transaction: a station is new, changed or gone. */
  stationChanged: (station_id: string) => void;
  /** What was sent, with the stations that make each line, by the menu of now. */
  route: (sent: KitchenOrder) => RoutedOrder;
  /** As they hang; of all stations when none is named. */
  due: (station_id?: string) => HungTicket[];
  /** Whether any station was told of an order. */
  knows: (order_id: number) => boolean;
  /**
   * In a transaction: each station that makes some of it has that on a ticket, once. Where
   * nothing hangs by itself, only what hangs already is kept true.
   */
  open: (sent: RoutedOrder, actor: Actor, at: string) => void;
  /** In a transaction: it hangs at these stations; a ticket that is due there stays as it is. */
  hang: (order: RoutedOrder, station_ids: string[], actor: Actor, at: string) => HungTicket[];
  /** In a transaction: a ticket is another than before, and so it is shown. */
  keep: (ticket: HungTicket) => HungTicket;
  stop: () => void;
}

interface House {
  database: Database;
  journal: Journal<typeof printSpooler>;
  bus: Bus;
  settings: () => KitchenSettings;
}

export function openKitchen({ database, journal, bus, settings }: House): Kitchen {
  const tickets = openTickets(database.connection);
  const stations = openStations(database.connection);
  const making = openMaking(database.connection);
  const deliveries = openDeliveries(database.connection);
  const rail = openRail({ database, bus, tickets, stations, settings });
  const ids = () => stations.all().map(({ id }) => id);

  function keep(ticket: HungTicket): HungTicket {
    tickets.save(ticket);
    if (ticket.delivered_at) deliveries.remove(ticket.id);
    rail.ticketChanged(ticket);
    return ticket;
  }
  function change(ticket: HungTicket, part: KitchenOrder, actor: Actor, at: string): HungTicket {
    const changed = keep(amend(ticket, part));
    const { id: ticket_id, items, note } = changed;
    journal.announce('ticket_changed', { ticket_id, items, note }, actor, at);
    return changed;
  }
  /** By its number too: after a restore another order may have its id. */
  const dueOf = ({ order_id, order_number }: Pick<KitchenOrder, 'order_id' | 'order_number'>) =>
    tickets.ofOrder(order_id).filter((one) => isDue(one) && one.order_number === order_number);
  /** Hangs tickets of one send beside each other, before others where the order is rushed. */
  function hanger(due: HungTicket[], actor: Actor, at: string) {
    const rush = due.some((ticket) => ticket.rush);
    let position: number | undefined;
    return (part: KitchenOrder, station_id: string): HungTicket => {
      const ticket = tickets.add({ ...openTicket(part, station_id), rush }, position);
      position ??= ticket.original_position;
      deliveries.add(ticket.id, station_id, at);
      rail.ticketChanged(ticket);
      journal.announce('ticket_opened', ticket, actor, at);
      return ticket;
    };
  }

  return {
    stations,
    tickets,
    stationChanged: rail.stationChanged,
    due: (station_id) =>
      (station_id ? [station_id] : ids()).flatMap(tickets.due).toSorted(asTheyHang),
    knows: (order_id) => tickets.told(order_id).length > 0,
    route: (sent) =>
      routed(sent, {
        stations: stations.all(),
        told: tickets.told(sent.order_id),
        makingOf: making.find,
      }),
    open(sent, actor, at) {
      const { order_id, version: order_version } = sent;
      const due = dueOf(sent);
      const hang = hanger(due, actor, at);
      const { enabled, auto } = settings();
      for (const station_id of ids()) {
        const part = partOf(sent, [station_id]);
        const send = { order_id, station_id, order_version };
        if (!part || tickets.isTold(send)) continue;
        const hanging = due.findLast((ticket) => ticket.station_id === station_id);
        if (hanging) {
          tickets.tell(send, change(hanging, part, actor, at).id);
          continue;
        }
        if (enabled && auto) tickets.tell(send, hang(part, station_id).id);
        else for (const line of part.items) tickets.tellOnPaper({ ...line, ...send });
      }
    },
    hang(order, station_ids, actor, at) {
      const due = dueOf(order);
      const hang = hanger(due, actor, at);
      return station_ids.flatMap((station_id) => {
        const hanging = due.findLast((ticket) => ticket.station_id === station_id);
        const part = partOf(order, [station_id]);
        return hanging ?? (part ? hang({ ...part, is_first: true }, station_id) : []);
      });
    },
    keep,
    stop: rail.stop,
  };
}
