import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { minutesAndSeconds, onSecond, serverNow } from '../shared/clock.ts';
import { type Limits, type Urgency, urgencyOf } from './tickets.ts';

/** How long ago it was. Each second only the text is another: nothing is drawn anew. */
export function Age({ since }: { since: string }) {
  const text = useRef<HTMLTimeElement>(null);
  useLayoutEffect(() => {
    const began = Date.parse(since);
    return onSecond((now) => {
      const box = text.current;
      const age = minutesAndSeconds(now - began);
      if (box && box.textContent !== age) box.textContent = age;
    });
  }, [since]);
  return <time ref={text} />;
}

/** How urgent a ticket is; drawn anew only when that changes. */
export function useUrgency(since: string, limits: Limits): Urgency {
  const { slow_after_s, late_after_s } = limits;
  const judge = (now: number) => urgencyOf(now - Date.parse(since), limits);
  const [urgency, setUrgency] = useState(() => judge(serverNow()));
  useEffect(() => onSecond((now) => setUrgency(judge(now))), [since, slow_after_s, late_after_s]);
  return urgency;
}
