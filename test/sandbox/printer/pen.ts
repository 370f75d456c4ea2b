import type { Glyph } from './pages.ts';

/** A line as it stands on paper; `width` and `height` are multiples of the normal size. */
export interface PrintedLine {
  text: string;
  width: number;
  height: number;
  bold: boolean;
  inverted: boolean;
  align: 'left' | 'center' | 'right';
  /** Where characters of double width stand in `text`, counted in characters. */
  wide: number[];
  /** What a square code says that stands here instead of text. */
  qr?: string;
}

export type Style = Omit<PrintedLine, 'text' | 'wide' | 'qr'>;
export const PLAIN: Style = {
  width: 1,
  height: 1,
  bold: false,
  inverted: false,
  align: 'left',
};
export const ALIGNMENTS = ['left', 'center', 'right'] as const;

/** A line's width in characters of its own size. */
export const cellsOf = ({ text, wide }: Pick<PrintedLine, 'text' | 'wide'>): number =>
  Array.from(text).length + wide.length;

/** What writes on paper: it knows where it stands, and how it was told to write. */
export interface Pen {
  style: Style;
  page: number;
  /** The number of the last code that was sent but is not printed yet. */
  code: string;
  /** Two bytes are a character; undefined: they are two. */
  pairs: string | undefined;
  readonly lines: PrintedLine[];
  /** Pulses to drawers, by the drawer's number. */
  readonly kicks: number[];
  cuts: number;
  /** What a printer would have ignored, or printed as nonsense. */
  readonly strange: string[];
  write(glyphs: Glyph[]): void;
  feed(): void;
  square(): void;
  /** A line that was begun comes out. */
  finish(): void;
}

/** Writes at the left, and begins a new line where `columns` are full. */
export function openPen(columns: number): Pen {
  let line: PrintedLine | undefined;
  const begin = (style: Style): PrintedLine => ({ text: '', wide: [], ...style });
  return {
    style: PLAIN,
    page: 0,
    code: '',
    pairs: undefined,
    lines: [],
    kicks: [],
    cuts: 0,
    strange: [],
    write(glyphs) {
      for (const [character, cells] of glyphs) {
        const { style } = this;
        if (line && (cellsOf(line) + cells) * line.width > columns) this.feed();
        line ??= begin(style);
        if (cells === 2) line.wide.push(Array.from(line.text).length);
        line.text += character;
        // a line is as bold and as large as its most striking character
        line.width = Math.max(line.width, style.width);
        line.height = Math.max(line.height, style.height);
        line.bold ||= style.bold;
        line.inverted ||= style.inverted;
      }
    },
    feed() {
      this.lines.push(line ?? begin(PLAIN));
      line = undefined;
    },
    square() {
      if (!this.code) return; // nothing was sent that it could say
      this.lines.push({ ...begin({ ...PLAIN, align: this.style.align }), qr: this.code });
    },
    finish() {
      if (line) this.feed();
    },
  };
}
