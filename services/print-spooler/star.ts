import type { CodePage } from '#shared/contracts/code-pages.ts';
import { inPrintOrder, printable } from './characters.ts';
import { inAscii, inPage } from './code-page.ts';
import type { Paper, PaperLine, Size } from './layout.ts';

// Our own: the encoder's Star part has no sizes, and a QR code that its printers print as text.
const ESC = 0x1b;
const GS = 0x1d;
const RESET = Buffer.of(ESC, 0x40);
/** ESC d 3: feeds to the cutter and leaves a corner. */
const FEED_AND_CUT = Buffer.of(ESC, 0x64, 0x03);
const LF = 0x0a;
/** ESC GS t n; a page without a number is one that these printers do not have. */
const PAGES: Partial<Record<CodePage, number>> = {
  PC437_USA: 1,
  PC858_EURO: 4,
  PC852_LATIN2: 5,
  PC866_CYRILLIC2: 10,
  PC857_TURKISH: 12,
  PC862_HEBREW: 13,
  PC737_GREEK: 15,
  WPC1252: 32,
  WPC1250_LATIN2: 33,
  WPC1251_CYRILLIC: 34,
};
/** Times as high and as wide as normal, less 1: the order of ESC i. */
const SIZES: Record<Size, [height: number, width: number]> = {
  normal: [0, 0],
  tall: [1, 0],
  large: [1, 1],
  huge: [3, 3],
  giant: [5, 5],
};
const ALIGNMENTS = { left: 0, center: 1, right: 2 } as const;
const QR_CELL_DOTS = 6;

export const starKnows = (page: CodePage): boolean => page in PAGES;

/** A paper as Star's line mode and StarPRNT have it, from the reset to the cut. */
export function encodeStar(paper: Paper, page: CodePage): Buffer {
  const lines = paper.map((line) => ('qr' in line ? encodeQr(line.qr) : encodeLine(line, page)));
  return Buffer.concat([RESET, escape(GS, 0x74, PAGES[page] ?? 0), ...lines, FEED_AND_CUT]);
}

/** BEL and SUB drive the two drawers after what was sent before; ESC BEL sets 200 ms on and off. */
export function kickStar(drawer: 1 | 2): Buffer {
  return Buffer.from(drawer === 1 ? [ESC, 0x07, 0x14, 0x14, 0x07] : [0x1a]);
}

const escape = (...rest: number[]) => Buffer.of(ESC, ...rest);
const square = (...rest: number[]) => escape(GS, 0x79, ...rest);

function encodeLine(line: PaperLine, page: CodePage): Buffer {
  const { text, size = 'normal', bold = false, align = 'left', invert = false } = line;
  return Buffer.concat([
    escape(GS, 0x61, ALIGNMENTS[align]),
    escape(0x69, ...SIZES[size]),
    escape(bold ? 0x45 : 0x46),
    escape(invert ? 0x34 : 0x35),
    inPage(inPrintOrder(printable(text, page)), page),
    Buffer.of(LF),
  ]);
}

function encodeQr(qr: string): Buffer {
  const data = Buffer.from(inAscii(qr), 'latin1');
  return Buffer.concat([
    escape(GS, 0x61, ALIGNMENTS.center),
    square(0x53, 0x30, 2), // model 2
    square(0x53, 0x31, 1), // correction M
    square(0x53, 0x32, QR_CELL_DOTS),
    square(0x44, 0x31, 0, data.length & 0xff, data.length >> 8, ...data),
    square(0x50), // which brings the paper to the next line
  ]);
}
