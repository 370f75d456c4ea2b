import type { ParseArgsOptionsConfig } from 'node:util';
import type { Asker } from '#shared/ask.ts';
import type { Config } from '#shared/config.ts';
import { checkStick } from './check-stick.ts';
import { doctor } from './doctor.ts';
import { showLogs } from './logs.ts';
import { rebuildReports } from './rebuild-reports.ts';
import { showStatus } from './status.ts';

/** What a command has at hand. */
export interface Desk {
  config: Config;
  /** What stands behind the command's name. */
  args: string[];
  options: { [name: string]: unknown };
  /** Prints a line. */
  say(line: string): void;
  /** Connects to the running system; where it does not run, the command ends saying so. */
  asker(): Promise<Asker>;
}

/** What an operator can ask for. */
export interface Command {
  summary: string;
  /** What may stand behind its name, as `--help` shows it; without it nothing may. */
  takes?: string;
  options?: ParseArgsOptionsConfig;
  /** Resolves with whether all is well; a throw is a sentence for the operator. */
  run(desk: Desk): Promise<boolean>;
}

export const COMMANDS: Readonly<Record<string, Command>> = {
  status: {
    summary: 'how the system and each of its services are',
    run: showStatus,
  },
  doctor: {
    summary: 'looks for what is wrong, and says what to do about it',
    run: doctor,
  },
  logs: {
    summary: 'the last lines of the log, of one service or of all',
    takes: '[service] [--follow] [--lines N]',
    options: {
      follow: { type: 'boolean', short: 'f' },
      lines: { type: 'string', short: 'n', default: '50' },
    },
    run: showLogs,
  },
  'check-stick': {
    summary: 'whether the right USB stick is mounted, can be written and has room',
    run: checkStick,
  },
  'reports rebuild': {
    summary: 'adds all reports up anew from what the other services remember',
    async run({ asker, say }) {
      await rebuildReports(await asker(), say);
      return true;
    },
  },
};
