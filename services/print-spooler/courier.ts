import type { Alarms } from '#shared/alarms.ts';
import type { Actor } from '#shared/contracts/service.ts';
import type { Station } from '#shared/contracts/stations.ts';
import type { Log } from '#shared/log.ts';
import { type Missed, onPaper, paperOf, provesDelivery, undelivered } from './delivery.ts';
import { openDeliveries } from './delivery-store.ts';
import type { Office } from './desk.ts';
import type { PrintJob } from './job.ts';
import { OURSELVES } from './queue.ts';
import { type HungTicket, isDue } from './ticket.ts';
import { newJob } from './wanted.ts';

/** How exactly the seconds are kept in which a ticket has to be there. */
const LOOK_EVERY_MS = 500;

/** Sees to it that each ticket gets to its station, and that somebody hears of it where not. */
export interface Courier {
  /** In a transaction: screens or printers have these; one that is known to be there stays so. */
  deliver: (ticket_ids: number[], by: 'screen' | 'printer', actor: Actor, at: string) => void;
  stop: () => void;
}

interface House {
  alarms: Alarms;
  log: Log;
}

export function openCourier(office: Office, { alarms, log }: House): Courier {
  const { database, devices, journal, kitchen, kitchenSettings, machines, queue } = office;
  const { printSettings } = office;
  const deliveries = openDeliveries(database.connection);
  /** What each station's alarm says; of one that is not in it, nobody knows since the start. */
  const told = new Map<string, string | null>();

  function deliver(ids: number[], by: 'screen' | 'printer', actor: Actor, at: string): void {
    for (const ticket_id of ids) {
      const ticket = kitchen.tickets.find(ticket_id);
      if (!ticket || !isDue(ticket) || ticket.delivered_at) continue;
      kitchen.keep({ ...ticket, delivered_at: at });
      journal.announce('ticket_delivered', { ticket_id, delivered_at: at, by }, actor, at);
    }
  }
  function printed(job: PrintJob, at: string): void {
    if (job.kind !== 'order_ticket' || job.order_id === null) return;
    const instead = deliveries.ofJob(job.id);
    if (instead !== undefined) return deliver([instead], 'printer', OURSELVES, at);
    const printer = machines.printer(queue.origin(job).printer_id);
    if (!printer) return;
    const has = onPaper(job.document, printer, kitchen.tickets.ofOrder(job.order_id));
    deliver(
      has.map(({ id }) => id),
      'printer',
      OURSELVES,
      at,
    );
  }
  queue.whenPrinted(printed);

  function isServed(station_id: string): boolean {
    if (devices.stations().includes(station_id)) return true;
    const { enabled, auto } = printSettings.read().order_tickets;
    const printers = enabled && auto ? machines.printers() : [];
    return printers.some((printer) => provesDelivery(printer, station_id));
  }
  /** The paper at the backup printer; undefined: there is none. */
  function printInstead(ticket: HungTicket, { name, backup_printer_id }: Station, now: string) {
    const backup = backup_printer_id === null ? undefined : machines.printer(backup_printer_id);
    if (!backup || !printSettings.read().order_tickets.enabled) return undefined;
    const { order_id, order_number } = ticket;
    const wanted = {
      kind: 'order_ticket' as const,
      document: paperOf(ticket),
      order_id,
      order_version: null,
      order_number,
      till: null,
      name: `undelivered-${ticket.id}`,
    };
    const how = { printer_id: backup.id, copy: 1, announced_at: now, now };
    database.afterCommit(office.spooler.wake);
    return queue.add({ ...newJob(wanted, how), backup_from: name }, now);
  }
  function miss(ticket_id: number, now: string): void {
    const ticket = kitchen.tickets.find(ticket_id);
    const station = kitchen.stations.all().find(({ id }) => id === ticket?.station_id);
    if (!ticket || !station || !isServed(station.id)) return deliveries.remove(ticket_id);
    deliveries.miss(ticket_id, now, printInstead(ticket, station, now)?.id ?? null);
  }

  async function tell(station_id: string, missed: Missed[] | undefined): Promise<void> {
    const name = kitchen.stations.all().find(({ id }) => id === station_id)?.name ?? station_id;
    const words = missed ? undelivered(name, missed, office.settings()?.timezone ?? 'UTC') : null;
    if (told.get(station_id) === words) return;
    const alarm = `undelivered_${station_id}`;
    await (words ? alarms.raise(alarm, words) : alarms.clear(alarm));
    told.set(station_id, words);
  }
  async function look(): Promise<void> {
    const now = new Date();
    const within_ms = kitchenSettings.read().deliver_within_s * 1_000;
    const opened_by = new Date(now.getTime() - within_ms).toISOString();
    if (deliveries.late(opened_by).length > 0) {
      await database.transact(() => {
        for (const one of deliveries.late(opened_by)) miss(one.ticket_id, now.toISOString());
      });
    }
    const missed = Map.groupBy(deliveries.missed(), ({ station_id }) => station_id);
    for (const id of kitchen.stations.idsEver()) await tell(id, missed.get(id));
  }

  let looking = false;
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    look()
      .catch((error: Error) => log.error({ err: error }, 'not seen whether tickets are there'))
      .finally(() => {
        looking = false;
      });
  }, LOOK_EVERY_MS).unref();

  return { deliver, stop: () => clearInterval(timer) };
}
