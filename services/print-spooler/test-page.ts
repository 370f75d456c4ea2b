import { sampleOf } from './code-page.ts';
import type { Terms, TestPage } from './document.ts';
import {
  BLANK,
  bar,
  leftRight,
  type Paper,
  type PaperLine,
  paragraph,
  rule,
  type Size,
} from './layout.ts';

/** What is not on the page is seen as what stands in for it. */
const SAMPLES = [
  'Crème brûlée 5 € – Łódź, Žižkov, Ångström, smørrebrød',
  'Борщ · Μουσακάς · שקשוקה · شاورما · ラーメン · 東京 · 비빔밥',
];
const SIZES: Size[] = ['normal', 'tall', 'large', 'huge', 'giant'];

/** Shows whether columns, code page and sizes are set as the printer is. */
export function testPage({ printer_name, address, language }: TestPage, terms: Terms): Paper {
  const { columns, code_page } = terms;
  return [
    ...paragraph(terms, 'Test page', { align: 'center', size: 'large', bold: true }),
    ...paragraph(terms, printer_name, { align: 'center', size: 'tall' }),
    ...paragraph(terms, address, { align: 'center' }),
    BLANK,
    ...ruler(columns),
    ...paragraph(terms, `${columns} columns: one line`),
    BLANK,
    ...paragraph(terms, `Code page ${code_page} has:`, { bold: true }),
    ...SAMPLES.flatMap((text) => paragraph(terms, text)),
    ...paragraph(terms, sampleOf(code_page)),
    BLANK,
    ...SIZES.map((size): PaperLine => ({ text: size === 'giant' ? '17' : size, size })),
    { text: 'bold', bold: true },
    ...bar(terms, 'white on black'),
    ...paragraph(terms, 'left'),
    { text: 'middle', align: 'center' },
    { text: 'right', align: 'right' },
    rule(terms),
    ...leftRight(terms, 'Language', language),
    BLANK,
    { qr: 'TEST' },
  ];
}

/** Tens above ones: where the printer breaks it, the paper has fewer columns. */
function ruler(columns: number): PaperLine[] {
  const digits = Array.from({ length: columns }, (_, i) => i + 1);
  const tens = digits.map((n) => (n % 10 === 0 ? String(n / 10) : ' ')).join('');
  return [{ text: tens }, { text: digits.map((n) => n % 10).join('') }];
}
