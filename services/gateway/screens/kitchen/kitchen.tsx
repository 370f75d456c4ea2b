import { useEffect, useRef, useState } from 'preact/hooks';
import { Banner } from '../shared/banner.tsx';
import { minutesAndSeconds, useNow } from '../shared/clock.ts';
import { useLanguage } from '../shared/language.ts';
import type { Approved } from '../shared/screen.tsx';
import { Card } from './card.tsx';
import { dueTickets, type Ticket } from './tickets.ts';

/** After cards moved up, a tap in this time was meant for the card that was there before. */
const SETTLING_MS = 400;

/** A station's screen: its due tickets, oldest first, down the columns. */
export function Kitchen({ screen, link, topics, secret }: Approved) {
  const [station = 'kitchen'] = screen.stations;
  const tickets = dueTickets(station, topics);
  const settled = useSettled(tickets);
  const now = useNow();
  return (
    <>
      <Banner link={link} shows={tickets !== undefined} />
      <Head station={station} tickets={tickets ?? []} now={now} />
      {tickets && tickets.length > 0 ? (
        <Rail {...{ tickets, now, settled, secret }} />
      ) : (
        <main class="nothing">
          <h1>{tickets ? 'All done' : 'Ready'}</h1>
          <p>{tickets ? 'New tickets appear here.' : `Nothing was sent to “${station}” yet.`}</p>
        </main>
      )}
    </>
  );
}

function Head({ station, tickets, now }: { station: string; tickets: Ticket[]; now: number }) {
  const { timeOfDay } = useLanguage();
  const oldest = tickets.reduce(
    (most, { sent_at }) => Math.max(most, now - Date.parse(sent_at)),
    0,
  );
  const count = tickets.length === 1 ? '1 ticket' : `${tickets.length} tickets`;
  return (
    <header class="head">
      <h1>{station}</h1>
      <span>{count}</span>
      {tickets.length > 0 && <span>oldest {minutesAndSeconds(oldest)}</span>}
      <time>{timeOfDay(now)}</time>
    </header>
  );
}

interface Hanging extends Pick<Approved, 'secret'> {
  tickets: Ticket[];
  now: number;
  settled: () => boolean;
}

/** The cards, and how many of them hang beyond the edge. */
function Rail({ tickets, ...card }: Hanging) {
  const rail = useRef<HTMLElement>(null);
  const [hidden, setHidden] = useState(0);
  useEffect(() => {
    const box = rail.current as HTMLElement;
    const count = () => {
      const edge = box.scrollLeft + box.clientWidth;
      const cards = Array.from(box.children) as HTMLElement[];
      setHidden(cards.filter((one) => one.offsetLeft + one.offsetWidth / 2 > edge).length);
    };
    count();
    box.addEventListener('scroll', count);
    window.addEventListener('resize', count);
    return () => {
      box.removeEventListener('scroll', count);
      window.removeEventListener('resize', count);
    };
  }, [tickets]);
  return (
    <>
      <main class="rail" ref={rail}>
        {tickets.map((ticket) => (
          <Card key={ticket.id} ticket={ticket} {...card} />
        ))}
      </main>
      {hidden > 0 && <div class="more">{hidden} more →</div>}
    </>
  );
}

/** Whether no card has left within the last moment. */
function useSettled(tickets: Ticket[] | undefined): () => boolean {
  const ids = useRef<number[]>([]);
  const moved_at = useRef(0);
  const now = (tickets ?? []).map(({ id }) => id);
  if (ids.current.some((id) => !now.includes(id))) moved_at.current = Date.now();
  ids.current = now;
  return () => Date.now() - moved_at.current > SETTLING_MS;
}
