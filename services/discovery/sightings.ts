import type { Sighting } from '#shared/contracts/discovery.ts';
import { identitiesOf } from './identity.ts';

/** What one packet says of a machine. */
export type Seen = Omit<Sighting, 'seen_at'>;

/** A street of restaurants has fewer; whoever floods the network gets no more memory than this. */
export const MOST_SEEN = 200;
/** One machine has one printer, or a box with a few: it cannot crowd out the others. */
export const MOST_AT_ONE_HOST = 10;
/** Three times of asking unanswered, and it is gone. */
export const SEEN_FOR_MS = 3 * 60_000;

/** Printers that answered lately, by address. Instants are of a clock that only goes on, in ms. */
export function openSightings() {
  const seen = new Map<string, { seen: Seen; at: string; until: number }>();

  return {
    /** False: there are too many already. */
    hear(one: Seen, at: string, now: number, for_ms = SEEN_FOR_MS): boolean {
      for (const [key, { until }] of seen) if (until <= now) seen.delete(key);
      const key = `${one.host}:${one.port}`;
      if (!seen.has(key)) {
        const there = [...seen.values()].filter((other) => other.seen.host === one.host);
        if (seen.size >= MOST_SEEN || there.length >= MOST_AT_ONE_HOST) return false;
      }
      const before = seen.get(key);
      seen.set(key, { seen: merged(one, before?.seen), at, until: now + for_ms });
      return true;
    },
    all(now: number): Sighting[] {
      return [...seen.values()]
        .filter(({ until }) => until > now)
        .map((one) => ({ ...one.seen, seen_at: one.at }));
    },
  };
}

/** Everything that is said of one address; what was heard last counts, a maker's name most. */
export function merged(now: Seen, before: Seen | undefined): Seen {
  if (!before) return now;
  const isNamed = (one: Seen) => one.found_by.some((by) => by === 'epson' || by === 'star');
  return {
    ...now,
    name: isNamed(before) && !isNamed(now) ? before.name : now.name,
    language: now.language ?? before.language,
    identities: identitiesOf([...now.identities, ...before.identities]),
    found_by: [...new Set([...now.found_by, ...before.found_by])],
  };
}

/** With the MAC that the neighbor table has of its address, which wins over what it says. */
export function withMac<S extends { host: string; identities: string[] }>(
  seen: S,
  macs: Map<string, string>,
): S {
  return { ...seen, identities: identitiesOf([macs.get(seen.host), ...seen.identities]) };
}
