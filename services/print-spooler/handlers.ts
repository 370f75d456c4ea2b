import type { Call } from '#shared/answer.ts';
import type { Asker } from '#shared/ask.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import type { printSpooler } from '#shared/contracts/print-spooler.ts';
import type { Desk, Office } from './desk.ts';
import { jobHandlers } from './job-handlers.ts';
import { printHandlers } from './print-handlers.ts';
import { printerHandlers } from './printer-handlers.ts';
import { screenHandlers } from './screen-handlers.ts';
import { stationHandlers } from './station-handlers.ts';

interface Printing {
  office: Office;
  desk: Desk;
  asker: Asker;
}

export function printSpoolerHandlers(on: Printing): Handlers<typeof printSpooler, Call> {
  const { kitchen } = on.office;
  return {
    ...stationHandlers(on.office),
    ...printerHandlers(on.office, on.desk),
    ...printHandlers(on),
    ...jobHandlers(on.office),
    ...screenHandlers(on.office, on.asker),
    list_tickets: ({ station }) => ({ tickets: kitchen.due(station) }),
    bump_ticket: ({ ticket_id }, { actor, at }) => kitchen.bump(ticket_id, actor, at),
  };
}
