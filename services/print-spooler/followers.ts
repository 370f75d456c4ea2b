import { catalog } from '#shared/contracts/catalog.ts';
import type { Order } from '#shared/contracts/order.ts';
import { orders } from '#shared/contracts/orders.ts';
import type { Database } from '#shared/database.ts';
import type { Connection } from '#shared/storage.ts';
import type { Reactions } from '#shared/follow.ts';
import { enqueued, freshness, jobId } from './job.ts';
import type { Kitchen } from './kitchen.ts';
import type { Queue } from './queue.ts';
import type { Spooler } from './spooler.ts';
import { openSettings, type Printer } from './store.ts';
import { openTicket, type SentOrder } from './ticket.ts';

/** The store's terms, so that paper comes out while the catalog is down. */
export const termsProjection = {
  of: catalog,
  tables: ['settings'],
  apply: (connection: Connection): Reactions<typeof catalog> => ({
    settings_saved: openSettings(connection).write,
  }),
};

interface Paper {
  database: Database;
  kitchen: Kitchen;
  queue: Queue;
  spooler: Spooler;
}

/** Tickets and paper for what orders announces; the same again makes nothing twice. */
export function paperReaction({ database, kitchen, queue, spooler }: Paper) {
  function print(wanted: Wanted, announced_at: string, now: string): void {
    for (const printer of queue.printers()) {
      if (!printer.roles.includes(wanted.kind)) continue;
      queue.add(newJob(wanted, printer, announced_at, now), now);
    }
    database.afterCommit(spooler.wake);
  }
  return {
    of: orders,
    apply: (): Reactions<typeof orders> => ({
      order_sent(sent, { at, actor }) {
        const now = new Date().toISOString();
        if (freshness(at, now) === 'history') return;
        for (const station of kitchen.stations()) {
          kitchen.open({ ...openTicket(sent, station), order_version: sent.version }, actor, now);
        }
        print({ kind: 'order_ticket', document: sent }, at, now);
      },
      order_closed(order, { at }) {
        const now = new Date().toISOString();
        if (freshness(at, now) === 'history') return;
        print({ kind: 'receipt', document: order }, at, now);
      },
    }),
  };
}

type Wanted = { kind: 'order_ticket'; document: SentOrder } | { kind: 'receipt'; document: Order };

function newJob(wanted: Wanted, { id: printer_id }: Printer, announced_at: string, now: string) {
  const { kind, document } = wanted;
  const order_id = kind === 'receipt' ? wanted.document.id : wanted.document.order_id;
  const key = { kind, order_id, order_version: document.version, printer_id, copy: 1 };
  return {
    ...key,
    document,
    id: jobId(key),
    order_number: document.order_number,
    ...enqueued(announced_at, now),
    attempts: 0,
    created_at: now,
    printed_at: null,
  };
}
