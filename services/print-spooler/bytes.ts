import type { Settings } from '#shared/contracts/catalog.ts';
import { compose } from './compose.ts';
import type { PrintJob } from './job.ts';
import { encode, kick } from './language.ts';
import type { Printer } from './printer-setup.ts';

/** What goes to the printer for a job, with what has to be told above it at this attempt. */
export function bytesOf(job: PrintJob, printer: Printer, store: Settings, now: string): Buffer {
  if (job.kind === 'drawer') return kick(printer);
  const { columns, code_page } = printer;
  const { reprint: number, backup_from } = job;
  const reprint = number ? { number, of: job.reprint_of ?? job.created_at } : null;
  const attempt = job.attempts + 1;
  const paper = compose(job, { columns, code_page, attempt, reprint, backup_from, store, now });
  return encode(paper, printer);
}
