import { useLanguage } from '../shared/language.ts';
import type { OnDeed } from './action.ts';
import { useUrgency } from './age.tsx';
import { Foot } from './foot.tsx';
import { Again, Head } from './head-of-card.tsx';
import { Line } from './line.tsx';
import { memo } from './memo.ts';
import { linesOf, type Limits, type Ticket } from './tickets.ts';

interface Shown {
  ticket: Ticket;
  leaving: boolean;
  /** What was done with it cannot be sent at the moment. */
  stuck: boolean;
  /** Which lines, and where in a ticket that is longer than its column. */
  from: number;
  to: number;
  part: number;
  last: boolean;
  limits: Limits;
  /** Whose ticket, where a screen shows several stations. */
  station: string | undefined;
  /** The digit that chooses this card, once somebody uses a keyboard. */
  digit: number | undefined;
  chosen: boolean;
  chosen_line: number;
  onDeed: OnDeed;
}

/** A ticket, or a part of one; it goes when the server takes it down, not before. */
export const Card = memo(function Card(shown: Shown) {
  const { ticket, from, to, part, last, chosen, chosen_line, leaving, stuck, onDeed } = shown;
  const { words } = useLanguage();
  const urgency = useUrgency(ticket.sent_at, shown.limits);
  const urgent = ticket.status === 'ready' ? 'fresh' : urgency;
  const lines = linesOf(ticket);
  const states = [ticket.rush && 'rush', leaving && 'leaving', chosen && 'chosen'];
  const label = words.kitchen.label(ticket.order_number, words.kitchen.types[ticket.type]);
  return (
    <article
      class={['card', urgent, ticket.status, ...states].filter(Boolean).join(' ')}
      aria-label={part ? words.kitchen.goes_on(ticket.order_number) : label}
    >
      {part === 0 ? <Head {...shown} urgency={urgent} /> : <Again {...shown} />}
      <ul>
        {lines.slice(from, to).map(({ item, course }, i) => (
          <Line
            key={item.order_item_id}
            item={item}
            course={course}
            chosen={chosen && chosen_line === from + i}
            onTap={({ order_item_id, bumped }) =>
              onDeed(ticket, { name: 'bump_item', order_item_id, bumped: !bumped })
            }
          />
        ))}
      </ul>
      {last ? (
        <Foot {...{ ticket, leaving, stuck, onDeed }} />
      ) : (
        <p class="goes-on">{words.kitchen.next_column}</p>
      )}
    </article>
  );
});
