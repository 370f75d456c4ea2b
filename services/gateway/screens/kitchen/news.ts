import { useEffect, useRef } from 'preact/hooks';
import { onSecond, serverNow } from '../shared/clock.ts';
import { type News, newsOf } from './heard.ts';
import { type Limits, type Ticket, urgencyOf } from './tickets.ts';

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
