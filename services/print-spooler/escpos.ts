import thermal from 'node-thermal-printer';
import { printable } from './characters.ts';
import type { Paper, PaperLine, Size } from './layout.ts';

const { CharacterSet, PrinterTypes, ThermalPrinter } = thermal;

const RESET = Buffer.from([0x1b, 0x40]);
/** Feeds to the cutter and cuts, all but a corner: the ticket hangs there until it is taken. */
const FEED_AND_CUT = Buffer.from([0x1d, 0x56, 0x42, 0x00]);
/** Times as wide and as high as normal, less 1: the order of GS !, not of the encoder's names. */
const SIZES: Record<Size, [width: number, height: number]> = {
  normal: [0, 0],
  tall: [0, 1],
  large: [1, 1],
  huge: [3, 3],
};

/** A paper as ESC/POS, from the reset to the cut. The encoder makes bytes only, no lines. */
export function encode(paper: Paper): Buffer {
  const encoder = new ThermalPrinter({
    type: PrinterTypes.EPSON,
    breakLine: thermal.BreakLine.NONE,
    // its own transport is not used: it reports success before the printer has read a byte
  } as ConstructorParameters<typeof ThermalPrinter>[0]);
  encoder.add(RESET); // before the code page: a reset takes the page back
  encoder.setCharacterSet(CharacterSet.WPC1252);
  for (const line of paper) encodeLine(encoder, line);
  encoder.add(FEED_AND_CUT); // its own cut feeds eight lines and resets
  return encoder.getBuffer();
}

function encodeLine(encoder: InstanceType<typeof ThermalPrinter>, line: PaperLine): void {
  const { text, size = 'normal', bold = false, align = 'left', invert = false } = line;
  if (align === 'center') encoder.alignCenter();
  else encoder.alignLeft();
  encoder.setTextSize(...SIZES[size]);
  encoder.bold(bold);
  encoder.invert(invert);
  // whatever comes in: no control byte and no character that makes it change the page
  encoder.print(printable(text));
  encoder.newLine(); // println would drop blank lines
}
