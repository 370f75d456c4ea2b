import type { Hung } from './action.ts';
import type { Frame } from './frame.ts';
import { pack, type Piece, type Size } from './pack.ts';

/** Heights in the page's unit, as in card.css and kitchen.css. */
const AGAIN = 2.6;
const GOES_ON = 2.2;
const BEYOND = 3.4;
/** Where not all fit, the bar that says so takes its room from the columns. */
export function hang(hung: readonly Hung[], sizeOf: (one: Hung) => Size, frame: Frame): Piece[] {
  const { columns, gap, letter } = frame;
  const cards = hung.map((one) => ({ id: one.ticket.id, size: sizeOf(one) }));
  const within = (height: number, isScarce: boolean) =>
    pack(cards, { height, isScarce, gap, again: AGAIN * letter, goes_on: GOES_ON * letter });
  if (columns === 1) return within(Number.POSITIVE_INFINITY, false);
  const doFit = (pieces: Piece[]) => pieces.every(({ column }) => column < columns);
  const roomy = within(frame.height, false);
  if (doFit(roomy)) return roomy;
  const dense = within(frame.height, true);
  return doFit(dense) ? dense : within(frame.height - BEYOND * letter, true);
}

/** Where a piece stands. Set by script, because the page's policy forbids styles in the HTML. */
export function placeOf({ column, y, height }: Piece, { width, gap }: Frame) {
  const left = gap + column * (width + gap);
  return {
    transform: `translate(${left}px, ${y}px)`,
    width: `${width}px`,
    height: `${height}px`,
  };
}

/** As large as all that hangs, drawn or not. */
export function sheetOf(pieces: readonly Piece[], { columns, width, height, gap }: Frame) {
  const last = pieces[pieces.length - 1];
  if (!last) return {};
  if (columns === 1) return { height: `${last.y + last.height + gap}px` };
  return { width: `${gap + (last.column + 1) * (width + gap)}px`, height: `${height}px` };
}
