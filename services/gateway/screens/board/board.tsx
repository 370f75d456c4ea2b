import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Banner } from '../shared/banner.tsx';
import { useNow } from '../shared/clock.ts';
import { useLanguage } from '../shared/language.ts';
import type { Approved } from '../shared/screen.tsx';
import { SoundHint } from '../shared/sound-hint.tsx';
import { useSounds } from '../shared/sounds.ts';
import { type Fit, fit } from './fit.ts';
import { type Entry, isFresh, numbersOf, readyKey } from './numbers.ts';

/** The numbers that guests wait for, and those that they may fetch. */
export function Board({ screen, link, topics }: Approved) {
  const { words, timeOfDay } = useLanguage();
  const now = useNow();
  const numbers = numbersOf(topics);
  const { preparing, ready } = numbers ?? { preparing: [], ready: [] };
  const { play, isLocked } = useSounds(screen.appearance.sounds);
  useReadyChime(numbers && ready, () => play('ready'));
  const isEmpty = preparing.length + ready.length === 0;
  return (
    <>
      <Banner link={link} shows={numbers !== undefined} />
      <main class="board">
        <section class="preparing">
          <h1>{words.board.preparing}</h1>
          <Numbers entries={preparing} now={now} />
          {isEmpty && <p>{words.board.nothing}</p>}
        </section>
        <section class="ready">
          <h1>{words.board.ready}</h1>
          <Numbers entries={ready} now={now} isReady />
          <footer>
            <bdi>{screen.appearance.store_name}</bdi>
            <time>{timeOfDay(now)}</time>
          </footer>
        </section>
      </main>
      <SoundHint isLocked={isLocked} />
    </>
  );
}

interface Listed {
  entries: Entry[];
  now: number;
  isReady?: boolean;
}

/** The numbers of a column, as large as all of them fit. */
function Numbers({ entries, now, isReady }: Listed) {
  const list = useRef<HTMLOListElement>(null);
  const { columns, size_px } = useFit(list, entries);
  const style = { fontSize: `${size_px}px`, gridTemplateColumns: `repeat(${columns}, 1fr)` };
  return (
    <ol ref={list} style={style} aria-live={isReady ? 'polite' : undefined}>
      {entries.map((entry) => (
        <li key={readyKey(entry)} class={isReady && isFresh(entry, now) ? 'fresh' : ''}>
          <strong>{entry.order_number}</strong>
          {entry.customer_name && <bdi>{entry.customer_name}</bdi>}
        </li>
      ))}
    </ol>
  );
}

/** The size is measured again when there are more or fewer of them, or the screen is turned. */
function useFit(list: { current: HTMLElement | null }, entries: Entry[]): Fit {
  const [best, setBest] = useState<Fit>({ columns: 1, size_px: 0 });
  const hasNames = entries.some(({ customer_name }) => customer_name);
  useLayoutEffect(() => {
    const measure = () => {
      const { clientWidth, clientHeight } = list.current as HTMLElement;
      setBest(fit(entries.length, clientWidth, clientHeight, hasNames));
    };
    measure();
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, [entries.length, hasNames]);
  return best;
}

/** Calls for whoever became ready since the board was opened. */
function useReadyChime(ready: Entry[] | undefined, chime: () => void): void {
  const known = useRef<Set<string> | undefined>(undefined);
  useEffect(() => {
    if (!ready) return;
    const keys = ready.map(readyKey);
    const before = known.current;
    if (before && keys.some((key) => !before.has(key))) chime();
    known.current = new Set(keys);
  }, [ready]);
}
