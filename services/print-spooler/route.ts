import type { PrintSettings } from '#shared/contracts/printing.ts';
import type { PrintJob } from './job.ts';
import type { Printer } from './printer-setup.ts';
import { partOf } from './station.ts';
import type { Wanted } from './wanted.ts';

type Kind = PrintJob['kind'];

const ROLE = {
  receipt: 'receipts',
  order_ticket: 'order_tickets',
  order_number: 'order_numbers',
  report: 'receipts',
  text: 'receipts',
  test: undefined,
  drawer: 'drawer',
} as const satisfies Record<Kind, keyof Printer | undefined>;

/** What a printer is to print: all of it, or what its stations make. */
interface Share {
  id: number;
  part: Wanted;
}

/**
 * Who prints this by their roles: the printers at the till that it belongs to, of a ticket each
 * what its stations make. One that is told no tills or stations serves all.
 */
export function sharesOf(wanted: Wanted, printers: Printer[]): Share[] {
  const { kind, till, routed } = wanted;
  const role = ROLE[kind];
  return printers.flatMap(({ id, ...printer }) => {
    if (!role || !printer[role]) return [];
    if (routed && printer.stations.length > 0) {
      const document = partOf(routed, printer.stations);
      return document ? [{ id, part: { ...wanted, document } as Wanted }] : [];
    }
    const isItsTill = till === null || printer.tills.length === 0 || printer.tills.includes(till);
    return isItsTill ? [{ id, part: wanted }] : [];
  });
}

/** The settings of a kind; a text counts as a receipt, a test is always printed. */
export function settingsOf(kind: Kind, settings: PrintSettings) {
  const always = { enabled: true, auto: false, copies: 1 };
  const { receipts, order_tickets, order_numbers, reports, drawer } = settings;
  const of = {
    receipt: receipts,
    order_ticket: order_tickets,
    order_number: order_numbers,
    report: { auto: false, ...reports },
    text: receipts,
    test: always,
    drawer: { copies: 1, ...drawer },
  };
  return of[kind];
}
