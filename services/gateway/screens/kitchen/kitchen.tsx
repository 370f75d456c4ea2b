import { useMemo, useRef, useState } from 'preact/hooks';
import { Banner } from '../shared/banner.tsx';
import { useLanguage } from '../shared/language.ts';
import type { Approved } from '../shared/screen.tsx';
import { SoundHint } from '../shared/sound-hint.tsx';
import { useSounds } from '../shared/sounds.ts';
import { foreseen } from './action.ts';
import { Beside, type Side } from './beside.tsx';
import { useCommands } from './commands.ts';
import { isGone } from './counts.tsx';
import { useDeeds } from './deeds.ts';
import { HeadOfPage } from './head.tsx';
import { Help } from './help.tsx';
import { useNews } from './news.ts';
import { Rail } from './rail.tsx';
import { bumpedLast } from './recall.tsx';
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
  const { play, isLocked } = useSounds(appearance.sounds);
  useNews(all, appearance, play);

  const tab = only !== undefined && stations.includes(only) ? only : undefined;
  const shown = tab === undefined ? stations : [tab];
  const due = useMemo(() => dueTickets(shown, topics), [shown.join(), topics]);
  const deeds = useDeeds(secret, link.state === 'live', all);
  const { actions, does, stuck } = deeds;
  const hung = useMemo(() => due.map((one) => foreseen(one, actions)), [due, actions]);

  const toggle = (name: Side) => setSide(side === name ? undefined : name);
  const { choice, keyed } = useCommands({
    hung,
    deeds,
    inSight,
    other(name) {
      setHelping(name === 'help' && !isHelping);
      if (name === 'all_day' || name === 'sold_out') toggle(name);
      if (name === 'close') setSide(undefined);
      if (name === 'recall') void recallLast();
    },
  });
  async function recallLast(): Promise<void> {
    const [last] = (await bumpedLast(shown, secret)) ?? [];
    if (last) does(last, { name: 'recall' });
  }

  const nameOf = (id: string) => (indexOf(id, topics) || { station_name: id }).station_name;
  const stationOf = ({ station_id }: Ticket) => (shown.length > 1 ? nameOf(station_id) : undefined);
  return (
    <>
      <Banner link={link} shows={true} />
      <HeadOfPage
        {...{ tab, side, onTab: setOnly, onSide: toggle, tickets: due, unsent: stuck }}
        stations={stations.map((id) => ({ id, name: nameOf(id) }))}
        sold_out={soldOut(topics).filter(isGone).length}
        onHelp={() => setHelping(true)}
      />
      <div class="wall">
        {hung.length > 0 ? (
          <Rail
            {...{ hung, columns, stationOf, choice, keyed, inSight, onDeed: does }}
            limits={appearance}
            beside={side !== undefined}
            isStuck={stuck > 0}
          />
        ) : (
          <AllDone />
        )}
        {side && <Beside {...{ side, shown, topics, secret, does, onClose: () => toggle(side) }} />}
      </div>
      <Toast {...deeds} />
      <SoundHint isLocked={isLocked} />
      {isHelping && <Help onClose={() => setHelping(false)} />}
    </>
  );
}

function AllDone() {
  const { words } = useLanguage();
  return (
    <main class="nothing">
      <h1>{words.kitchen.all_done}</h1>
      <p>{words.kitchen.appear_here}</p>
    </main>
  );
}
