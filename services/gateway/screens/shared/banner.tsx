import { useEffect, useState } from 'preact/hooks';
import { minutesAndSeconds, timeOfDay, useNow } from './clock.ts';
import type { Link } from './topics.ts';

/** A connection that comes within this is no news when the page opens. */
const OPENING_MS = 2_000;

/**
 * Says across the whole width that what is shown may be wrong, since when, and how old it is.
 * `shows`: something is on the screen that could be taken for the present.
 */
export function Banner({ link, shows }: { link: Link; shows: boolean }) {
  const [opening, setOpening] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => setOpening(false), OPENING_MS);
    return () => clearTimeout(timer);
  }, []);
  useNow();
  const fine = link.state === 'live' || (link.state === 'waiting' && !shows);
  if (fine || (opening && !shows)) return null;
  const true_until = link.trueUntil();
  return (
    <div class="banner" role="alert">
      <strong>No connection since {timeOfDay(true_until)}</strong>
      <span>
        {shows
          ? `What you see is ${minutesAndSeconds(Date.now() - true_until)} min old.`
          : 'It is tried again all the time.'}
      </span>
    </div>
  );
}
