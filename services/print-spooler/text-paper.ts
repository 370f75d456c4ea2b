import { printable } from './characters.ts';
import { widthOf } from './code-page.ts';
import type { Terms, TextDocument } from './document.ts';
import { circumstances } from './heading.ts';
import { type Paper, type PaperLine, paragraph, room } from './layout.ts';

/** Lines of a till, wrapped where the paper ends; one that fits keeps its spaces. */
export function textPaper({ lines }: TextDocument, terms: Terms): Paper {
  return [...circumstances(terms), ...lines.flatMap((line) => laidOut(line, terms))];
}

function laidOut({ text, ...style }: TextDocument['lines'][number], terms: Terms): PaperLine[] {
  return text.split('\n').flatMap((part) => {
    const plain = printable(part, terms.code_page);
    const fits = widthOf(plain, terms.code_page) <= room(terms, style.size);
    return fits ? [{ text: plain, ...style }] : paragraph(terms, part, style);
  });
}
