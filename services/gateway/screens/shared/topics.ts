import { useEffect, useRef, useState } from 'preact/hooks';
import { setClock } from './clock.ts';
import { type Connection, follow, type LinkState } from './connection.ts';

/** What stands in each topic now. */
export type Topics = ReadonlyMap<string, unknown>;

/** The connection as a person should be told of it. */
export interface Link {
  state: LinkState;
  /** Until when, in `Date.now()`, what is shown was true. */
  trueUntil: () => number;
}

/**
 * What stands in the topics of a filter. After a new connection the old state stays on the screen
 * until the new one `isWhole`, so that nothing flickers; the link is `waiting` for so long.
 */
export function useTopics(
  filter: string,
  token: string,
  isWhole: (topics: Topics) => boolean,
  onRefused: () => void,
): { link: Link; topics: Topics } {
  const [state, setState] = useState<LinkState>('down');
  const [topics, setTopics] = useState<Topics>(new Map());
  const connection = useRef<Connection | undefined>(undefined);
  const trueUntil = useRef(Date.now());

  useEffect(() => {
    let arriving = new Map<string, unknown>();
    let live = false;
    connection.current = follow(filter, token, {
      connected() {
        arriving = new Map();
        live = false;
        setState('waiting');
        void setClock();
      },
      told(topic, told) {
        if (told === undefined) arriving.delete(topic);
        else arriving.set(topic, told);
        live = live || isWhole(arriving);
        if (!live) return;
        setState('live');
        setTopics(new Map(arriving));
      },
      lost() {
        if (live) trueUntil.current = connection.current?.heardAt() ?? Date.now();
        live = false;
        setState('down');
      },
      refused: onRefused,
    });
    return () => connection.current?.close();
  }, [filter, token]);

  const heardAt = () => connection.current?.heardAt() ?? Date.now();
  return {
    link: { state, trueUntil: state === 'live' ? heardAt : () => trueUntil.current },
    topics,
  };
}
