import type { PrinterCondition } from '#shared/contracts/printers.ts';

/** What a printer says of itself. */
export interface Sensors {
  paper: 'in' | 'low' | 'out';
  cover_open: boolean;
  error: boolean;
  offline: boolean;
}

/** What is most urgent first: whoever shuts the cover need not hear that it is off line. */
export function conditionOf({ paper, cover_open, error, offline }: Sensors): PrinterCondition {
  if (cover_open) return 'cover_open';
  if (paper === 'out') return 'paper_out';
  if (error) return 'error';
  if (offline) return 'offline';
  return paper === 'low' ? 'paper_low' : 'ready';
}

/** Nothing is sent to it like this; what it has goes on by itself when it is well again. */
export function isBlocked(condition: PrinterCondition): boolean {
  return ['cover_open', 'paper_out', 'error', 'offline', 'away'].includes(condition);
}

const WORDS: Partial<Record<PrinterCondition, string>> = {
  cover_open: 'has its cover open',
  paper_out: 'is out of paper',
  paper_low: 'is nearly out of paper',
  error: 'has an error: look at its lamp, cutter and head',
  offline: 'is off line',
};

/** In words a waiter understands: `Kitchen printer is out of paper.`; null when all is well. */
export function problemOf(name: string, condition: PrinterCondition, why = ''): string | null {
  if (condition === 'away') return `${name} cannot be reached: ${why}.`;
  const words = WORDS[condition];
  return words ? `${name} ${words}.` : null;
}
