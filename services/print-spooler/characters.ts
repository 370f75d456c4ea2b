/** What code page WPC1252 has between 0x80 and 0x9f; the rest of it is Latin-1. */
const BEYOND_LATIN_1 = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';
const ON_PAGE = new RegExp(`[\\x20-\\x7e\\xa1-\\xac\\xae-\\xff${BEYOND_LATIN_1}]`, 'u');

/** Letters and signs that no decomposition brings to the page. */
const STAND_INS: Record<string, string> = {
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ı: 'i',
  ħ: 'h',
  Ħ: 'H',
  ẞ: 'SS',
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '―': '-',
  '−': '-',
  '′': "'",
  '″': '"',
  '→': '->',
  '←': '<-',
  '≤': '<=',
  '≥': '>=',
  '≈': '~',
  '✓': 'v',
  '✔': 'v',
  '₩': 'KRW ',
  '₹': 'Rs ',
  '₽': 'RUB ',
  '₺': 'TL ',
};

/**
 * A text as the paper can carry it: every character is on code page WPC1252, none commands the
 * printer. A letter with a foreign accent loses the accent, what has no likeness becomes `?`.
 */
export function printable(text: string): string {
  const plain = text
    .normalize('NFC')
    .replace(/\s/gu, ' ') // also the spaces that Unicode has in all widths
    .replace(/[\p{Cc}\p{Cf}\p{Variation_Selector}]/gu, '');
  return Array.from(plain, onPage).join('');
}

function onPage(character: string): string {
  if (ON_PAGE.test(character)) return character;
  const standIn = STAND_INS[character];
  if (standIn !== undefined) return standIn;
  const bare = character.normalize('NFKD').replace(/\p{M}/gu, '');
  if (!bare) return '';
  return bare === character ? '?' : Array.from(bare, onPage).join('');
}
