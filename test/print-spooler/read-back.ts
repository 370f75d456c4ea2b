import assert from 'node:assert/strict';
import type { CodePage } from '#shared/contracts/code-pages.ts';
import { printable } from '../../services/print-spooler/characters.ts';
import { compose } from '../../services/print-spooler/compose.ts';
import type { PrintDocument } from '../../services/print-spooler/document.ts';
import type { Model } from '../../services/print-spooler/language.ts';
import { printedBy, terms } from './printed.ts';

/** As a reader of that script reads what was printed from left to right. */
const HEBREW = /[א-ת](?:[א-ת\p{P} ]*[א-ת])?/gu;
export const readable = (text: string) =>
  text.replace(HEBREW, (run) => Array.from(run).reverse().join(''));
/** Without its spaces: where it was wrapped does not matter. */
export const letters = (text: string) => text.replace(/\s/g, '');
/** What has to stand there of a text. */
export const wanted = (text: string, page: CodePage) => letters(printable(text, page));
/** By hand, and not as the product does it. */
export const money = (cents: number) =>
  `$${(cents / 100).toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ',')}`;

/**
 * What came out: the names' column as one text without spaces, and the amounts' column. One cut,
 * no pulse to a drawer and no command that is not meant, or it fails.
 */
export function read(job: PrintDocument, as: Model) {
  const paper = compose(job, terms(as));
  const { lines, cuts, kicks, strange } = printedBy(paper, as);
  assert.deepEqual({ cuts, kicks, strange }, { cuts: 1, kicks: [], strange: [] });
  assert.equal(lines.length, paper.length, 'no line was longer than the paper is wide');
  const split = lines.map(({ text }) => /^(.*?) {2,}(-?\$[\d,.]+)$/u.exec(text) ?? ['', text, '']);
  return {
    lines,
    names: letters(split.map(([, left]) => readable(left ?? '')).join(' ')),
    amounts: split.map(([, , right]) => right).filter(Boolean),
  };
}

/** All are there, in this order. */
export function inOrder(found: string, all: string[]): void {
  let from = 0;
  for (const one of all) {
    const at = found.indexOf(one, from);
    assert.ok(at >= 0, `${one} is not in ${found.slice(from)}`);
    from = at + one.length;
  }
}
