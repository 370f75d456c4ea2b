import { Banner } from '../shared/banner.tsx';
import { useLanguage } from '../shared/language.ts';
import type { Approved } from '../shared/screen.tsx';
import { type Entry, numbersOf } from './numbers.ts';

/** The numbers that guests wait for, and those that they may fetch. */
export function Board({ link, topics }: Approved) {
  const { words } = useLanguage();
  const numbers = numbersOf(topics);
  return (
    <>
      <Banner link={link} shows={numbers !== undefined} />
      <main class="board">
        <Column name={words.board.preparing} entries={numbers ? numbers.preparing : []} />
        <Column name={words.board.ready} entries={numbers ? numbers.ready : []} />
      </main>
    </>
  );
}

function Column({ name, entries }: { name: string; entries: Entry[] }) {
  return (
    <section>
      <h1>{name}</h1>
      <ol>
        {entries.map(({ order_id, order_number, customer_name }) => (
          <li key={order_id}>
            <strong>{order_number}</strong>
            {customer_name && <bdi>{customer_name}</bdi>}
          </li>
        ))}
      </ol>
    </section>
  );
}
