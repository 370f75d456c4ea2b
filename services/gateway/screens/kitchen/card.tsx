import { useState } from 'preact/hooks';
import { call, isDone } from '../shared/calls.ts';
import { minutesAndSeconds } from '../shared/clock.ts';
import type { Approved } from '../shared/screen.tsx';
import { type Ticket, type Urgency, urgencyOf } from './tickets.ts';

const TYPES: Record<Ticket['type'], string> = {
  counter: 'Counter',
  dine_in: 'Dine in',
  takeaway: 'Takeaway',
};
/** What is not simply to be made is said above the dish. */
const CHANGES = { none: '', added: 'Added', changed: 'Changed', cancelled: 'Cancelled' };
/** Said besides the colour: not everybody sees it. */
const WORDS: Record<Urgency, string> = { fresh: '', slow: 'slow', late: 'late' };

interface Hung extends Pick<Approved, 'secret'> {
  ticket: Ticket;
  /** The server's time in milliseconds. */
  now: number;
  /** Whether a tap is meant for the card that it hits. */
  settled: () => boolean;
}

/** A ticket until it is bumped; it goes when its topic is cleared, not before. */
export function Card({ ticket, now, secret, settled }: Hung) {
  const [state, setState] = useState<'due' | 'bumping' | 'failed'>('due');
  const age_ms = now - Date.parse(ticket.sent_at);
  const urgency = urgencyOf(age_ms);

  function done(): void {
    if (!settled()) return;
    setState('bumping');
    void call('POST', `/kitchen/tickets/${ticket.id}/bump`, {}, secret).then((answered) => {
      const isGone = answered.status === 404 || answered.status === 409; // that is as good
      if (!isDone(answered) && !isGone) setState('failed');
    });
  }

  return (
    <article class={`card ${urgency} ${state}`}>
      <header>
        <strong>{ticket.order_number}</strong>
        <span class="type">{TYPES[ticket.type]}</span>
        <span class="age">
          {minutesAndSeconds(age_ms)}
          {WORDS[urgency] && <em>{WORDS[urgency]}</em>}
        </span>
      </header>
      {ticket.customer_name && (
        <p class="guest">
          <bdi>{ticket.customer_name}</bdi>
        </p>
      )}
      {ticket.note && <p class="note">{ticket.note}</p>}
      <ul>
        {ticket.items.map((item) => (
          <li key={item.order_item_id} class={item.change}>
            {CHANGES[item.change] && <em class="change">{CHANGES[item.change]}</em>}
            <b class={item.quantity > 1 ? 'several' : ''}>{item.quantity}</b>
            <div>
              <bdi>{item.name}</bdi>
              {item.modifiers.map(({ mod_name, quantity }, i) => (
                <small key={i}>
                  {quantity > 1 && `${quantity} × `}
                  <bdi>{mod_name}</bdi>
                </small>
              ))}
              {item.note && <p class="note">{item.note}</p>}
            </div>
          </li>
        ))}
      </ul>
      {state === 'failed' && <p class="note">That did not work. Bump again.</p>}
      <button type="button" disabled={state === 'bumping'} onClick={done}>
        {state === 'bumping' ? 'Bumping …' : 'Bump'}
      </button>
    </article>
  );
}
