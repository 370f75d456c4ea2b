import type { Settings } from '#shared/contracts/catalog.ts';
import type { printSpooler } from '#shared/contracts/print-spooler.ts';
import type { Actor } from '#shared/contracts/service.ts';
import type { Database } from '#shared/database.ts';
import { PosError } from '#shared/errors.ts';
import type { Journal } from '#shared/journal.ts';
import type { Devices } from './devices.ts';
import type { PrintJob } from './job.ts';
import type { Kitchen } from './kitchen.ts';
import type { openKitchenSettings } from './kitchen-settings-store.ts';
import type { Machines } from './machines.ts';
import type { Printer } from './printer-setup.ts';
import type { openPrintSettings } from './printer-store.ts';
import type { Queue } from './queue.ts';
import type { Spooler } from './spooler.ts';
import { settingsOf, sharesOf } from './route.ts';
import { newJob, type Wanted } from './wanted.ts';

/** What the handlers and followers of printing work with. */
export interface Office {
  database: Database;
  journal: Journal<typeof printSpooler>;
  kitchen: Kitchen;
  devices: Devices;
  kitchenSettings: ReturnType<typeof openKitchenSettings>;
  queue: Queue;
  machines: Machines;
  spooler: Spooler;
  printSettings: ReturnType<typeof openPrintSettings>;
  /** The store's terms; undefined until they were heard for the first time. */
  settings: () => Settings | undefined;
}

/** Who asks, by which question. */
interface Asked {
  key: string;
  actor: Actor;
  at: string;
  printer_id?: number;
}

/** Where paper is ordered: by what happens in the house, or by somebody. */
export interface Desk {
  /** In a transaction: what is printed by itself, where the settings say so. */
  byItself: (wanted: Wanted, announced_at: string, now: string) => void;
  /**
   * In a transaction: what somebody asked for, a reprint where it was there before; the same
   * question makes nothing twice. PRINTING_DISABLED, NO_PRINTER, PRINTER_NOT_FOUND.
   */
  asked: (wanted: Wanted, asked: Asked) => PrintJob[];
}

export function openDesk(office: Office): Desk {
  const { database, journal, queue, machines, spooler, printSettings } = office;

  function named(id: number): Printer {
    const printer = machines.printer(id);
    if (!printer) throw new PosError('PRINTER_NOT_FOUND', { printer_id: id });
    return printer;
  }

  return {
    byItself(wanted, announced_at, now) {
      const { enabled, auto, copies } = settingsOf(wanted.kind, printSettings.read());
      if (!enabled || !auto) return;
      for (const { id: printer_id, part } of sharesOf(wanted, machines.printers())) {
        for (let copy = 1; copy <= copies; copy++) {
          queue.add(newJob(part, { printer_id, copy, announced_at, now }), now);
        }
      }
      database.afterCommit(spooler.wake);
    },
    asked(wanted, { key, actor, at, printer_id }) {
      const made = queue.asked(key);
      if (made.length) return made;
      const { enabled, copies } = settingsOf(wanted.kind, printSettings.read());
      if (!enabled) throw new PosError('PRINTING_DISABLED');
      const shares =
        printer_id === undefined
          ? sharesOf(wanted, machines.printers())
          : [{ id: named(printer_id).id, part: wanted }];
      if (shares.length === 0) throw new PosError('NO_PRINTER');
      const { order_id, kind } = wanted;
      const earlier = order_id === null || kind === 'drawer' ? null : queue.earlier(order_id, kind);
      const again = {
        reprint: earlier ? earlier.reprint + 1 : 0,
        reprint_of: earlier?.first_at ?? null,
      };
      const jobs = shares.flatMap(({ id, part }) =>
        Array.from({ length: copies }, () => {
          const of = { ...part, printer_id: id };
          const copy = queue.lastCopy(of) + 1;
          const job = newJob(part, { printer_id: id, copy, announced_at: at, now: at });
          return queue.add({ ...job, ...again, asked_key: key }, at) as PrintJob;
        }),
      );
      for (const job of jobs) journal.announce('job_asked', job, actor, at);
      database.afterCommit(spooler.wake);
      return jobs;
    },
  };
}
