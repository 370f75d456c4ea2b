import { z } from 'zod';
import type { Contract, EventName, Payload } from './contracts/contract.ts';
import type { Entry } from './contracts/service.ts';
import type { Connection } from './storage.ts';

/** An entry as it comes: just announced, or asked for later. */
export type Heard = Entry & { isLive?: true };

/** What is done when others announce something; inside a transaction, exactly once each. */
export type Reactions<C extends Contract> = {
  [E in EventName<C>]?: (payload: Payload<C, E>, entry: Heard) => void;
};

/** Whom a service follows, and what it does then. */
export interface Following<C extends Contract> {
  of: C;
  /** Beside another follower of the same source: the name of this one's own cursor. */
  as?: string;
  /** A projection's tables, parents first: it can be wiped and folded anew from the journal. */
  tables?: readonly string[];
  /**
   * At most one transaction in so many milliseconds: what its readers can wait for. Each fsync
   * then serves more entries, which spares the stick and the processor.
   */
  every_ms?: number;
  /** The service is ready without having heard of this source: it can do its work meanwhile. */
  dispensable?: true;
  /** The reactions, writing through this connection. */
  apply: (connection: Connection) => Reactions<C>;
}

let readLast: { message: string; entry: Entry } | undefined;
/** Each follower of a source hears the very same message: payments has three of orders. */
export function readEntry(message: string): Entry {
  if (readLast?.message !== message) readLast = { message, entry: JSON.parse(message) as Entry };
  return readLast.entry;
}

/** Does what is to be done about one entry, if anything. */
export function react<C extends Contract>(of: C, reactions: Reactions<C>, entry: Entry): void {
  const reaction = reactions[entry.type];
  const event = of.events[entry.type];
  if (reaction && event) reaction(z.decode(event.payload, entry.body as never) as never, entry);
}
