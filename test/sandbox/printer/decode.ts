import { type Command, readCommand } from './commands.ts';

/** A line as it stands on paper; `width` and `height` are multiples of the normal size. */
export interface PrintedLine {
  text: string;
  width: number;
  height: number;
  bold: boolean;
  inverted: boolean;
  align: 'left' | 'center' | 'right';
}

type Style = Omit<PrintedLine, 'text'>;

const PLAIN: Style = { width: 1, height: 1, bold: false, inverted: false, align: 'left' };
const ALIGNMENTS = ['left', 'center', 'right'] as const;

/** The upper half of the pages that TextDecoder does not know. */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»' +
  '░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';
const CP858 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»' +
  '░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0';
const LABELS: Record<number, string> = {
  16: 'windows-1252',
  17: 'ibm866',
  39: 'iso-8859-2',
  40: 'iso-8859-15',
  45: 'windows-1250',
  46: 'windows-1251',
  47: 'windows-1253',
  48: 'windows-1254',
  49: 'windows-1255',
  50: 'windows-1256',
  51: 'windows-1257',
  52: 'windows-1258',
};

function inPage(page: number, bytes: Buffer): string {
  const label = LABELS[page];
  if (label) return new TextDecoder(label).decode(bytes);
  const upper = page === 19 ? CP858 : page === 0 ? CP437 : undefined;
  return Array.from(bytes, (byte) =>
    byte < 0x80 ? String.fromCharCode(byte) : (upper?.[byte - 0x80] ?? '\ufffd'),
  ).join('');
}

/** What a printer with lines of `columns` characters makes of these bytes, until the cut. */
export function decode(bytes: Buffer, columns: number): PrintedLine[] {
  const lines: PrintedLine[] = [];
  let style = PLAIN;
  let page = 0;
  let line: PrintedLine | undefined;

  function feed(): void {
    lines.push(line ?? { text: '', ...PLAIN });
    line = undefined;
  }
  function print(text: string): void {
    for (const character of text) {
      if (line && (line.text.length + 1) * line.width > columns) feed();
      line ??= { text: '', ...style };
      line.text += character;
      // a line is as bold and as large as its most striking character
      line.width = Math.max(line.width, style.width);
      line.height = Math.max(line.height, style.height);
      line.bold ||= style.bold;
      line.inverted ||= style.inverted;
    }
  }
  for (let at = 0; at < bytes.length; ) {
    const command = readCommand(bytes, at);
    if (!command) break; // the stream ends in the middle of a command
    at += command.bytes.length;
    const n = command.bytes.at(2) ?? 0;
    if (command.name === 'text') print(inPage(page, command.bytes));
    else if (command.name === 'LF') feed();
    else if (command.name === 'ESC d') for (let i = 0; i < n; i++) feed();
    else if (command.name === 'ESC t') page = n;
    else if (command.name === 'ESC @') [style, page, line] = [PLAIN, 0, undefined];
    else style = styled(style, command.name, n);
  }
  if (line) feed();
  return lines;
}

function styled(style: Style, name: Command['name'], n: number): Style {
  switch (name) {
    case 'ESC a':
      return { ...style, align: ALIGNMENTS[n % 48] ?? 'left' };
    case 'ESC E':
    case 'ESC G':
      return { ...style, bold: n % 2 === 1 };
    case 'GS B':
      return { ...style, inverted: n % 2 === 1 };
    case 'GS !':
      return { ...style, width: (n >> 4) + 1, height: (n & 0x0f) + 1 };
    case 'ESC !':
      return {
        ...style,
        bold: (n & 0x08) > 0,
        height: n & 0x10 ? 2 : 1,
        width: n & 0x20 ? 2 : 1,
      };
    default:
      return style; // it changes nothing that a reader of text could see
  }
}

/** Lines for a person: in their places on the paper, what is striking noted at the right. */
export function render(lines: PrintedLine[], columns: number): string {
  return lines
    .map((line) => {
      const { text, width, height, bold, inverted, align } = line;
      const free = columns - text.length * width;
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
