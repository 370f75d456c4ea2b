/** One step of an ESC/POS stream; `bytes` are its own, `length` in all. */
export interface Command {
  name: string;
  bytes: Buffer;
}

const DLE = 0x10;
const ESC = 0x1b;
const FS = 0x1c;
const GS = 0x1d;
const PREFIXES: Record<number, string> = { [DLE]: 'DLE', [ESC]: 'ESC', [FS]: 'FS', [GS]: 'GS' };

/** Bytes that follow the command's letter. Anything not named here takes none. */
const ARGUMENTS: Record<string, number> = {
  'ESC !': 1,
  'ESC -': 1,
  'ESC 3': 1,
  'ESC =': 1,
  'ESC B': 2,
  'ESC E': 1,
  'ESC G': 1,
  'ESC J': 1,
  'ESC M': 1,
  'ESC R': 1,
  'ESC V': 1,
  'ESC \x20': 1,
  'ESC a': 1,
  'ESC c': 2,
  'ESC d': 1,
  'ESC p': 3,
  'ESC t': 1,
  'ESC {': 1,
  'GS !': 1,
  'GS B': 1,
  'GS H': 1,
  'GS I': 1,
  'GS L': 2,
  'GS W': 2,
  'GS a': 1,
  'GS b': 1,
  'GS f': 1,
  'GS h': 1,
  'GS r': 1,
  'GS w': 1,
  'GS |': 1,
  'FS !': 1,
  'FS -': 1,
  'FS C': 1,
  'DLE \x04': 1,
  'DLE \x05': 1,
  'DLE \x14': 3,
};

/** The command at `offset`; undefined while its bytes have not all come. */
export function readCommand(stream: Buffer, offset: number): Command | undefined {
  const first = stream[offset] as number;
  const prefix = PREFIXES[first];
  if (!prefix) return readPlain(stream, offset);
  const letter = stream[offset + 1];
  if (letter === undefined) return undefined;
  const name = `${prefix} ${String.fromCharCode(letter)}`;
  const length = 2 + (lengthAfter(name, stream, offset + 2) ?? Number.POSITIVE_INFINITY);
  if (offset + length > stream.length) return undefined;
  return { name, bytes: stream.subarray(offset, offset + length) };
}

function readPlain(stream: Buffer, offset: number): Command {
  const isText = (byte: number | undefined) => byte !== undefined && byte >= 0x20;
  let end = offset + 1;
  if (!isText(stream[offset])) {
    const name = stream[offset] === 0x0a ? 'LF' : 'control';
    return { name, bytes: stream.subarray(offset, end) };
  }
  while (isText(stream[end])) end++;
  return { name: 'text', bytes: stream.subarray(offset, end) };
}

/** Undefined: the bytes that tell have not come. */
function lengthAfter(name: string, stream: Buffer, at: number): number | undefined {
  const [first, second] = [stream[at], stream[at + 1]];
  if (name === 'GS V') {
    if (first === undefined) return undefined;
    return first >= 0x41 ? 2 : 1; // function B has a feed besides the mode
  }
  if (name === 'GS (' || name === 'FS (') {
    const [low, high] = [stream[at + 1], stream[at + 2]];
    return low === undefined || high === undefined ? undefined : 3 + low + high * 256;
  }
  if (name === 'GS v') {
    if (at + 6 > stream.length) return undefined;
    const word = (i: number) => stream.readUInt16LE(at + i);
    return 6 + word(2) * word(4);
  }
  if (name === 'GS k') {
    if (first === undefined) return undefined;
    if (first >= 0x41) return second === undefined ? undefined : 2 + second;
    return closedByNul(stream, at);
  }
  if (name === 'ESC D') return closedByNul(stream, at);
  return ARGUMENTS[name] ?? 0;
}

function closedByNul(stream: Buffer, at: number): number | undefined {
  const end = stream.indexOf(0, at);
  return end < 0 ? undefined : end - at + 1;
}
