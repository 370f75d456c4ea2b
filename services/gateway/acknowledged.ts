import type { Asker } from '#shared/ask.ts';
import { matches } from '#shared/bus.ts';
import { topicOf } from '#shared/contracts/contract.ts';
import { printSpooler } from '#shared/contracts/print-spooler.ts';
import type { Ticket } from '#shared/contracts/tickets.ts';
import type { Peer } from './access.ts';

/** Hears that a connection has acknowledged what stood in a topic. */
export type Acknowledged = (peer: Peer, topic: string, message: Buffer | string) => void;

/** Acknowledgements that come together are told together: a screen that connects has many. */
const GATHER_MS = 50;
const MOST_AT_ONCE = 1_000;

const { ticket, ticket_index } = printSpooler.shows;

/** Tells print-spooler of the tickets that screens of their station have acknowledged. */
export function openAcknowledged(asker: () => Asker | undefined): Acknowledged {
  const told = new Set<number>();
  let timer: NodeJS.Timeout | undefined;

  function tell(): void {
    clearTimeout(timer);
    timer = undefined;
    const ticket_ids = [...told];
    told.clear();
    // one that is not heard counts as not delivered: paper comes instead
    asker()
      ?.ask(printSpooler, 'tickets_delivered', { ticket_ids })
      .catch(() => undefined);
  }

  return ({ screen }, topic, message) => {
    if (screen?.kind !== 'kitchen' || message.length === 0) return;
    if (!matches(topicOf(ticket), topic)) return;
    if (matches(topicOf(ticket_index), topic)) return;
    const { id, delivered_at } = JSON.parse(message.toString()) as Ticket;
    if (delivered_at) return;
    told.add(id);
    if (told.size >= MOST_AT_ONCE) tell();
    else timer ??= setTimeout(tell, GATHER_MS).unref();
  };
}
