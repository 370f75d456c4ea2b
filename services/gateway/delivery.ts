import type { AedesPublishPacket, Client } from 'aedes';
import type { Asker } from '#shared/ask.ts';
import { printSpooler } from '#shared/contracts/print-spooler.ts';

/** A ticket that a screen has, and one that it will say so of. */
export interface Proof {
  /** A message as it goes to a screen: a ticket's is numbered here, so that it is known again. */
  forward: (client: Client, packet: AedesPublishPacket) => AedesPublishPacket;
  /** A client has acknowledged the message of this number. */
  acknowledged: (client: Client, message_id: number) => void;
}

const TICKET = /^pos\/now\/kitchen\/[^/]+\/(\d+)$/;
/** Numbers come round after 65,535 messages: an answer this late is taken for no ticket's. */
const ANSWERED_WITHIN_MS = 60_000;
/** Tickets of one moment are told in one question. */
const GATHER_MS = 100;
const AGAIN_MS = 1_000;
/** More are not taken in one question. */
const MOST_AT_ONCE = 1_000;
/** A ticket that is told again does no harm: far more than hang in any kitchen. */
const MOST_REMEMBERED = 10_000;

/** Aedes numbers what it sends to a client by this, which is not in its types. */
interface Numbering {
  _nextId: number;
}
const LAST_MESSAGE_ID = 65_535;

/**
 * Sees which tickets screens have acknowledged. Aedes forgets at once what a clean session was
 * sent: so each ticket gets its number from Aedes' own count before Aedes gives it one.
 */
export function watchTickets(has: (ticket_id: number) => void): Proof {
  const underWay = new WeakMap<Client, Map<number, { ticket_id: number; until: number }>>();

  return {
    forward(client, packet) {
      const ticket_id = Number(TICKET.exec(packet.topic)?.[1]);
      if (!ticket_id || packet.payload.length === 0) return packet;
      const numbering = client as unknown as Numbering;
      const messageId = numbering._nextId;
      numbering._nextId = messageId >= LAST_MESSAGE_ID ? 1 : messageId + 1;
      const sent = underWay.get(client) ?? new Map();
      const now = performance.now();
      for (const [id, { until }] of sent) {
        if (until > now) break;
        sent.delete(id);
      }
      sent.delete(messageId);
      underWay.set(client, sent.set(messageId, { ticket_id, until: now + ANSWERED_WITHIN_MS }));
      return { ...packet, messageId } as AedesPublishPacket;
    },
    acknowledged(client, message_id) {
      const sent = underWay.get(client);
      const one = sent?.get(message_id);
      sent?.delete(message_id);
      if (one && one.until > performance.now()) has(one.ticket_id);
    },
  };
}

/** Tells print-spooler of each ticket once, until it has heard it. */
export function tellDelivered(asker: Asker): (ticket_id: number) => void {
  const told = new Set<number>();
  const waiting = new Set<number>();
  let timer: NodeJS.Timeout | undefined;

  function soon(ms: number): void {
    timer ??= setTimeout(tell, ms).unref();
  }
  function tell(): void {
    const ticket_ids = [...waiting].slice(0, MOST_AT_ONCE);
    for (const id of ticket_ids) waiting.delete(id);
    timer = undefined;
    asker.ask(printSpooler, 'tickets_delivered', { ticket_ids }).catch(() => {
      for (const id of ticket_ids) waiting.add(id);
      soon(AGAIN_MS);
    });
    if (waiting.size > 0) soon(GATHER_MS);
  }

  return (ticket_id) => {
    if (told.has(ticket_id)) return;
    told.add(ticket_id);
    if (told.size > MOST_REMEMBERED) told.delete(told.values().next().value as number);
    waiting.add(ticket_id);
    soon(GATHER_MS);
  };
}
