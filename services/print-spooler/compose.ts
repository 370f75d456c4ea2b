import type { PrintDocument, Terms } from './document.ts';
import type { Paper } from './layout.ts';
import { receipt } from './receipt.ts';
import { reportPaper } from './report-paper.ts';
import { orderNumberSlip } from './slip.ts';
import { testPage } from './test-page.ts';
import { textPaper } from './text-paper.ts';
import { orderTicket } from './ticket-paper.ts';

/** What a job puts on paper: laid out anew at each attempt, as things stand then. */
export function compose(job: PrintDocument, terms: Terms): Paper {
  switch (job.kind) {
    case 'receipt':
      return receipt(job.document, terms);
    case 'order_ticket':
      return orderTicket(job.document, terms);
    case 'order_number':
      return orderNumberSlip(job.document, terms);
    case 'report':
      return reportPaper(job.document, terms);
    case 'text':
      return textPaper(job.document, terms);
    case 'test':
      return testPage(job.document, terms);
  }
}
