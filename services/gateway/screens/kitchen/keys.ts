import { useEffect, useRef } from 'preact/hooks';
import type { Choice } from './rail.tsx';

/** What a key or a button of a bump bar asks for. */
export type Command =
  | { name: 'digit'; digit: number }
  | { name: 'ticket' | 'line'; step: 1 | -1 }
  | { name: 'bump' | 'start' | 'ready' | 'rush' | 'recall' | 'undo' | 'all_day' | 'sold_out' }
  | { name: 'help' | 'close' };

const COMMANDS: Record<string, Command> = {
  ArrowRight: { name: 'ticket', step: 1 },
  ArrowLeft: { name: 'ticket', step: -1 },
  ArrowDown: { name: 'line', step: 1 },
  ArrowUp: { name: 'line', step: -1 },
  Enter: { name: 'bump' },
  ' ': { name: 'bump' },
  s: { name: 'start' },
  d: { name: 'ready' },
  x: { name: 'rush' },
  r: { name: 'recall' },
  u: { name: 'undo' },
  a: { name: 'all_day' },
  o: { name: 'sold_out' },
  '?': { name: 'help' },
  Escape: { name: 'close' },
};

export function commandOf(key: string): Command | undefined {
  if (/^[1-9]$/.test(key)) return { name: 'digit', digit: Number(key) };
  return COMMANDS[key.length === 1 ? key.toLowerCase() : key];
}

/** The next ticket along the rail; the first one when none was chosen, or it is gone. */
export function nextTicket(choice: Choice | undefined, ids: readonly number[], step: 1 | -1) {
  const at = choice ? ids.indexOf(choice.id) : -1;
  const next = at < 0 ? 0 : Math.min(ids.length - 1, Math.max(0, at + step));
  const id = ids[next];
  return id === undefined ? undefined : { id, line: -1 };
}

/** The next line of the chosen ticket; above the first one the ticket itself. */
export function nextLine(choice: Choice, lines: number, step: 1 | -1): Choice {
  return { ...choice, line: Math.min(lines - 1, Math.max(-1, choice.line + step)) };
}

/** Listens to a keyboard or bump bar. A button that has the focus keeps its own keys. */
export function useKeys(onCommand: (command: Command) => void): void {
  // an effect runs after the picture is drawn: the next key may come before, and must not meet
  // the listener of the picture before
  const listener = useRef(onCommand);
  listener.current = onCommand;
  useEffect(() => {
    const typed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.repeat && !event.key.startsWith('Arrow')) return;
      const command = commandOf(event.key);
      if (!command) return;
      const focused = document.activeElement as HTMLElement | null;
      const isButton = focused !== null && focused.tagName === 'BUTTON';
      if (isButton && (event.key === 'Enter' || event.key === ' ')) return;
      if (isButton && event.key.startsWith('Arrow')) focused.blur();
      event.preventDefault();
      listener.current(command);
    };
    window.addEventListener('keydown', typed);
    return () => window.removeEventListener('keydown', typed);
  }, []);
}
