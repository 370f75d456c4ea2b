import { useEffect, useState } from 'preact/hooks';
import { minutesAndSeconds, useNow } from './clock.ts';
import { useLanguage } from './language.ts';
import type { Link } from './topics.ts';

/** A connection that comes, or comes back, within this is no news. */
const GRACE_MS = 1_500;

/**
 * Says across the whole width that what is shown may be wrong, since when, and how old it is.
 * `shows`: something is on the screen that could be taken for the present.
 */
export function Banner({ link, shows }: { link: Link; shows: boolean }) {
  const { words, timeOfDay } = useLanguage();
  const [isOver, setOver] = useState(false);
  const isFine = link.state === 'live' || (link.state === 'waiting' && !shows);
  useEffect(() => {
    setOver(false);
    const timer = setTimeout(() => setOver(true), GRACE_MS);
    return () => clearTimeout(timer);
  }, [isFine]);
  useNow();
  if (isFine || !isOver) return null;
  const true_until = link.trueUntil();
  return (
    <div class="banner" role="alert">
      <strong>{words.link.cut_off(timeOfDay(true_until, 'seconds'))}</strong>
      <span>
        {shows ? words.link.old(minutesAndSeconds(Date.now() - true_until)) : words.link.again}
      </span>
    </div>
  );
}
