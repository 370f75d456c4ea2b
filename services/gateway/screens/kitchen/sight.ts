import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import type { Frame } from './frame.ts';
import type { Piece } from './pack.ts';

type Box = { current: HTMLElement | null };

/** What of all that hangs is in sight. */
interface Sight {
  /** In sight or not far from it: worth drawing. */
  isNear: (piece: Piece) => boolean;
  /** The tickets that begin in sight, in their order. */
  begun: number[];
  /** How many tickets are out of sight, before and behind. */
  before: number;
  behind: number;
  /** Goes on by a page. */
  turn: (direction: 1 | -1) => void;
}

/** How often a list that is scrolled down looks what is in sight. */
const STEP_PX = 80;

const pitchOf = ({ width, gap }: Frame) => width + gap;

/** Where a piece hangs: along the way that is scrolled, from its beginning to its end. */
function stretchOf({ column, y, height }: Piece, frame: Frame): [from: number, to: number] {
  const left = frame.gap + column * pitchOf(frame);
  return frame.columns === 1 ? [y, y + height] : [left, left + frame.width];
}

/** Watches how far the rail is scrolled. */
export function useSight(box: Box, frame: Frame | undefined, pieces: readonly Piece[]): Sight {
  const isList = frame !== undefined && frame.columns === 1;
  const step = frame && !isList ? pitchOf(frame) / 2 : STEP_PX;
  const [at, setAt] = useState(0);
  useEffect(() => {
    const rail = box.current as HTMLElement;
    const look = () => setAt(Math.round((isList ? rail.scrollTop : rail.scrollLeft) / step) * step);
    look();
    rail.addEventListener('scroll', look, { passive: true });
    return () => rail.removeEventListener('scroll', look);
  }, [isList, step]);

  const length = frame ? (isList ? frame.height : frame.room) : 0;
  const end = at + length;
  /** A card counts as seen when half of it is, or when it fills the screen. */
  const middle = (piece: Piece) => {
    const [from, to] = frame ? stretchOf(piece, frame) : [0, 0];
    return Math.min((from + to) / 2, from + length / 2);
  };
  const first = pieces.filter(({ part }) => part === 0);
  return {
    isNear(piece) {
      const [from, to] = frame ? stretchOf(piece, frame) : [0, 0];
      return to > at - length / 2 && from < end + length / 2;
    },
    begun: first.filter((one) => middle(one) >= at && middle(one) < end).map(({ id }) => id),
    before: first.filter((one) => middle(one) < at).length,
    behind: first.filter((one) => middle(one) >= end).length,
    turn(direction) {
      const rail = box.current;
      if (!rail || !frame) return;
      if (isList) rail.scrollTop += direction * length * 0.8;
      else rail.scrollLeft = at + direction * frame.columns * pitchOf(frame);
    },
  };
}

/** Scrolls so that a chosen card is in sight. */
export function useFollowing(
  box: Box,
  frame: Frame | undefined,
  pieces: readonly Piece[],
  choice: { id: number; line: number } | undefined,
): void {
  useLayoutEffect(() => {
    const rail = box.current;
    const piece = choice && pieces.find((one) => one.id === choice.id && holds(one, choice.line));
    if (!rail || !frame || !piece) return;
    const [from, to] = stretchOf(piece, frame);
    if (frame.columns === 1) rail.scrollTop = within(rail.scrollTop, from, to, frame.height);
    else rail.scrollLeft = within(rail.scrollLeft, from - frame.gap, to, frame.room);
  }, [choice && choice.id, choice && choice.line]);
}

const holds = ({ from, to, part }: Piece, line: number) =>
  line < 0 ? part === 0 : line >= from && line < to;

function within(at: number, from: number, to: number, length: number): number {
  if (from < at || to - from > length) return from;
  return to > at + length ? to - length : at;
}
