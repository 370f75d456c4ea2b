import type { CodePage } from '#shared/contracts/code-pages.ts';
import type { Terms } from '../../services/print-spooler/document.ts';
import { encode, type Model } from '../../services/print-spooler/language.ts';
import type { Paper } from '../../services/print-spooler/layout.ts';
import { type Built, decode, type Printed, readPaper, render } from '../sandbox/printer/decode.ts';
import { STORE } from './table.ts';

/** A printer of 80 mm, as most are. */
export const EPSON: Model = { language: 'escpos', columns: 48, code_page: 'WPC1252' };
export const STAR: Model = { ...EPSON, language: 'star' };

/** What a printer of two-byte characters is built for. */
const PAIRS: Partial<Record<CodePage, Built['pairs']>> = {
  SHIFT_JIS: 'shift_jis',
  GB18030: 'gb18030',
  BIG5: 'big5',
  EUC_KR: 'euc-kr',
};

/** In the house of these tests, two seconds after the table's order was sent. */
export function terms(more: Partial<Terms> = {}): Terms {
  return {
    columns: EPSON.columns,
    code_page: EPSON.code_page,
    store: STORE,
    now: '2026-11-23T23:06:02.000Z',
    attempt: 1,
    reprint: null,
    backup_from: null,
    ...more,
  };
}

/** Everything that a paper brings about in the printer that it is meant for. */
export function printedBy(paper: Paper, model: Model): Printed {
  const pairs = PAIRS[model.code_page];
  const built: Built = { language: model.language, ...(pairs && { pairs }) };
  return readPaper(encode(paper, model), model.columns, built);
}

/** As a printer of this width puts it on paper, for a person. */
export function printed(paper: Paper, columns = 48): string {
  return render(decode(encode(paper, { ...EPSON, columns }), columns), columns);
}
