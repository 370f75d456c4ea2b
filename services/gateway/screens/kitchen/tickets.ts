import type { z } from 'zod';
import type { catalog } from '#shared/contracts/catalog.ts';
import type { screenShows } from '#shared/contracts/screen-shows.ts';
import type { ticketShows } from '#shared/contracts/tickets.ts';

/** What stands in each topic now. */
type Topics = ReadonlyMap<string, unknown>;

/** A ticket, a station's index and a screen, as they are on the wire. */
export type Ticket = z.input<typeof ticketShows.ticket.payload>;
export type Item = Ticket['items'][number];
export type Index = z.input<typeof ticketShows.ticket_index.payload>;
export type Appearance = z.input<typeof screenShows.screen.payload>['appearance'];

/** An item that is sold out or counted down. */
export type SoldOut = z.input<typeof catalog.shows.availability.payload>['items'][number];

export type Urgency = 'fresh' | 'slow' | 'late';
export type Limits = Pick<Appearance, 'slow_after_s' | 'late_after_s'>;

export function urgencyOf(age_ms: number, { slow_after_s, late_after_s }: Limits): Urgency {
  const age_s = age_ms / 1000;
  return age_s >= late_after_s ? 'late' : age_s >= slow_after_s ? 'slow' : 'fresh';
}

export const AVAILABILITY = 'pos/now/availability';

const place = (station: string) => `pos/now/kitchen/${station}`;

/** All topics of a station. */
export const filterOf = (station: string): string => `${place(station)}/+`;

export const indexOf = (station: string, topics: Topics) =>
  topics.get(`${place(station)}/index`) as Index | undefined;

/** Whether every ticket that a station's index names is there. */
export function isWhole(station: string, topics: Topics): boolean {
  const index = indexOf(station, topics);
  return (
    index !== undefined && index.ticket_ids.every((id) => topics.has(`${place(station)}/${id}`))
  );
}

/** The due tickets of some stations as they hang: in the index's order where there is one alone. */
export function dueTickets(stations: readonly string[], topics: Topics): Ticket[] {
  const due = stations.flatMap((station) => {
    const ids = indexOf(station, topics)?.ticket_ids ?? [];
    // the index may be told a moment before a ticket that it names
    return ids.map((id) => topics.get(`${place(station)}/${id}`) as Ticket).filter(Boolean);
  });
  return stations.length > 1 ? due.sort(asTheyHang) : due;
}

/** As the server orders the tickets of one station. */
function asTheyHang(a: Ticket, b: Ticket): number {
  return (
    Number(b.rush) - Number(a.rush) || a.original_position - b.original_position || a.id - b.id
  );
}

/** A line, with the course that begins with it where that is to be said. */
export interface Listed {
  item: Item;
  course: number | null;
}

/** The lines course by course; otherwise as they were told. */
export function linesOf({ items }: Ticket): Listed[] {
  const courseOf = (item: Item) => item.course ?? 0;
  const ordered = items.slice().sort((a, b) => courseOf(a) - courseOf(b));
  return ordered.map((item, i) => {
    const before = ordered[i - 1];
    const begins = !before || courseOf(before) !== courseOf(item);
    return { item, course: begins ? item.course : null };
  });
}

/** What is sold out or counted down; nothing while nobody has told. */
export function soldOut(topics: Topics): SoldOut[] {
  const told = topics.get(AVAILABILITY) as { items: SoldOut[] } | undefined;
  return told ? told.items : [];
}
