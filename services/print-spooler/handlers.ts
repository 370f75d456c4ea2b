import type { Call } from '#shared/answer.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import type { printSpooler } from '#shared/contracts/print-spooler.ts';
import type { Kitchen } from './kitchen.ts';
import type { Queue } from './queue.ts';

export function printSpoolerHandlers(
  kitchen: Kitchen,
  queue: Queue,
): Handlers<typeof printSpooler, Call> {
  return {
    list_tickets: ({ station }) => ({ tickets: kitchen.due(station) }),
    bump_ticket: ({ ticket_id }, { actor, at }) => kitchen.bump(ticket_id, actor, at),
    list_jobs: (wanted) => ({ jobs: queue.list(wanted) }),
  };
}
