import type { CodePage } from '#shared/contracts/code-pages.ts';
import { isOnPage } from './code-page.ts';
import { likenessOf } from './likeness.ts';

/**
 * A text as the paper can carry it: every character is on the page, none commands the printer.
 * A letter with a foreign accent loses the accent, one of another script is spelled out, what
 * has no likeness becomes `?`.
 */
export function printable(text: string, page: CodePage): string {
  const plain = text
    .normalize('NFC')
    .replace(/\s/gu, ' ') // also the spaces that Unicode has in all widths
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Variation_Selector}]/gu, '');
  return Array.from(plain, (character) => onPage(character, page)).join('');
}

function onPage(character: string, page: CodePage): string {
  if (isOnPage(character, page)) return character;
  const likeness = likenessOf(character);
  if (likeness !== undefined) return Array.from(likeness, (one) => onPage(one, page)).join('');
  const bare = character.normalize('NFKD').replace(/\p{M}/gu, '');
  if (!bare) return '';
  if (bare === character) return '?';
  return Array.from(bare, (one) => onPage(one, page)).join('');
}

/** Hebrew runs, with what stands between their words. */
const TO_THE_LEFT = /\p{Script=Hebrew}(?:[\p{Script=Hebrew}\p{P} ]*\p{Script=Hebrew})?/gu;

/** A line as it is printed, from left to right: a printer knows no other direction. */
export function inPrintOrder(line: string): string {
  return line.replace(TO_THE_LEFT, (run) => Array.from(run).reverse().join(''));
}
