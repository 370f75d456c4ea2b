import type { Asker } from '#shared/ask.ts';
import { rebuildReports } from './rebuild-reports.ts';

/** What an operator can ask for; `say` prints a line. */
export interface Command {
  summary: string;
  run(asker: Asker, say: (sentence: string) => void): Promise<void>;
}

export const COMMANDS: Readonly<Record<string, Command>> = {
  'reports rebuild': {
    summary: 'adds all reports up anew from what the other services remember',
    run: rebuildReports,
  },
};
