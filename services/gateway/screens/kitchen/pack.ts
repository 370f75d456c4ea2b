/** How high the parts of a card are, in pixels. */
export interface Size {
  head: number;
  lines: number[];
  foot: number;
}

/** A card, or a part of one that is longer than its column: lines `from` up to `to`. */
export interface Piece {
  id: number;
  /** 0: with the card's own head; others have one that says whose they are. */
  part: number;
  from: number;
  to: number;
  /** With the card's foot. */
  last: boolean;
  column: number;
  y: number;
  height: number;
}

export interface Column {
  height: number;
  /** Between two cards. */
  gap: number;
  /** The head of a part that goes on, and the strip below one that is gone on with. */
  again: number;
  goes_on: number;
  /** There is not room for all: a ticket is torn before much of a column is left empty. */
  isScarce: boolean;
}

/** Fewer lines than these are not worth a part of their own at the foot of a column. */
const FEWEST_LINES = 2;
/** So much of a column is not left empty only to keep a ticket in one piece. */
const MOST_EMPTY = 1 / 3;

/**
 * Hangs cards up down the columns, each where the one before ended. One that does not fit there
 * goes to the next column as a whole; only what is longer than a column, or would waste much of a
 * scarce one, is torn and goes on at the top of the next, as often as it must.
 */
export function pack(cards: readonly { id: number; size: Size }[], column: Column): Piece[] {
  const pieces: Piece[] = [];
  let at = { column: 0, y: 0 };
  for (const { id, size } of cards) {
    if (at.y > 0 && !mayBegin(size, column, at.y)) at = { column: at.column + 1, y: 0 };
    for (const piece of partsOf(id, size, column, at)) {
      pieces.push(piece);
      at = { column: piece.column, y: piece.y + piece.height + column.gap };
    }
  }
  return pieces;
}

function mayBegin({ head, lines, foot }: Size, column: Column, y: number): boolean {
  const { height, goes_on, isScarce } = column;
  const whole = head + sum(lines) + foot;
  const room = height - y;
  if (whole <= room) return true;
  const mayTear = isScarce && room > MOST_EMPTY * height && lines.length > FEWEST_LINES;
  const isTorn = whole > height || mayTear;
  return isTorn && head + sum(lines.slice(0, FEWEST_LINES)) + goes_on <= room;
}

function partsOf(id: number, size: Size, column: Column, at: { column: number; y: number }) {
  const parts: Piece[] = [];
  let { column: number, y } = at;
  for (let from = 0, last = false; !last; number++, y = 0) {
    const head = from ? column.again : size.head;
    const rest = head + sum(size.lines.slice(from)) + size.foot;
    last = y + rest <= column.height;
    const room = column.height - y - head - column.goes_on;
    const to = last ? size.lines.length : from + fitting(size.lines.slice(from), room);
    // all lines fit but not the foot: the last one goes along with it
    const cut = !last && to === size.lines.length ? Math.max(from + 1, to - 1) : to;
    last ||= cut === size.lines.length;
    const height = last ? rest : head + sum(size.lines.slice(from, cut)) + column.goes_on;
    parts.push({ id, part: parts.length, from, to: cut, last, column: number, y, height });
    from = cut;
  }
  return parts;
}

/** How many of them fit; one always, or it would never end. */
function fitting(lines: readonly number[], room: number): number {
  let [count, height] = [0, 0];
  while (count < lines.length && height + (lines[count] as number) <= room) {
    height += lines[count++] as number;
  }
  return Math.max(1, count);
}

const sum = (heights: readonly number[]) => heights.reduce((all, one) => all + one, 0);

/** Columns of a width that a card is read well in; `wanted` by who set the screen up. */
export function columnsIn(width: number, wanted?: number): number {
  const fit = Math.min(6, Math.max(1, Math.round(width / COMFORTABLE_WIDTH)));
  return wanted && width / wanted >= NARROWEST_WIDTH ? wanted : fit;
}

const COMFORTABLE_WIDTH = 360;
const NARROWEST_WIDTH = 180;

/** The page's own unit: wide columns are read from further away, so their letters are larger. */
export function letterSize(width: number, columns: number): number {
  if (columns === 1 && width < 600) return 17;
  return Math.min(34, Math.max(12, Math.round(width / columns / 1.84) / 10));
}
