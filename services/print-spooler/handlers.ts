import type { Call } from '#shared/answer.ts';
import type { Asker } from '#shared/ask.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import type { printSpooler } from '#shared/contracts/print-spooler.ts';
import type { Calendar } from './calendar.ts';
import type { Courier } from './courier.ts';
import type { Desk, Office } from './desk.ts';
import { discoveryHandlers } from './discovery-handlers.ts';
import { kitchenHandlers } from './kitchen-handlers.ts';
import { jobHandlers } from './job-handlers.ts';
import { printHandlers } from './print-handlers.ts';
import { printerHandlers } from './printer-handlers.ts';
import type { Scout } from './scout.ts';
import { screenHandlers } from './screen-handlers.ts';
import { stationHandlers } from './station-handlers.ts';
import { ticketHandlers } from './ticket-handlers.ts';

interface Printing {
  office: Office;
  desk: Desk;
  calendar: Calendar;
  courier: Courier;
  asker: Asker;
  scout: Scout;
}

export function printSpoolerHandlers(on: Printing): Handlers<typeof printSpooler, Call> {
  return {
    ...stationHandlers(on.office),
    ...printerHandlers(on.office, on.desk, on.scout),
    ...printHandlers(on),
    ...jobHandlers(on.office),
    ...screenHandlers(on.office, on.asker),
    ...discoveryHandlers(on.office, on.scout),
    ...ticketHandlers(on.office),
    ...kitchenHandlers(on),
  };
}
