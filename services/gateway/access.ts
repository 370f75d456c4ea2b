import { matches } from '#shared/bus.ts';
import type { Show } from '#shared/contracts/contract.ts';
import { CONTRACTS } from '#shared/contracts/index.ts';
import type { Screen } from '#shared/contracts/screens.ts';
import type { Session } from '#shared/contracts/staff.ts';

/** Who stands at the other end of a connection; one that is neither may hear nothing. */
export interface Peer {
  kind: 'service' | 'tool' | 'screen';
  /** Somebody is logged in there. */
  session?: Session;
  token_hash?: string;
  /** It is a screen by itself. */
  screen?: Screen;
  /** How many filters it hears. */
  subscriptions?: () => number;
}

/** A screen by itself, or somebody who is logged in. */
export type Reader = { screen: Screen } | { isAdmin: boolean };

const SHOWS: Show[] = CONTRACTS.flatMap((contract) => Object.values<Show>(contract.shows));
/** What a tool may watch. Never questions and answers: they carry PINs and tokens. */
const WATCHABLE = ['pos/+/did/+', 'pos/+/status', 'pos/now/#'];

/** Whether a connection may hear all that a filter matches. */
export function maySubscribe({ kind, session, screen }: Peer, filter: string): boolean {
  if (kind === 'service') return true;
  if (kind === 'tool') return WATCHABLE.some((allowed) => covers(allowed, filter));
  const reader = session ? session.staff : screen && { screen };
  return topicsOf(reader).some((allowed) => covers(allowed, filter));
}

/** The filters that somebody who is logged in, or a screen, may subscribe to. */
export function topicsOf(reader: Reader | undefined): string[] {
  if (!reader) return [];
  if ('screen' in reader) return SHOWS.flatMap((show) => ofScreen(show, reader.screen));
  return SHOWS.filter(({ role }) => role !== 'admin' || reader.isAdmin).map(anyOf);
}

const anyOf = ({ topic }: Show) => topic.replace(/:\w+/g, '+');

/** A screen's part of a show: of its own station, till and id; one that waits hears of itself. */
function ofScreen({ topic, screens = [] }: Show, screen: Screen): string[] {
  const { kind, status, screen_id, till, stations } = screen;
  if (!screens.includes(kind)) return [];
  if (status === 'pending' && !topic.includes(':screen_id')) return [];
  const own: Record<string, string[]> = {
    station: stations,
    till: till === null ? [] : [till],
    screen_id: [screen_id],
  };
  let filters: string[] = [topic];
  for (const [, name = ''] of topic.matchAll(/:(\w+)/g)) {
    const values = own[name] ?? ['+'];
    filters = filters.flatMap((one) => values.map((value) => one.replace(`:${name}`, value)));
  }
  return filters;
}

/** Whether every topic that `filter` matches is matched by `allowed` too. */
export function covers(allowed: string, filter: string): boolean {
  return matches(allowed, filter) && (allowed.endsWith('#') || !filter.endsWith('#'));
}
