import { contract } from './contract.ts';
import { job, jobEvents, jobOperations } from './print-jobs.ts';
import { printerOperations } from './printers.ts';
import { printingEvents, printingOperations } from './printing.ts';
import { screenShows } from './screen-shows.ts';
import { kitchenSettingsOperations, screenEvents, screenOperations } from './screens.ts';
import { stationEvents, stationOperations } from './stations.ts';
import { ticketEvents } from './ticket-events.ts';
import { ticketOperations, ticketShows } from './tickets.ts';

export const printSpooler = contract({
  service: 'print-spooler',
  summary: 'Kitchen tickets, receipts, and the printers that put them on paper',
  operations: {
    ...ticketOperations,
    ...kitchenSettingsOperations,
    ...stationOperations,
    ...screenOperations,
    ...printerOperations,
    ...printingOperations,
    ...jobOperations,
  },
  events: {
    ...ticketEvents,
    ...stationEvents,
    ...screenEvents,
    ...jobEvents,
    ...printingEvents,
  },
  shows: {
    ...ticketShows,
    ...screenShows,
    print_job: {
      summary: 'A job that needs somebody; gone when it is settled',
      topic: 'pos/now/print_jobs/:job_id',
      role: 'staff',
      payload: job,
    },
  },
});

export type { Job } from './print-jobs.ts';
export type { Ticket } from './tickets.ts';
