import { useEffect, useState } from 'preact/hooks';
import { call, isDone } from '../shared/calls.ts';
import { useLanguage } from '../shared/language.ts';
import { linesOf, type Ticket } from './tickets.ts';

/** The tickets bumped last at some stations, latest first; undefined where nobody answered. */
export async function bumpedLast(
  stations: readonly string[],
  secret: string,
): Promise<Ticket[] | undefined> {
  const lists: Ticket[][] = [];
  for (const station of stations) {
    const path = `/kitchen/tickets?status=bumped&station=${station}`;
    const answered = await call('GET', path, undefined, secret);
    if (!isDone(answered)) return undefined;
    lists.push(answered.body.tickets as Ticket[]);
  }
  const at = ({ bumped_at }: Ticket) => bumped_at ?? '';
  return lists.reduce((all, one) => all.concat(one), []).sort((a, b) => (at(a) < at(b) ? 1 : -1));
}

interface Shown {
  shown: readonly string[];
  secret: string;
  /** Another one whenever what hangs has changed: the list is asked for again. */
  changed: unknown;
  onRecall: (ticket: Ticket) => void;
}

/** What was bumped last, each with one tap to hang it up again. */
export function RecallList({ shown, secret, changed, onRecall }: Shown) {
  const { words, timeOfDay } = useLanguage();
  const { kitchen } = words;
  const [bumped, setBumped] = useState<Ticket[] | 'asking' | undefined>('asking');
  const [recalled, setRecalled] = useState<number[]>([]);
  useEffect(() => {
    let isGone = false;
    void bumpedLast(shown, secret).then((list) => !isGone && setBumped(list));
    return () => {
      isGone = true;
    };
  }, [shown.join(), secret, changed]);

  if (bumped === 'asking') return <p class="none">{kitchen.asking}</p>;
  if (!bumped) return <p class="none">{kitchen.cannot_ask}</p>;
  if (bumped.length === 0) return <p class="none">{kitchen.nothing_bumped}</p>;
  return (
    <ul class="bumped">
      {bumped.map((ticket) => (
        <li key={ticket.id}>
          <div>
            <strong>{ticket.order_number}</strong>
            <span>
              {kitchen.types[ticket.type]} ·{' '}
              {kitchen.bumped_at(timeOfDay(Date.parse(ticket.bumped_at as string)))}
              {ticket.customer_name && (
                <>
                  {' · '}
                  <bdi>{ticket.customer_name}</bdi>
                </>
              )}
            </span>
            <p>
              {linesOf(ticket).map(({ item }, i) => (
                <span key={item.order_item_id} class={item.change}>
                  {i > 0 && ', '}
                  {item.quantity} <bdi>{item.name}</bdi>
                </span>
              ))}
            </p>
          </div>
          <button
            type="button"
            aria-label={kitchen.recall_number(ticket.order_number)}
            disabled={recalled.includes(ticket.id)}
            onClick={() => {
              setRecalled(recalled.concat(ticket.id));
              onRecall(ticket);
            }}
          >
            {kitchen.recall}
          </button>
        </li>
      ))}
    </ul>
  );
}
