import { useCallback, useMemo, useRef, useState } from 'preact/hooks';
import { Banner } from '../shared/banner.tsx';
import { useLanguage } from '../shared/language.ts';
import type { Approved } from '../shared/screen.tsx';
import { SoundHint } from '../shared/sound-hint.tsx';
import { useSounds } from '../shared/sounds.ts';
import { foreseen } from './action.ts';
import { useCommands } from './commands.ts';
import { AllDay, EightySix, isGone } from './counts.tsx';
import { useDeeds } from './deeds.ts';
import { HeadOfPage, type Side } from './head.tsx';
import { Help } from './help.tsx';
import { useNews } from './news.ts';
import { Panel } from './panel.tsx';
import { Rail } from './rail.tsx';
import { bumpedLast, RecallList } from './recall.tsx';
import { dueTickets, indexOf, soldOut, type Ticket } from './tickets.ts';
import { Toast } from './toast.tsx';

/** `?columns=4`; without it as many as fit. */
const columns = Number(new URLSearchParams(location.search).get('columns')) || undefined;

/** The due tickets of a screen's stations, and what a cook does with them. */
export function Kitchen({ screen, topics, link, secret }: Approved) {
  const { stations, appearance } = screen;
  const [only, setOnly] = useState<string | undefined>();
  const [side, setSide] = useState<Side | undefined>();
  const [isHelping, setHelping] = useState(false);
  const inSight = useRef<number[]>([]);
  const all = useMemo(() => dueTickets(stations, topics), [stations.join(), topics]);
  const shown = only !== undefined && stations.includes(only) ? [only] : stations;
  const due = useMemo(() => dueTickets(shown, topics), [shown.join(), topics]);
  const deeds = useDeeds(secret, link.state === 'live', all);
  const { actions, does } = deeds;
  const hung = useMemo(() => due.map((one) => foreseen(one, actions)), [due, actions]);
  const { play, isLocked } = useSounds(appearance.sounds);
  useNews(all, appearance, play);

  const indexes = shown.flatMap((station) => indexOf(station, topics) ?? []);
  const nameOf = (id: string) => indexOf(id, topics)?.station_name ?? id;
  const stationOf = useCallback(
    ({ station_id }: Ticket) => (shown.length > 1 ? nameOf(station_id) : undefined),
    [shown.join(), topics],
  );
  const toggle = (name: Side) => setSide((now) => (now === name ? undefined : name));
  const { choice, keyed } = useCommands({
    hung,
    deeds,
    inSight,
    other(name) {
      setHelping(name === 'help' && !isHelping);
      if (name === 'all_day' || name === 'sold_out') toggle(name);
      if (name === 'close') setSide(undefined);
      if (name !== 'recall') return;
      const recall = ([last]: Ticket[] = []) => last && does(last, { name: 'recall' });
      void bumpedLast(shown, secret).then(recall);
    },
  });
  const limited = soldOut(topics);
  const names = stations.map((id) => ({ id, name: nameOf(id) }));
  return (
    <>
      <Banner link={link} shows={true} />
      <HeadOfPage
        {...{ stations: names, tickets: due, side, onStation: setOnly, onSide: toggle }}
        shown={shown.length === 1 && stations.length > 1 ? shown[0] : undefined}
        unsent={deeds.stuck}
        sold_out={limited.filter(isGone).length}
        onHelp={() => setHelping(true)}
      />
      <div class="wall">
        {hung.length > 0 ? (
          <Rail
            {...{ hung, columns, stationOf, choice, keyed, inSight }}
            limits={appearance}
            beside={side !== undefined}
            stuck={deeds.stuck > 0}
            onDeed={does}
          />
        ) : (
          <AllDone />
        )}
        <Beside {...{ side, indexes, limited, shown, secret, due, does }} onSide={setSide} />
      </div>
      <Toast {...deeds} />
      <SoundHint isLocked={isLocked} />
      {isHelping && <Help onClose={() => setHelping(false)} />}
    </>
  );
}
