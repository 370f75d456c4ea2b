import { PosError } from '#shared/errors.ts';

/** A cell and where it begins: its line in the text, and which one of its row it is, from 1. */
export interface Cell {
  text: string;
  line: number;
  column: number;
}

/** What a spreadsheet takes for a formula; with apostrophes before it, so that none gets lost. */
const FORMULA = /^'*[=+\-@\t\r]/;

/** RFC 4180. An apostrophe goes before what a spreadsheet would calculate. */
export function writeCsv(rows: string[][]): string {
  const cell = (text: string) => {
    const safe = FORMULA.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** The rows that are not empty; takes what `writeCsv` writes, with any line ends and a BOM. */
export function readCsv(text: string): Cell[][] {
  const rows: Cell[][] = [];
  let row: Cell[] = [];
  let line = 1;
  let at = text.startsWith('\uFEFF') ? 1 : 0;

  function endRow(): void {
    if (row.some((cell) => cell.text !== '')) rows.push(row);
    row = [];
  }
  while (at < text.length) {
    const cell = { text: '', line, column: row.length + 1 };
    const [taken, end] = text[at] === '"' ? quoted(text, at, cell) : plain(text, at);
    cell.text = /^''*[=+\-@\t\r]/.test(taken) ? taken.slice(1) : taken;
    line += taken.split('\n').length - 1;
    row.push(cell);
    at = end;
    if (text[at] === ',') {
      at++;
      if (at === text.length) row.push({ text: '', line, column: row.length + 1 });
    } else {
      if (at < text.length) line++;
      at += text.startsWith('\r\n', at) ? 2 : 1;
      endRow();
    }
  }
  endRow();
  return rows;
}

/** What stands from here to the next comma or line end, and where that is. */
function plain(text: string, from: number): [string, number] {
  let end = from;
  while (end < text.length && !',\r\n'.includes(text[end] as string)) end++;
  return [text.slice(from, end), end];
}

function quoted(text: string, from: number, { line, column }: Cell): [string, number] {
  let end = from + 1;
  while (end < text.length && (text[end] !== '"' || text[end + 1] === '"')) {
    end += text[end] === '"' ? 2 : 1;
  }
  if (end >= text.length || !',\r\n'.includes(text[end + 1] ?? ',')) {
    const message = 'a cell in quotes does not end before the next comma or line';
    throw new PosError('VALIDATION_FAILED', { errors: [{ field: 'csv', message, line, column }] });
  }
  return [text.slice(from + 1, end).replaceAll('""', '"'), end + 1];
}
