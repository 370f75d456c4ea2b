import type { CodePage } from '#shared/contracts/code-pages.ts';
import { DOS_PAGES } from './dos-pages.ts';

/** Pages of one byte that the Web knows too, by its names. */
const WEB_PAGES = {
  WPC1252: 'windows-1252',
  ISO8859_15_LATIN9: 'iso-8859-15',
  WPC1250_LATIN2: 'windows-1250',
  PC866_CYRILLIC2: 'ibm866',
  WPC1251_CYRILLIC: 'windows-1251',
  WPC1253_GREEK: 'windows-1253',
  WPC1254_TURKISH: 'windows-1254',
  WPC1257_BALTIC_RIM: 'windows-1257',
  WPC1255_HEBREW: 'windows-1255',
} as const;
/**
 * Pages of two bytes, and the first bytes that printers have: the national standards, without
 * what the makers of computers added at the edges.
 */
const ASIAN_PAGES = {
  SHIFT_JIS: { label: 'shift_jis', first: [0x81, 0xea], second: [0x40, 0xfc] },
  GB18030: { label: 'gb18030', first: [0x81, 0xfe], second: [0x40, 0xfe] },
  BIG5: { label: 'big5', first: [0xa1, 0xf9], second: [0x40, 0xfe] },
  EUC_KR: { label: 'euc-kr', first: [0xa1, 0xfe], second: [0xa1, 0xfe] },
} as const;
/** A single byte each, and as wide as a letter: the kana of the first printers in Japan. */
const NARROW_KANA = { first: 0xa1, last: 0xdf };
/** What leaves a mark of its own: no accent that stands alone, no mark of direction. */
const VISIBLE = /^[\p{L}\p{N}\p{P}\p{S}]$/u;

/** All of a small page; of one with thousands, enough to see whether it is the right one. */
const MOST_SHOWN = 128;

type WebPage = keyof typeof WEB_PAGES;
type DosPage = keyof typeof DOS_PAGES;
type Bytes = readonly number[];
const pages = new Map<CodePage, Map<string, Bytes>>();

/** Whether the page's characters beyond ASCII are of two bytes and of double width. */
export const isAsian = (page: CodePage): page is keyof typeof ASIAN_PAGES => page in ASIAN_PAGES;

/** Whether a printer that is set to this page has the character. */
export function isOnPage(character: string, page: CodePage): boolean {
  return bytesOf(character, page) !== undefined;
}

/** In characters of normal width: what a page has with two bytes takes the room of two. */
export function widthOf(text: string, page: CodePage): number {
  if (!isAsian(page)) return Array.from(text).length;
  return Array.from(text).reduce((sum, character) => {
    return sum + (bytesOf(character, page)?.length ?? 1);
  }, 0);
}

/** A text whose characters are all on the page; what is not there would be a `?`. */
export function inPage(text: string, page: CodePage): Buffer {
  return Buffer.from(Array.from(text).flatMap((one) => bytesOf(one, page) ?? [0x3f]));
}

/** A text in visible ASCII, as a camera is to read it: anything else in percent signs. */
export function inAscii(text: string): string {
  return text.toWellFormed().replace(/[^\x21-\x7e]+/gu, encodeURIComponent);
}

/** What a page has beyond ASCII, in words that a line can be broken between; a part of many. */
export function sampleOf(page: CodePage): string {
  const all = [...charactersOf(page).keys()].slice(0, MOST_SHOWN).join('');
  return all.replace(/.{8}/gu, '$& ');
}

function bytesOf(character: string, page: CodePage): Bytes | undefined {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return code >= 0x20 && code < 0x7f ? [code] : undefined;
  return charactersOf(page).get(character);
}

/** Built once, when the first text for such a printer comes. */
function charactersOf(page: CodePage): Map<string, Bytes> {
  const known = pages.get(page) ?? (isAsian(page) ? invertPairs(page) : invert(page));
  pages.set(page, known);
  return known;
}

/** A page's characters beyond ASCII, the other way round than it is defined. */
function invert(page: Exclude<CodePage, keyof typeof ASIAN_PAGES>): Map<string, Bytes> {
  const found = new Map<string, Bytes>();
  const decoder = page in DOS_PAGES ? undefined : new TextDecoder(WEB_PAGES[page as WebPage]);
  for (let byte = 0x80; byte <= 0xff; byte++) {
    const character = decoder?.decode(Buffer.of(byte)) ?? DOS_PAGES[page as DosPage][byte - 0x80];
    keep(found, character ?? '', [byte]);
  }
  return found;
}

function invertPairs(page: keyof typeof ASIAN_PAGES): Map<string, Bytes> {
  const found = new Map<string, Bytes>();
  const { label, first, second } = ASIAN_PAGES[page];
  const decoder = new TextDecoder(label);
  for (let one = first[0]; one <= first[1]; one++) {
    for (let two = second[0]; two <= second[1]; two++) {
      const character = decoder.decode(Buffer.of(one, two));
      // é as wide as two letters tears a word apart: it is better off as e
      if (!/\p{Script=Latin}/u.test(character)) keep(found, character, [one, two]);
    }
  }
  if (page !== 'SHIFT_JIS') return found;
  for (let one = NARROW_KANA.first; one <= NARROW_KANA.last; one++) {
    keep(found, decoder.decode(Buffer.of(one)), [one]);
  }
  return found;
}

/** The first bytes for a character are the ones that every maker has. */
function keep(found: Map<string, Bytes>, decoded: string, bytes: Bytes): void {
  const character = decoded.normalize(); // as every text is before it is looked up
  const isMark = VISIBLE.test(character) && character !== '\ufffd';
  if (isMark && !found.has(character)) found.set(character, bytes);
}
