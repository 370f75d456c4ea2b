import thermal from 'node-thermal-printer';
import type { CodePage } from '#shared/contracts/code-pages.ts';
import { inPrintOrder, printable } from './characters.ts';
import { inAscii, inPage, isAsian } from './code-page.ts';
import type { Paper, PaperCode, PaperLine, Size } from './layout.ts';

const { CharacterSet, PrinterTypes, ThermalPrinter } = thermal;
type Encoder = InstanceType<typeof ThermalPrinter>;

const RESET = Buffer.from([0x1b, 0x40]);
/** FS .: each byte is a character. Printers made in China begin as if it were otherwise. */
const ONE_BYTE = Buffer.from([0x1c, 0x2e]);
/** FS &: from now on, two bytes are a character. */
const TWO_BYTES = Buffer.from([0x1c, 0x26]);
/** FS C 1: and they are Shift JIS; Japanese printers begin with another code. */
const SHIFT_JIS = Buffer.from([0x1c, 0x43, 0x01]);
/** Feeds to the cutter and cuts, all but a corner: the ticket hangs there until it is taken. */
const FEED_AND_CUT = Buffer.from([0x1d, 0x56, 0x42, 0x00]);
/** Times as wide and as high as normal, less 1: the order of GS !, not of the encoder's names. */
const SIZES: Record<Size, [width: number, height: number]> = {
  normal: [0, 0],
  tall: [0, 1],
  large: [1, 1],
  huge: [3, 3],
  giant: [5, 5],
};
/** Two millimetres for each square of the code's pattern is what phones read at an arm's length. */
const QR = { cellSize: 6, correction: 'M', model: 2 } as const;

/** A paper as ESC/POS, from the reset to the cut. The encoder makes bytes only, no lines. */
export function encodeEscPos(paper: Paper, page: CodePage): Buffer {
  const encoder = new ThermalPrinter({
    type: PrinterTypes.EPSON,
    breakLine: thermal.BreakLine.NONE,
    // its own transport is not used: it reports success before the printer has read a byte
  } as ConstructorParameters<typeof ThermalPrinter>[0]);
  encoder.add(RESET); // before the code page: a reset takes the page back
  setPage(encoder, page);
  // taken away line by line: the encoder copies all that it holds at each step
  const bytes = [taken(encoder)];
  for (const line of paper) {
    if ('qr' in line) encodeQr(encoder, line);
    else encodeLine(encoder, line, page);
    bytes.push(taken(encoder));
  }
  return Buffer.concat([...bytes, FEED_AND_CUT]); // its own cut feeds eight lines and resets
}

/** ESC p: 50 ms on, 500 ms off. The encoder's own pulse has no times in it. */
export function kickEscPos(drawer: 1 | 2): Buffer {
  return Buffer.from([0x1b, 0x70, drawer - 1, 0x19, 0xfa]);
}

function setPage(encoder: Encoder, page: CodePage): void {
  encoder.add(isAsian(page) ? TWO_BYTES : ONE_BYTE);
  if (!isAsian(page)) return encoder.setCharacterSet(page as keyof typeof CharacterSet);
  if (page === 'SHIFT_JIS') encoder.add(SHIFT_JIS);
}

function taken(encoder: Encoder): Buffer {
  const bytes = encoder.getBuffer();
  encoder.clear();
  return bytes;
}

function encodeLine(encoder: Encoder, line: PaperLine, page: CodePage): void {
  const { text, size = 'normal', bold = false, align = 'left', invert = false } = line;
  if (align === 'center') encoder.alignCenter();
  else if (align === 'right') encoder.alignRight();
  else encoder.alignLeft();
  encoder.setTextSize(...SIZES[size]);
  encoder.bold(bold);
  encoder.invert(invert);
  // as bytes: its own print tries every page for a character, and leaves the printer there
  encoder.add(inPage(inPrintOrder(printable(text, page)), page));
  encoder.newLine(); // println would drop blank lines
}

function encodeQr(encoder: Encoder, { qr }: PaperCode): void {
  encoder.alignCenter();
  // it counts characters where the printer counts bytes: ASCII only
  encoder.printQR(inAscii(qr), QR); // which brings the paper to the next line
}
