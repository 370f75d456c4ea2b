import { useEffect, useRef } from 'preact/hooks';
import { onSecond, serverNow } from '../shared/clock.ts';
import { type Limits, type Ticket, urgencyOf } from './tickets.ts';

type News = 'new' | 'changed' | 'voided';

/**
 * What a cook must hear of what is due now, the most urgent first. `known`: whatever hung here, as
 * it was last; a ticket that comes back as it was, because a bump was undone, is no news.
 */
export function newsOf(known: ReadonlyMap<number, Ticket>, due: readonly Ticket[]): News[] {
  const heard = new Set<News>();
  for (const ticket of due) {
    const before = known.get(ticket.id);
    const isBack = ticket.recalled && before !== undefined && !before.recalled;
    if (cancelledIn(ticket) > (before ? cancelledIn(before) : 0)) heard.add('voided');
    else if (!before || isBack) heard.add('new');
    else if (before !== ticket && whatToMake(before) !== whatToMake(ticket)) heard.add('changed');
  }
  return (['voided', 'changed', 'new'] as const).filter((one) => heard.has(one));
}

const cancelledIn = ({ items }: Ticket) =>
  items.filter(({ change }) => change === 'cancelled').length;

const whatToMake = ({ items, note }: Ticket) =>
  JSON.stringify([note, items.map((item) => ({ ...item, bumped: false }))]);

/** So many that hung here are remembered: far more than a kitchen has in an hour. */
const MOST_KNOWN = 1_000;

/** Plays what is new, and once for each ticket that it is late. Nothing of what hung at first. */
export function useNews(
  due: readonly Ticket[],
  limits: Limits,
  play: (chime: News | 'overdue') => void,
): void {
  const known = useRef<Map<number, Ticket> | undefined>(undefined);
  const late = useRef<Set<number> | undefined>(undefined);
  const now = useRef({ due, limits, play });
  now.current = { due, limits, play };

  useEffect(() => {
    const [first] = known.current ? newsOf(known.current, due) : [];
    if (first) play(first);
    const before = known.current && known.current.size < MOST_KNOWN ? known.current : [];
    known.current = new Map([...Array.from(before), ...entriesOf(due)]);
  }, [due]);

  useEffect(
    () =>
      onSecond(() => {
        const warned = late.current;
        const tooOld = now.current.due.filter(isLate(now.current.limits)).map(({ id }) => id);
        if (warned && tooOld.some((id) => !warned.has(id))) now.current.play('overdue');
        late.current = new Set(tooOld);
      }),
    [],
  );
}

const entriesOf = (due: readonly Ticket[]) => due.map((one) => [one.id, one] as const);

const isLate = (limits: Limits) => {
  const now = serverNow();
  return ({ sent_at, status }: Ticket) =>
    status !== 'ready' && urgencyOf(now - Date.parse(sent_at), limits) === 'late';
};
