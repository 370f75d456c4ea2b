import { wallClock } from '#shared/business-day.ts';
import type { Report, Terms } from './document.ts';
import { circumstances } from './heading.ts';
import { BLANK, leftRight, type Paper, paragraph, rule } from './layout.ts';

/** A report of figures, whatever they are; a Z with its number large. */
export function reportPaper(report: Report, terms: Terms): Paper {
  const { title, subtitle, number, sections } = report;
  const { store, now } = terms;
  return [
    ...circumstances(terms),
    ...paragraph(terms, store.store_name, { align: 'center', bold: true }),
    BLANK,
    ...paragraph(terms, title, { align: 'center', size: 'large', bold: true }),
    ...(number === null
      ? []
      : paragraph(terms, `No. ${number}`, { align: 'center', size: 'huge', bold: true })),
    ...paragraph(terms, subtitle, { align: 'center' }),
    ...sections.flatMap(({ name, rows }) => [
      BLANK,
      ...paragraph(terms, name, { bold: true }),
      rule(terms),
      ...rows.flatMap(({ label, value, bold = false }) =>
        leftRight(terms, label, value, { bold }, 2),
      ),
    ]),
    BLANK,
    ...paragraph(terms, `Printed ${wallClock(now, store.timezone)}`, { align: 'center' }),
  ];
}
