import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { useLanguage } from '../shared/language.ts';
import type { Hung, OnDeed } from './action.ts';
import { Card } from './card.tsx';
import { useFrame } from './frame.ts';
import { hang, placeOf, sheetOf } from './hanging.ts';
import type { Piece } from './pack.ts';
import { useFollowing, useSight } from './sight.ts';
import { Measuring, useSizes } from './sizes.tsx';
import type { Limits, Ticket } from './tickets.ts';

/** After a card moved, a tap in this time was meant for the one that was there before. */
const SETTLING_MS = 400;
/** The keys that choose a card. */
const DIGITS = 9;

/** What the keyboard has chosen: a ticket, and one of its lines or -1. */
export interface Choice {
  id: number;
  line: number;
}

interface Hanging {
  hung: readonly Hung[];
  limits: Limits;
  columns: number | undefined;
  /** Something beside the rail takes room from it. */
  beside: boolean;
  /** What is done cannot be sent at the moment. */
  isStuck: boolean;
  stationOf: (ticket: Ticket) => string | undefined;
  choice: Choice | undefined;
  /** Somebody uses a keyboard: cards say their digits. */
  keyed: boolean;
  /** Is told the tickets in sight, in their order: what digits choose from. */
  inSight: { current: number[] };
  onDeed: OnDeed;
}

/** The cards down the columns. Of many tickets only those near what is seen are drawn. */
export function Rail(props: Hanging) {
  const { hung, limits, stationOf, choice } = props;
  const rail = useRef<HTMLElement>(null);
  const frame = useFrame(rail, props.columns, [props.beside]);
  const sizes = useSizes(hung, frame);
  const pieces = useMemo(
    () => (frame ? hang(hung, sizes.sizeOf, frame) : []),
    [hung, sizes.version, frame],
  );
  const sight = useSight(rail, frame, pieces);
  useFollowing(rail, frame, pieces, choice);
  props.inSight.current = sight.begun;
  const onDeed = useSettled(pieces, props.onDeed);
  const near = pieces.filter((piece) => sight.isNear(piece) && sizes.isKnown(piece.id));
  const byId = new Map(hung.map((one) => [one.ticket.id, one]));

  const draw = (piece: Piece) => {
    const { ticket, leaving, pending } = byId.get(piece.id) as Hung;
    const { part, from, to, last } = piece;
    const digit = sight.begun.indexOf(piece.id) + 1;
    const chosen = choice !== undefined && choice.id === piece.id;
    return (
      <div key={`${piece.id}.${part}`} class="place" style={frame && placeOf(piece, frame)}>
        <Card
          {...{ ticket, leaving, part, from, to, last, limits, chosen, onDeed }}
          stuck={pending && props.isStuck}
          station={stationOf(ticket)}
          digit={props.keyed && part === 0 && digit > 0 && digit <= DIGITS ? digit : undefined}
          chosen_line={chosen ? choice.line : -1}
        />
      </div>
    );
  };
  return (
    <div class="board">
      <main class={`rail ${frame && frame.columns === 1 ? 'list' : ''}`} ref={rail}>
        {frame && <Measuring {...{ sizes, frame, limits, stationOf }} />}
        <div class="sheet" style={frame && sheetOf(pieces, frame)}>
          {near.map(draw)}
        </div>
      </main>
      <Beyond {...sight} />
    </div>
  );
}

/** How many tickets hang beyond the edges; a tap goes on by a page. */
function Beyond({ before, behind, turn }: ReturnType<typeof useSight>) {
  const { words } = useLanguage();
  if (before + behind === 0) return null;
  return (
    <div class="beyond">
      {before > 0 && (
        <button type="button" class="before" onClick={() => turn(-1)}>
          {words.kitchen.more(before)}
        </button>
      )}
      {behind > 0 && (
        <button type="button" class="behind" onClick={() => turn(1)}>
          {words.kitchen.more(behind)}
        </button>
      )}
    </div>
  );
}

/** Passes on what is done with a card, unless the card has just come under the finger. */
function useSettled(pieces: readonly Piece[], onDeed: OnDeed): OnDeed {
  const places = useRef(new Map<number, { place: string; since: number }>());
  useLayoutEffect(() => {
    const now = Date.now();
    const next = new Map<number, { place: string; since: number }>();
    for (const { id, column, y, part } of pieces) {
      const place = `${column} ${Math.round(y)}`;
      const last = places.current.get(id);
      if (part === 0) next.set(id, last && last.place === place ? last : { place, since: now });
    }
    places.current = next;
  }, [pieces]);
  return useMemo<OnDeed>(
    () => (ticket, deed) => {
      const own = places.current.get(ticket.id);
      if (own && Date.now() - own.since > SETTLING_MS) onDeed(ticket, deed);
    },
    [onDeed],
  );
}
