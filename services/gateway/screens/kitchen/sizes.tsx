import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Hung } from './action.ts';
import { Card } from './card.tsx';
import type { Frame } from './frame.ts';
import type { Size } from './pack.ts';
import type { Limits, Ticket } from './tickets.ts';

/** So many cards are measured before the browser may draw: no task of it is felt. */
const AT_ONCE = 5;

interface Measured {
  ticket: Ticket;
  leaving: boolean;
  frame: Frame | undefined;
  size: Size;
}

/** What is not measured yet is about so high; nothing of it is drawn before it is. */
function guess({ items }: Ticket, letter: number): Size {
  return { head: 5 * letter, lines: items.map(() => 3 * letter), foot: 3.5 * letter };
}

interface Sizes {
  sizeOf: (hung: Hung) => Size;
  isKnown: (id: number) => boolean;
  /** To be measured now: draw them whole in a box of a column's width, out of sight. */
  next: Hung[];
  take: (box: HTMLElement) => void;
  /** Another one after each measuring. */
  version: number;
}

/** How high cards are, by measuring them: some now, the others after the browser has drawn. */
export function useSizes(hung: readonly Hung[], frame: Frame | undefined): Sizes {
  const known = useRef(new Map<number, Measured>());
  const [version, setVersion] = useState(0);
  // what was measured for another width is drawn until it is measured anew: nothing blinks
  const isNews = ({ ticket, leaving }: Hung) => {
    const last = known.current.get(ticket.id);
    const isOld = !last || last.ticket !== ticket || last.leaving !== leaving;
    return isOld || last.frame !== frame;
  };
  const next = frame ? hung.filter(isNews).slice(0, AT_ONCE) : [];
  return {
    sizeOf: ({ ticket }) => {
      const last = known.current.get(ticket.id);
      return last ? last.size : guess(ticket, frame ? frame.letter : 16);
    },
    isKnown: (id) => known.current.has(id),
    next,
    take(box) {
      const cards = Array.from(box.children) as HTMLElement[];
      next.forEach(({ ticket, leaving }, i) => {
        const card = cards[i];
        if (card) known.current.set(ticket.id, { ticket, leaving, frame, size: sizeOf(card) });
      });
      if (known.current.size > 2 * hung.length + 100) forgetOthers(known.current, hung);
      setVersion((last) => last + 1);
    },
    version,
  };
}

/** A screen is on for months. */
function forgetOthers(known: Map<number, Measured>, hung: readonly Hung[]): void {
  const due = new Set(hung.map(({ ticket }) => ticket.id));
  for (const id of Array.from(known.keys())) if (!due.has(id)) known.delete(id);
}

function sizeOf(card: HTMLElement): Size {
  const [head, list, foot] = Array.from(card.children) as HTMLElement[];
  const heights = Array.from((list as HTMLElement).children) as HTMLElement[];
  return {
    head: heightOf(head),
    lines: heights.map(heightOf),
    foot: heightOf(foot),
  };
}

const heightOf = (box: HTMLElement | undefined) => (box ? box.getBoundingClientRect().height : 0);

interface Drawn {
  sizes: Sizes;
  frame: Frame;
  limits: Limits;
  stationOf: (ticket: Ticket) => string | undefined;
}

const nothing = () => undefined;

/** Draws cards where nobody sees them, and measures them before the browser draws the page. */
export function Measuring({ sizes, frame, limits, stationOf }: Drawn) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (sizes.next.length === 0) return;
    const frame_id = requestAnimationFrame(() => box.current && sizes.take(box.current));
    return () => cancelAnimationFrame(frame_id);
  }, [sizes]);
  return (
    <div class="measuring" aria-hidden="true" ref={box} style={{ width: `${frame.width}px` }}>
      {sizes.next.map(({ ticket, leaving }) => (
        <Card
          key={ticket.id}
          {...{ ticket, leaving, limits, part: 0, from: 0, to: ticket.items.length, last: true }}
          station={stationOf(ticket)}
          stuck={false}
          digit={undefined}
          chosen={false}
          chosen_line={-1}
          onDeed={nothing}
        />
      ))}
    </div>
  );
}
