import { type Command, readCommand } from './commands.ts';
import { ESCPOS_PAGES, inPage, inPairs, STAR_PAGES } from './pages.ts';
import { ALIGNMENTS, cellsOf, openPen, type Pen, PLAIN, type PrintedLine } from './pen.ts';
import { readStarCommand } from './star-commands.ts';

export type { PrintedLine } from './pen.ts';

/** How a printer is built: its family of commands, and its country where that has one. */
export interface Built {
  language?: 'escpos' | 'star';
  /** What two bytes are, of a printer that was made for such a country. */
  pairs?: 'shift_jis' | 'gb18030' | 'big5' | 'euc-kr';
}

/** What a printer makes of bytes. */
export type Printed = Pick<Pen, 'lines' | 'kicks' | 'cuts' | 'strange'>;

/** Everything that bytes bring about in a printer with lines of `columns` characters. */
export function readPaper(bytes: Buffer, columns: number, built: Built = {}): Printed {
  const pen = openPen(columns);
  pen.pairs = atFirst(built);
  const isStar = built.language === 'star';
  const read = isStar ? readStarCommand : readCommand;
  for (let at = 0; at < bytes.length; ) {
    const command = read(bytes, at);
    if (!command) {
      pen.strange.push('it ends in the middle of a command');
      break;
    }
    at += command.bytes.length;
    if (isStar) obeyStar(pen, command);
    else obeyEscPos(pen, command, built);
  }
  pen.finish();
  return pen;
}

/** What a printer with lines of `columns` characters makes of these bytes: the lines alone. */
export function decode(bytes: Buffer, columns: number, built?: Built): PrintedLine[] {
  return readPaper(bytes, columns, built).lines;
}

/** A printer that was made for China takes pairs from the moment it is switched on. */
const atFirst = ({ pairs }: Built) => (pairs === 'gb18030' ? pairs : undefined);

function obeyEscPos(pen: Pen, { name, bytes }: Command, built: Built): void {
  const { pairs = 'gb18030' } = built;
  const n = bytes.at(2) ?? 0;
  const style = (change: Partial<Pen['style']>) => void (pen.style = { ...pen.style, ...change });
  switch (name) {
    case 'text':
      return pen.write(
        pen.pairs ? inPairs(pen.pairs, bytes) : inPage(ESCPOS_PAGES[pen.page], bytes),
      );
    case 'LF':
      return pen.feed();
    case 'ESC @':
      [pen.style, pen.page, pen.pairs, pen.code] = [PLAIN, 0, atFirst(built), ''];
      return;
    case 'ESC d':
      for (let i = 0; i < n; i++) pen.feed();
      return;
    case 'ESC t':
      pen.page = n;
      return;
    case 'FS &':
      // those of Japan take two bytes for JIS until they are told otherwise
      pen.pairs = pairs === 'shift_jis' ? 'iso-2022-jp' : pairs;
      return;
    case 'FS .':
      pen.pairs = undefined;
      return;
    case 'FS C':
      pen.pairs &&= n === 1 ? 'shift_jis' : 'iso-2022-jp';
      return;
    case 'ESC a':
      return style({ align: ALIGNMENTS[n % 48] ?? 'left' });
    case 'ESC E':
    case 'ESC G':
      return style({ bold: n % 2 === 1 });
    case 'GS B':
      return style({ inverted: n % 2 === 1 });
    case 'GS !':
      return style({ width: (n >> 4) + 1, height: (n & 0x0f) + 1 });
    case 'ESC !':
      return style({ bold: (n & 0x08) > 0, height: n & 0x10 ? 2 : 1, width: n & 0x20 ? 2 : 1 });
    case 'GS V':
      pen.cuts++;
      return;
    case 'ESC p':
      return void pen.kicks.push((n % 48) + 1);
    case 'GS (':
      return obeyQr(pen, bytes);
    default:
      pen.strange.push(name); // it changes nothing that a reader of text could see
  }
}

/** GS ( k pL pH cn fn: 80 keeps what the code is to say, 81 prints it. */
function obeyQr(pen: Pen, bytes: Buffer): void {
  if (bytes[2] !== 0x6b || bytes[5] !== 0x31) return void pen.strange.push('GS (');
  if (bytes[6] === 0x50) pen.code = bytes.subarray(8).toString('latin1');
  if (bytes[6] === 0x51) pen.square();
}

function obeyStar(pen: Pen, { name, bytes }: Command): void {
  const n = bytes.at(-1) ?? 0;
  const style = (change: Partial<Pen['style']>) => void (pen.style = { ...pen.style, ...change });
  switch (name) {
    case 'text':
      return pen.write(inPage(STAR_PAGES[pen.page], bytes));
    case 'LF':
      return pen.feed();
    case 'ESC @':
      [pen.style, pen.page, pen.code] = [PLAIN, 0, ''];
      return;
    case 'ESC GS t':
      pen.page = n;
      return;
    case 'ESC GS a':
      return style({ align: ALIGNMENTS[n % 48] ?? 'left' });
    case 'ESC E':
    case 'ESC F':
      return style({ bold: name === 'ESC E' });
    case 'ESC 4':
    case 'ESC 5':
      return style({ inverted: name === 'ESC 4' });
    case 'ESC i':
      return style({ height: ((bytes[2] ?? 0) % 48) + 1, width: (n % 48) + 1 });
    case 'ESC d':
      pen.cuts++;
      return;
    case 'ESC \x07':
      return; // how long the pulses are
    case 'BEL':
    case 'FS':
      return void pen.kicks.push(1);
    case 'SUB':
    case 'EM':
      return void pen.kicks.push(2);
    case 'ESC GS y':
      if (bytes[3] === 0x44) pen.code = bytes.subarray(8).toString('latin1');
      if (bytes[3] === 0x50) pen.square();
      return;
    default:
      pen.strange.push(name);
  }
}

/** Lines for a person: in their places on the paper, what is striking noted at the right. */
export function render(lines: PrintedLine[], columns: number): string {
  return lines
    .map((line) => {
      const { text, width, height, bold, inverted, align, qr } = line;
      if (qr !== undefined) return `${' '.repeat(columns / 2 - 6)}[QR ${qr}]`;
      const free = columns - cellsOf(line) * width;
      const left = align === 'left' ? 0 : align === 'right' ? free : Math.floor(free / 2);
      const notes = [
        width * height > 1 && `${width}x${height}`,
        bold && 'bold',
        inverted && 'inverted',
      ];
      const noted = notes.filter(Boolean).join(' ');
      // wide characters are written as narrow ones; a gap takes the room that they leave
      const spread = text.replace(/(?<=\S) {2,}(?=\S)/, (gap) =>
        gap.padEnd(gap.length + text.length * (width - 1)),
      );
      const placed = ' '.repeat(Math.max(0, left)) + spread;
      return noted ? `${placed.padEnd(columns)} | ${noted}` : placed.trimEnd();
    })
    .join('\n')
    .concat('\n');
}
