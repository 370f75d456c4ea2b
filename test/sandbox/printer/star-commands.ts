import type { Command } from './commands.ts';

const ESC = 0x1b;
const [GS, RS] = [0x1d, 0x1e];
/** Control bytes that are commands of their own: drawers, the end of a job, feeds. */
const SINGLE: Record<number, string> = {
  0x07: 'BEL',
  0x0a: 'LF',
  0x17: 'ETB',
  0x19: 'EM',
  0x1a: 'SUB',
  0x1c: 'FS',
};
/** Bytes that follow the letter of ESC, ESC GS and ESC RS. Anything not named takes none. */
const ARGUMENTS: Record<string, number> = {
  'ESC \x07': 2,
  'ESC -': 1,
  'ESC J': 1,
  'ESC R': 1,
  'ESC W': 1,
  'ESC a': 1,
  'ESC d': 1,
  'ESC h': 1,
  'ESC i': 2,
  'ESC $': 1,
  'ESC GS a': 1,
  'ESC GS t': 1,
  'ESC GS \x03': 3,
  'ESC RS a': 1,
  'ESC RS E': 1,
};

/** The Star command at `offset`; undefined while its bytes have not all come. */
export function readStarCommand(stream: Buffer, offset: number): Command | undefined {
  const first = stream[offset] as number;
  if (first >= 0x20) {
    let end = offset + 1;
    while (end < stream.length && (stream[end] as number) >= 0x20) end++;
    return { name: 'text', bytes: stream.subarray(offset, end) };
  }
  if (first !== ESC) {
    return { name: SINGLE[first] ?? 'control', bytes: stream.subarray(offset, offset + 1) };
  }
  const second = stream[offset + 1];
  const family = second === GS ? 'ESC GS' : second === RS ? 'ESC RS' : 'ESC';
  const at = offset + (family === 'ESC' ? 1 : 2);
  const letter = stream[at];
  if (letter === undefined) return undefined;
  const name = `${family} ${String.fromCharCode(letter)}`;
  const after = name === 'ESC GS y' ? lengthOfQr(stream, at + 1) : (ARGUMENTS[name] ?? 0);
  if (after === undefined || at + 1 + after > stream.length) return undefined;
  return { name, bytes: stream.subarray(offset, at + 1 + after) };
}

/** S and two bytes; D 1 m, a length of two bytes, and so much data; P and I alone. */
function lengthOfQr(stream: Buffer, at: number): number | undefined {
  const letter = stream[at];
  if (letter === undefined) return undefined;
  if (letter === 0x53) return 3;
  if (letter !== 0x44) return 1;
  if (at + 5 > stream.length) return undefined;
  return 5 + stream.readUInt16LE(at + 3);
}
