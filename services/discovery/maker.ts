import { identitiesOf, macOf, plain } from './identity.ts';
import type { Seen } from './sightings.ts';

/** A maker's own way to ask a network for its printers: one datagram, answered by each. */
export interface Maker {
  name: 'epson' | 'star';
  port: number;
  question: Buffer;
  /** What a reply says; undefined where it is none. Never throws, whatever comes. */
  read: (reply: Uint8Array, host: string) => Seen | undefined;
}

/** What receipt printers listen at for what is to be printed. */
export const RAW_PORT = 9100;

/** Epson's ENPC: who are you? Never a question of type C, which resets. */
const EPSON_QUESTION = Buffer.from('EPSONQ\u0003\0\0\0\0\0\0\0', 'latin1');
const EPSON_REPLY = Buffer.from('EPSONq');
const EPSON_RESULT = 10;
const EPSON_MODEL = 19;

const STAR_MAGIC = Buffer.from('STR_BCAST');
const STAR_QUESTION = Buffer.concat([
  STAR_MAGIC,
  Buffer.alloc(7),
  Buffer.from('RQ1.0.0\0\0'),
  Buffer.from([0x1c, 0x64, 0x31]),
]);
/** Where the 302 bytes of a reply say what. */
const STAR = { version: 16, card: 36, card_end: 52, mac: 78, model: 204, model_end: 268 };

export const MAKERS: readonly Maker[] = [
  { name: 'epson', port: 3289, question: EPSON_QUESTION, read: readEpson },
  { name: 'star', port: 22_222, question: STAR_QUESTION, read: readStar },
];

/** The MAC is not told in words that are known: the neighbor table has it. */
function readEpson(reply: Uint8Array, host: string): Seen | undefined {
  const bytes = Buffer.from(reply);
  if (bytes.length <= EPSON_MODEL || !bytes.subarray(0, 6).equals(EPSON_REPLY)) return undefined;
  if (bytes.readUInt16BE(EPSON_RESULT) !== 0) return undefined;
  const name = `EPSON ${textAt(bytes, EPSON_MODEL, bytes.length)}`.trim();
  return { host, port: RAW_PORT, name, language: 'escpos', identities: [], found_by: ['epson'] };
}

function readStar(reply: Uint8Array, host: string): Seen | undefined {
  const bytes = Buffer.from(reply);
  if (bytes.length < STAR.mac + 6 || !bytes.subarray(0, 9).equals(STAR_MAGIC)) return undefined;
  if (bytes.toString('latin1', STAR.version, STAR.version + 2) !== 'RS') return undefined;
  const model =
    textAt(bytes, STAR.model, STAR.model_end) || textAt(bytes, STAR.card, STAR.card_end);
  return {
    host,
    port: RAW_PORT,
    name: `Star ${model}`.trim(),
    language: 'star',
    identities: identitiesOf([macOf(bytes.subarray(STAR.mac, STAR.mac + 6))]),
    found_by: ['star'],
  };
}

/** Visible ASCII up to the first byte that is none. */
function textAt(bytes: Buffer, from: number, to: number): string {
  const text = bytes.toString('latin1', from, Math.min(to, bytes.length));
  return plain(/^[\x20-\x7e]*/.exec(text)?.[0] ?? '');
}
