import type { z } from 'zod';
import type { printSpooler } from '#shared/contracts/print-spooler.ts';
import type { Topics } from '../shared/topics.ts';

/** A ticket and a station's index, as they are on the wire. */
export type Ticket = z.input<typeof printSpooler.shows.ticket.payload>;
type Index = z.input<typeof printSpooler.shows.ticket_index.payload>;

/** From here on a ticket is slow, and late: the same for every dish. */
const SLOW_FROM_MS = 5 * 60_000;
const LATE_FROM_MS = 8 * 60_000;

export type Urgency = 'fresh' | 'slow' | 'late';

export function urgencyOf(age_ms: number): Urgency {
  return age_ms >= LATE_FROM_MS ? 'late' : age_ms >= SLOW_FROM_MS ? 'slow' : 'fresh';
}

const place = (station: string) => `pos/now/kitchen/${station}`;

const idsOf = (station: string, topics: Topics) => {
  const index = topics.get(`${place(station)}/index`) as Index | undefined;
  return index && index.ticket_ids;
};

/** All topics of a station. */
export const filterOf = (station: string): string => `${place(station)}/+`;

/** Whether the index is there, and every ticket that it names. */
export function isWhole(station: string, topics: Topics): boolean {
  const ids = idsOf(station, topics);
  return ids !== undefined && ids.every((id) => topics.has(`${place(station)}/${id}`));
}

/** The due tickets in the index's order; undefined while nobody has told. */
export function dueTickets(station: string, topics: Topics): Ticket[] | undefined {
  const ids = idsOf(station, topics);
  // the index may be told a moment before a ticket that it names
  return ids && ids.map((id) => topics.get(`${place(station)}/${id}`) as Ticket).filter(Boolean);
}
