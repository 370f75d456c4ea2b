import type { ParseArgsOptionsConfig } from 'node:util';
import type { Asker } from '#shared/ask.ts';
import type { Config } from '#shared/config.ts';

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

const IN = { in: { type: 'string' } } satisfies ParseArgsOptionsConfig;
const YES = { yes: { type: 'boolean', short: 'y' } } satisfies ParseArgsOptionsConfig;

/** Each is loaded when it is asked for: on a Pi, all of them take a second. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  status: {
    summary: 'how the system and each of its services are',
    run: async (desk) => (await import('./status.ts')).showStatus(desk),
  },
  doctor: {
    summary: 'looks for what is wrong, and says what to do about it',
    run: async (desk) => (await import('./doctor.ts')).doctor(desk),
  },
  logs: {
    summary: 'the last lines of the log, of one service or of all',
    takes: '[service] [--follow] [--lines N]',
    options: {
      follow: { type: 'boolean', short: 'f' },
      lines: { type: 'string', short: 'n', default: '50' },
    },
    run: async (desk) => (await import('./logs.ts')).showLogs(desk),
  },
  'check-stick': {
    summary: 'whether the right USB stick is mounted, can be written and has room',
    run: async (desk) => (await import('./check-stick.ts')).checkStick(desk),
  },
  backup: {
    summary: 'makes a backup of all data in a second place and verifies it; or lists them',
    takes: '[--list] [--in FOLDER]',
    options: { ...IN, list: { type: 'boolean' } },
    run: async (desk) => (await import('./backup-commands.ts')).backUp(desk),
  },
  verify: {
    summary: 'restores a backup into a scratch folder, looks it through and adds the sales up',
    takes: '[id | latest] [--in FOLDER]',
    options: IN,
    run: async (desk) => (await import('./backup-commands.ts')).verify(desk),
  },
  restore: {
    summary: 'puts a backup, or exported secrets, in the place of what is there; says so first',
    takes: '<id | latest> [--only SERVICE] [--in FOLDER] [--yes] | --secrets FILE [--yes]',
    options: { ...IN, ...YES, only: { type: 'string' }, secrets: { type: 'string' } },
    run: async (desk) => (await import('./restore-command.ts')).restoreCommand(desk),
  },
  export: {
    summary: 'writes keys and pepper into a file that only a passphrase opens',
    takes: '<file>',
    run: async (desk) => (await import('./export-command.ts')).exportSecrets(desk),
  },
  'reset-admin-pin': {
    summary: 'gives an admin another PIN, on this machine only',
    takes: '[--staff ID]',
    options: { staff: { type: 'string' } },
    run: async (desk) => (await import('./reset-admin-pin.ts')).resetAdminPin(desk),
  },
  'reports rebuild': {
    summary: 'adds all reports up anew from what the other services remember',
    async run({ asker, say }) {
      const { rebuildReports } = await import('./rebuild-reports.ts');
      await rebuildReports(await asker(), say);
      return true;
    },
  },
};
