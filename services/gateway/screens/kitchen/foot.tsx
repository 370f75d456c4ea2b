import { useState } from 'preact/hooks';
import { useLanguage } from '../shared/language.ts';
import type { Deed, OnDeed } from './action.ts';
import type { Ticket } from './tickets.ts';

interface Shown {
  ticket: Ticket;
  leaving: boolean;
  stuck: boolean;
  onDeed: OnDeed;
}

/** What can be done with a ticket: bump and ready at once, the rest behind the dots. */
export function Foot({ ticket, leaving, stuck, onDeed }: Shown) {
  const { words } = useLanguage();
  const { kitchen } = words;
  const [isOpen, setOpen] = useState(false);
  const does = (deed: Deed) => () => {
    setOpen(false);
    onDeed(ticket, deed);
  };
  if (leaving) {
    return (
      <footer class="foot">
        <p role="status">{stuck ? kitchen.waits : kitchen.bumping}</p>
        {stuck && (
          <button type="button" onClick={does({ name: 'undo' })}>
            {kitchen.undo}
          </button>
        )}
      </footer>
    );
  }
  const more = (
    <button
      type="button"
      class="more-of"
      aria-expanded={isOpen}
      aria-label={kitchen.more_of(ticket.order_number)}
      onClick={() => setOpen(!isOpen)}
    >
      {isOpen ? '×' : '···'}
    </button>
  );
  if (isOpen) {
    return (
      <footer class="foot">
        {more}
        <button type="button" onClick={does({ name: 'rush', rush: !ticket.rush })}>
          {ticket.rush ? kitchen.no_rush : kitchen.rush}
        </button>
        {ticket.status === 'new' && (
          <button type="button" onClick={does({ name: 'start' })}>
            {kitchen.start}
          </button>
        )}
      </footer>
    );
  }
  return (
    <footer class="foot">
      {more}
      {ticket.status !== 'ready' && (
        <button type="button" class="make-ready" onClick={does({ name: 'ready' })}>
          {kitchen.ready}
        </button>
      )}
      <button type="button" class="bump" onClick={does({ name: 'bump' })}>
        {kitchen.bump}
      </button>
    </footer>
  );
}
