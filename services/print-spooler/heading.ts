import { wallClock } from '#shared/business-day.ts';
import type { Terms } from './document.ts';
import { BLANK, bar, type PaperLine } from './layout.ts';

/** What has to be known before anything else on the paper is read; `more` goes with it. */
export function circumstances(terms: Terms, ...more: (string | false | undefined)[]): PaperLine[] {
  const { attempt, reprint, backup_from, store } = terms;
  const told = [
    attempt > 1 && `POSSIBLE DUPLICATE – ATTEMPT ${attempt}`,
    reprint && `REPRINT #${reprint.number} of ${wallClock(reprint.of, store.timezone)}`,
    backup_from && `BACKUP FROM ${backup_from}`,
    ...more,
  ].filter((text) => typeof text === 'string');
  return told.length > 0
    ? [...told.flatMap((text) => bar(terms, text, { size: 'tall' })), BLANK]
    : [];
}
