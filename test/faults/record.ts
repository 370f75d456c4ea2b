import type { ToldOrder } from '../support/till.ts';

/** How a request ended for the till: answered, refused (4xx), or nobody ever told it. */
export type Ending = 'ok' | 'refused' | 'unknown';

/** One request of a till, with all its repetitions. */
export interface Deed {
  till: string;
  name: string;
  path: string;
  key: string;
  /** Milliseconds of a clock that only goes forward. */
  began_ms: number;
  ended_ms: number;
  ending: Ending;
  /** Of the last answer; 0 where there was none. */
  status: number;
  /** The error, where there was one. */
  code: string | undefined;
  /** How often it was sent before it was answered. */
  tries: number;
  /** What came when the answered request was sent once more: like the answer, or not. */
  again: 'same' | 'different' | undefined;
}

/** At least, because it was acknowledged; at most, with what nobody knows of. */
interface Count {
  least: number;
  most: number;
}

/** What a till knows of an order: what it was told, and what must have come of what it asked. */
export interface Guest {
  till: string;
  /** When it was told of its order, on the tills' clock. */
  since_ms: number;
  order: ToldOrder;
  units: Count;
  payments: Count;
  refunds: Count;
  /** Nobody knows how a deed of it ended: its last answer is not the last word. */
  unsure: boolean;
}

export const none = (): Count => ({ least: 0, most: 0 });

/** Counts what a deed does; of an unknown one only that it may have been done. */
export function reckon(count: Count, by: number, ending: Ending): void {
  if (ending === 'refused') return;
  if (ending === 'ok' || by < 0) count.least += by;
  if (ending === 'ok' || by > 0) count.most += by;
}
