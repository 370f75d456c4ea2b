import { useLanguage } from '../shared/language.ts';
import type { OnDeed } from './action.ts';
import { Age } from './age.tsx';
import type { Ticket, Urgency } from './tickets.ts';

interface Shown {
  ticket: Ticket;
  urgency: Urgency;
  station: string | undefined;
  digit: number | undefined;
  onDeed: OnDeed;
}

/** Whose ticket it is, how old, and all that holds for the whole of it. A tap begins with it. */
export function Head({ ticket, urgency, station, digit, onDeed }: Shown) {
  const { words } = useLanguage();
  const { types, urgencies, start } = words.kitchen;
  return (
    <header>
      <button
        type="button"
        class="top"
        aria-label={`${ticket.order_number} ${types[ticket.type]}: ${start}`}
        onClick={() => onDeed(ticket, { name: 'start' })}
      >
        {digit !== undefined && <kbd>{digit}</kbd>}
        <strong>{ticket.order_number}</strong>
        <span class="type">
          {types[ticket.type]}
          {station && (
            <small>
              <bdi>{station}</bdi>
            </small>
          )}
        </span>
        <span class="age">
          <Age since={ticket.sent_at} />
          <em>{urgencies[urgency]}</em>
        </span>
        <Marks ticket={ticket} />
      </button>
      {ticket.customer_name && (
        <p class="guest">
          <bdi>{ticket.customer_name}</bdi>
        </p>
      )}
      {ticket.note && (
        <p class="note">
          <bdi>{ticket.note}</bdi>
        </p>
      )}
    </header>
  );
}

/** What is special about a ticket, in words. */
function Marks({ ticket }: { ticket: Ticket }) {
  const { words, timeOfDay } = useLanguage();
  const { rush, recalled, status, scheduled_for } = ticket;
  const { marks } = words.kitchen;
  const any = rush || recalled || scheduled_for || status === 'in_progress' || status === 'ready';
  if (!any) return null;
  return (
    <span class="marks">
      {rush && <b class="rush">{marks.rush}</b>}
      {scheduled_for && <b class="for">{marks.wanted(timeOfDay(Date.parse(scheduled_for)))}</b>}
      {recalled && <b class="recalled">{marks.recalled}</b>}
      {status === 'in_progress' && <b class="begun">{marks.in_progress}</b>}
      {status === 'ready' && <b class="ready">{marks.ready}</b>}
    </span>
  );
}

/** The head of a part that goes on from the column before. */
export function Again({ ticket }: { ticket: Ticket }) {
  const { words } = useLanguage();
  return (
    <header class="again">
      <strong>{ticket.order_number}</strong>
      <span>{words.kitchen.continued}</span>
      <span class="age">
        <Age since={ticket.sent_at} />
      </span>
    </header>
  );
}
