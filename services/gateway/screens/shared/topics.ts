import { useEffect, useRef, useState } from 'preact/hooks';
import type { z } from 'zod';
import type { screenShows } from '#shared/contracts/screen-shows.ts';
import { setClock } from './clock.ts';
import { connect, type Connection, type Credentials, type LinkState } from './connection.ts';

/** What a screen is and how it should look, as it is on the wire. */
export type ScreenState = z.input<typeof screenShows.screen.payload>;

/** What stands in each topic now. */
export type Topics = ReadonlyMap<string, unknown>;

/** The connection as a person should be told of it. */
export interface Link {
  state: LinkState;
  /** Until when, in `Date.now()`, what is shown was true. */
  trueUntil: () => number;
}

/** What a page follows once its screen is approved. */
export interface Following {
  filters(screen: ScreenState): string[];
  /** Whether all is there that makes a picture; nothing is drawn before. */
  isWhole(screen: ScreenState, topics: Topics): boolean;
}

/** What is told on one connection, from its beginning. */
interface Told {
  topics: Map<string, unknown>;
  screen?: ScreenState;
  isFollowing: boolean;
  isLive: boolean;
}

/** What is told within a moment is drawn once: a busy kitchen tells of many tickets at a time. */
const TOGETHER_MS = 16;

const nothing = (): Told => ({ topics: new Map(), isFollowing: false, isLive: false });

/** Whether it is for the same: what it showed until now may stay for a moment. */
function isSame(old: ScreenState | undefined, now: ScreenState | undefined): boolean {
  const purpose = (screen: ScreenState) => [screen.status, screen.till, ...screen.stations].join();
  return !now || (old !== undefined && purpose(old) === purpose(now));
}

/**
 * Follows the screen's own topic and, once it is approved, those of its page. After a new
 * connection the old state stays until the new one `isWhole`, so that nothing flickers; the link
 * is `waiting` for so long.
 */
export function useTopics(
  credentials: Credentials,
  page: Following,
  onRefused: () => void,
): { link: Link; screen: ScreenState | undefined; topics: Topics } {
  const [state, setState] = useState<LinkState>('down');
  const [shown, setShown] = useState(nothing);
  const connection = useRef<Connection | undefined>(undefined);
  const trueUntil = useRef(Date.now());
  const own = `pos/now/screens/${credentials.screen_id}`;

  useEffect(() => {
    let now = nothing();
    let timer = 0;

    function take(topic: string, told: unknown): void {
      if (told === undefined) now.topics.delete(topic);
      else now.topics.set(topic, told);
      if (topic === own) now.screen = told as ScreenState | undefined;
      const { screen, topics } = now;
      if (!screen) return;
      if (screen.status === 'approved' && !now.isFollowing) {
        now.isFollowing = true;
        connection.current?.subscribe(page.filters(screen));
      }
      now.isLive ||= screen.status === 'pending' || page.isWhole(screen, topics);
    }

    function show(): void {
      timer = 0;
      if (now.isLive) setState('live');
      const copy = { ...now, topics: new Map(now.topics) };
      const isPartOf = (old: Told) => old.isLive && !copy.isLive && isSame(old.screen, copy.screen);
      setShown((old) => (isPartOf(old) ? old : copy));
    }

    connection.current = connect(credentials, {
      connected() {
        now = nothing();
        setState('waiting');
        void setClock();
        connection.current?.subscribe([own]);
      },
      told(topic, told) {
        take(topic, told);
        timer ||= window.setTimeout(show, TOGETHER_MS);
      },
      lost() {
        if (now.isLive) trueUntil.current = connection.current?.heardAt() ?? Date.now();
        now.isLive = false;
        setState('down');
      },
      refused: onRefused,
    });
    return () => {
      clearTimeout(timer);
      connection.current?.close();
    };
  }, [credentials.screen_id]);

  const heardAt = () => connection.current?.heardAt() ?? Date.now();
  return {
    link: { state, trueUntil: state === 'live' ? heardAt : () => trueUntil.current },
    screen: shown.screen,
    topics: shown.topics,
  };
}
