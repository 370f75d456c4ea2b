import { printable } from './characters.ts';

/** `tall` is twice as high, `large` twice and `huge` four times as high and wide as normal. */
export type Size = 'normal' | 'tall' | 'large' | 'huge';

/** One line of paper; its text fits the paper at its size. Absent style: normal, left, black. */
export interface PaperLine {
  text: string;
  size?: Size;
  bold?: boolean;
  align?: 'left' | 'center';
  /** White on black. */
  invert?: boolean;
}

/** What one job puts on paper, before the cut; no bytes yet. */
export type Paper = PaperLine[];
export type Style = Omit<PaperLine, 'text'>;

/** Beside an amount, a column of fewer characters is not read any more. */
const NARROWEST = 12;
const TIMES_AS_WIDE: Record<Size, number> = { normal: 1, tall: 1, large: 2, huge: 4 };

/** The room in a line, in characters of this size. */
function room(columns: number, size: Size = 'normal'): number {
  return Math.floor(columns / TIMES_AS_WIDE[size]);
}

/**
 * A text in lines of at most `width`, broken between words; a longer word is broken inside. Its
 * leading spaces hold for the first line, the others begin with `hang` spaces.
 */
export function wrap(text: string, width: number, hang = 0): string[] {
  const words = printable(text).split(' ').filter(Boolean);
  const margin = ' '.repeat(hang);
  const lines: string[] = [];
  let line = ' '.repeat(text.length - text.trimStart().length);
  let empty = true;
  const begin = () => {
    lines.push(line);
    line = margin;
    empty = true;
  };
  for (let word of words) {
    if (!empty && line.length + 1 + word.length > width) begin();
    while (empty && line.length + word.length > width) {
      const fits = width - line.length;
      line += word.slice(0, fits);
      word = word.slice(fits);
      begin();
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return empty ? lines : [...lines, line];
}

/** A text as lines of one style; lines after the first are indented by `hang` characters. */
export function paragraph(columns: number, text: string, style: Style = {}, hang = 0): Paper {
  const [first, ...rest] = wrap(text, room(columns, style.size), hang);
  return [first ?? '', ...rest].map((line) => ({ text: line, ...style }));
}

/** A text on the left, wrapped, and one at the right edge of its first line, or below it. */
export function leftRight(
  columns: number,
  left: string,
  right: string,
  style: Style = {},
  hang = 0,
): Paper {
  const width = room(columns, style.size);
  const end = printable(right);
  const beside = width - end.length - 1;
  if (beside < NARROWEST && left.length > beside) {
    return [...paragraph(columns, left, style, hang), { text: end.padStart(width), ...style }];
  }
  const [first = '', ...rest] = wrap(left, beside, hang);
  const texts = [first + end.padStart(width - first.length), ...rest];
  return texts.map((text) => ({ text, ...style }));
}

/** Black bars over the whole width: what nobody may overlook. */
export function bar(columns: number, text: string, size: Size = 'normal'): Paper {
  const width = room(columns, size);
  return wrap(text, width - 2).map((line) => ({
    text: ` ${line}`.padEnd(width),
    size,
    bold: true,
    invert: true,
  }));
}

export function rule(columns: number): PaperLine {
  return { text: '-'.repeat(columns) };
}
