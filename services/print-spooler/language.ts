import type { CodePage, PrinterLanguage } from '#shared/contracts/code-pages.ts';
import { encodeEscPos, kickEscPos } from './escpos.ts';
import type { Paper } from './layout.ts';
import { encodeStar, kickStar, starKnows } from './star.ts';

/** What a printer understands. */
export interface Model {
  language: PrinterLanguage;
  columns: number;
  code_page: CodePage;
}

/** A paper as a printer takes it, from the reset to the cut. */
export function encode(paper: Paper, { language, code_page }: Model): Buffer {
  return language === 'star' ? encodeStar(paper, code_page) : encodeEscPos(paper, code_page);
}

/** A pulse to the drawer that is plugged in there, and nothing on paper. */
export function kick({ language }: Pick<Model, 'language'>, drawer: 1 | 2 = 1): Buffer {
  return language === 'star' ? kickStar(drawer) : kickEscPos(drawer);
}

/** Whether printers of this language can be set to the page. */
export function knowsPage(language: PrinterLanguage, page: CodePage): boolean {
  return language === 'escpos' || starKnows(page);
}
