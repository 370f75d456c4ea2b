import { useRef, useState } from 'preact/hooks';
import type { Hung } from './action.ts';
import type { Deeds } from './deeds.ts';
import { type Command, nextLine, nextTicket, useKeys } from './keys.ts';
import type { Choice } from './rail.tsx';
import { linesOf } from './tickets.ts';

/** A key that was pressed twice by mistake must not bump the next card. */
const SETTLING_MS = 400;

interface Page {
  hung: readonly Hung[];
  deeds: Deeds;
  /** The tickets in sight, in their order. */
  inSight: { current: number[] };
  /** All that has nothing to do with a card. */
  other: (name: 'recall' | 'all_day' | 'sold_out' | 'help' | 'close') => void;
}

/** Does what is asked for by keyboard; `keyed` from the first key on. */
export function useCommands({ hung, deeds, inSight, other }: Page) {
  const [choice, setChoice] = useState<Choice | undefined>();
  const [keyed, setKeyed] = useState(false);
  const bumped_at = useRef(0);
  const ids = hung.filter(({ leaving }) => !leaving).map(({ ticket }) => ticket.id);
  const chosen = choice && hung.find(({ ticket }) => ticket.id === choice.id);

  function bump({ ticket }: Hung, line: number): void {
    const listed = linesOf(ticket)[line];
    if (listed) {
      const { order_item_id, bumped } = listed.item;
      return deeds.does(ticket, { name: 'bump_item', order_item_id, bumped: !bumped });
    }
    if (Date.now() - bumped_at.current < SETTLING_MS) return;
    bumped_at.current = Date.now();
    deeds.does(ticket, { name: 'bump' });
    const at = ids.indexOf(ticket.id);
    const next = ids[at + 1] ?? ids[at - 1];
    setChoice(next === undefined ? undefined : { id: next, line: -1 });
  }

  function choose(id: number | undefined): void {
    if (id === undefined) return;
    if (chosen && chosen.ticket.id === id) bump(chosen, -1);
    else setChoice({ id, line: -1 });
  }

  useKeys((command: Command) => {
    setKeyed(true);
    switch (command.name) {
      case 'digit':
        return choose(inSight.current[command.digit - 1]);
      case 'ticket':
        return setChoice(nextTicket(choice, ids, command.step));
      case 'line':
        if (!chosen || !choice) return setChoice(nextTicket(choice, ids, 1));
        return setChoice(nextLine(choice, chosen.ticket.items.length, command.step));
      case 'bump':
        return chosen && choice && bump(chosen, choice.line);
      case 'start':
      case 'ready':
        return chosen && deeds.does(chosen.ticket, { name: command.name });
      case 'rush':
        return chosen && deeds.does(chosen.ticket, { name: 'rush', rush: !chosen.ticket.rush });
      case 'undo':
        return deeds.undo();
      case 'close':
        setChoice(undefined);
        return other('close');
      default:
        return other(command.name);
    }
  });
  return { choice: chosen && choice, keyed };
}
