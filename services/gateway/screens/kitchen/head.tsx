import { Age } from './age.tsx';
import { useLanguage } from '../shared/language.ts';
import { useNow } from '../shared/clock.ts';
import type { Side } from './beside.tsx';
import type { Ticket } from './tickets.ts';

interface Shown {
  stations: readonly { id: string; name: string }[];
  /** The station that is shown alone; undefined: all of them. */
  tab: string | undefined;
  onTab: (id: string | undefined) => void;
  tickets: readonly Ticket[];
  /** How many deeds wait to be sent. */
  unsent: number;
  sold_out: number;
  side: Side | undefined;
  onSide: (side: Side) => void;
  onHelp: () => void;
}

/** Whose screen it is, how much hangs there, and what else can be seen. */
export function HeadOfPage(props: Shown) {
  const { words } = useLanguage();
  const { kitchen } = words;
  const { tickets, unsent, sold_out } = props;
  const oldest = tickets.reduce((old, { sent_at }) => (old && old < sent_at ? old : sent_at), '');
  const side = (name: Side, label: string, count = 0) => (
    <button type="button" aria-pressed={props.side === name} onClick={() => props.onSide(name)}>
      {label}
      {count > 0 && <b class="badge">{count}</b>}
    </button>
  );
  return (
    <header class="head">
      <Stations {...props} />
      <p class="sum">
        {unsent > 0 && (
          <strong class="unsent" role="status">
            {kitchen.unsent(unsent)}
          </strong>
        )}
        <b>{kitchen.tickets(tickets.length)}</b>
        {oldest && (
          <span>
            {kitchen.oldest} <Age since={oldest} />
          </span>
        )}
      </p>
      <nav>
        {side('all_day', kitchen.all_day)}
        {side('sold_out', kitchen.sold_out, sold_out)}
        {side('recall', kitchen.recall)}
        <button type="button" class="ask" aria-label={kitchen.help} onClick={props.onHelp}>
          ?
        </button>
      </nav>
      <Clock />
    </header>
  );
}

function Stations({ stations, tab, onTab }: Shown) {
  const { words } = useLanguage();
  const [only] = stations;
  if (stations.length < 2) {
    return (
      <h1>
        <bdi>{only ? only.name : words.kinds.kitchen}</bdi>
      </h1>
    );
  }
  const choice = (id: string | undefined, name: string) => (
    <button
      key={id ?? ''}
      type="button"
      role="tab"
      aria-selected={id === tab}
      onClick={() => onTab(id)}
    >
      <bdi>{name}</bdi>
    </button>
  );
  return (
    <div class="tabs" role="tablist">
      {choice(undefined, words.kitchen.all)}
      {stations.map(({ id, name }) => choice(id, name))}
    </div>
  );
}

function Clock() {
  const { timeOfDay } = useLanguage();
  return <time>{timeOfDay(useNow())}</time>;
}
