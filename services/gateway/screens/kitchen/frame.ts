import { useLayoutEffect, useState } from 'preact/hooks';
import { columnsIn, letterSize } from './pack.ts';

/** The room that cards hang in. With one column it is a list that is scrolled down. */
export interface Frame {
  columns: number;
  /** Of one column, and of the room. */
  width: number;
  height: number;
  room: number;
  gap: number;
  /** Pixels of the page's unit. */
  letter: number;
}

const GAP = 0.7;

/** Measures the room, and makes the letters of the whole page as large as its columns allow. */
export function useFrame(
  box: { current: HTMLElement | null },
  wanted: number | undefined,
  changes: unknown[],
): Frame | undefined {
  const [frame, setFrame] = useState<Frame>();
  useLayoutEffect(() => {
    const measure = () => {
      const columns = columnsIn(window.innerWidth, wanted);
      const letter = letterSize(window.innerWidth, columns);
      document.documentElement.style.fontSize = `${letter}px`;
      const { clientWidth, clientHeight } = box.current as HTMLElement;
      const gap = Math.round(GAP * letter);
      // a panel beside the cards takes room from them, not from their letters
      const here = Math.max(1, Math.round((columns * clientWidth) / window.innerWidth));
      const width = Math.ceil((clientWidth - gap) / here) - gap;
      setFrame({
        columns: here,
        width,
        height: clientHeight - gap,
        room: clientWidth,
        gap,
        letter,
      });
    };
    measure();
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, [wanted, ...changes]);
  return frame;
}
