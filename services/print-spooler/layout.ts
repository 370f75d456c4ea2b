import type { CodePage } from '#shared/contracts/code-pages.ts';
import { printable } from './characters.ts';
import { widthOf } from './code-page.ts';

/** `tall` is twice as high; `large` twice, `huge` four and `giant` six times as high and wide. */
export type Size = 'normal' | 'tall' | 'large' | 'huge' | 'giant';

/** One line of paper; its text fits the paper at its size. Absent style: normal, left, black. */
export interface PaperLine {
  text: string;
  size?: Size;
  bold?: boolean;
  align?: 'left' | 'center' | 'right';
  /** White on black. */
  invert?: boolean;
}

/** A square code for a camera, in the middle; visible ASCII only. */
export interface PaperCode {
  qr: string;
}

/** What one job puts on paper, before the cut; no bytes yet. */
export type Paper = (PaperLine | PaperCode)[];
export type Style = Omit<PaperLine, 'text'>;

/** What is printed on: characters of normal size in a line, and which ones there are. */
export interface Sheet {
  columns: number;
  code_page: CodePage;
}

/** Beside an amount, a column of fewer characters is not read any more. */
const NARROWEST = 12;
/** Between a name and its amount: one space alone looks like one text. */
const GAP = 2;
const TIMES_AS_WIDE: Record<Size, number> = { normal: 1, tall: 1, large: 2, huge: 4, giant: 6 };
export const BLANK: PaperLine = { text: '' };

/** The room in a line, in characters of this size. */
export function room({ columns }: Sheet, size: Size = 'normal'): number {
  return Math.floor(columns / TIMES_AS_WIDE[size]);
}

const padding = (text: string, width: number, page: CodePage) =>
  ' '.repeat(Math.max(0, width - widthOf(text, page)));

/** A space that a line may end at; a no-break space holds together what it stands between. */
const BREAK = /[^\S\u00a0\u202f]+/u;
/** Between two letters: an amount does not lose its sign. */
const HYPHEN = /(?<=\p{L}[-/])(?=\p{L})/u;
/** Fewer letters of a long word are not worth beginning it in this line. */
const WORTH_BEGINNING = 6;

/**
 * A text in lines of at most `width`, broken between words; a word that is longer than a line is
 * broken inside. Its leading spaces hold for the first line, the others begin with `hang` spaces.
 */
export function wrap(text: string, width: number, page: CodePage, hang = 0): string[] {
  const words = text.split(BREAK).map((word) => printable(word, page));
  const parts = words
    .filter((word) => word.trim())
    .flatMap((word) => word.split(HYPHEN).map((part, i) => [part, i > 0 ? '' : ' '] as const));
  const lines: string[] = [];
  const indent = text.length - text.trimStart().length;
  let line = ' '.repeat(Math.min(indent, Math.floor(width / 2))); // some till's whole line
  let used = line.length;
  let empty = true;
  const begin = () => {
    lines.push(line);
    line = ' '.repeat(hang);
    used = hang;
    empty = true;
  };
  for (const [word, space] of parts) {
    const needed = widthOf(word, page);
    const isLong = needed > width - hang;
    const free = width - used - space.length;
    if (!empty && needed > free && !(isLong && free >= WORTH_BEGINNING)) begin();
    if (!empty) {
      line += space;
      used += space.length;
    }
    for (const character of word) {
      const cells = widthOf(character, page);
      if (used + cells > width && !empty) begin();
      line += character;
      used += cells;
      empty = false;
    }
  }
  return empty ? lines : [...lines, line];
}

/** A text as lines of one style; lines after the first are indented by `hang` characters. */
export function paragraph(sheet: Sheet, text: string, style: Style = {}, hang = 0): PaperLine[] {
  const lines = wrap(text, room(sheet, style.size), sheet.code_page, hang);
  return (lines.length > 0 ? lines : ['']).map((line) => ({ text: line, ...style }));
}

/**
 * A text on the left, wrapped, and one at the right edge of its first line, or below it; in
 * normal size where the right one does not fit in another.
 */
export function leftRight(
  sheet: Sheet,
  left: string,
  right: string,
  style: Style = {},
  hang = 0,
): PaperLine[] {
  const page = sheet.code_page;
  const width = room(sheet, style.size);
  const end = printable(right, page);
  const needed = widthOf(end, page);
  if (needed > width && width < sheet.columns) {
    return leftRight(sheet, left, right, { ...style, size: 'normal' }, hang);
  }
  const beside = width - needed - GAP;
  if (beside < NARROWEST && widthOf(printable(left, page), page) > beside) {
    const below = wrap(right, width, page).map((line) => padding(line, width, page) + line);
    return [...paragraph(sheet, left, style, hang), ...below.map((text) => ({ text, ...style }))];
  }
  const [first = '', ...rest] = wrap(left, beside, page, hang);
  const texts = [first + padding(first + end, width, page) + end, ...rest];
  return texts.map((text) => ({ text, ...style }));
}

/** Black bars over the whole width: what nobody may overlook. */
export function bar(sheet: Sheet, text: string, style: Style = {}, hang = 0): PaperLine[] {
  const width = room(sheet, style.size);
  const edge = style.size === 'large' ? 0 : 1; // where a space is wide, the letters need it
  return wrap(text, width - 2 * edge, sheet.code_page, hang).map((line) => {
    const free = padding(line, width, sheet.code_page).length;
    const left = style.align === 'center' ? Math.floor(free / 2) : edge;
    const filled = ' '.repeat(left) + line + ' '.repeat(Math.max(0, free - left));
    return { ...style, text: filled, align: 'left', bold: true, invert: true };
  });
}

export function rule({ columns }: Sheet, stroke = '-'): PaperLine {
  return { text: stroke.repeat(columns) };
}
