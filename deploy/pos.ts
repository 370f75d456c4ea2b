import { existsSync } from 'node:fs';
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { type Asker, openAsker } from '#shared/ask.ts';
import { type Bus, connectBus } from '#shared/bus.ts';
import { type Config, readConfig } from '#shared/config.ts';
import { openLog } from '#shared/log.ts';
import { type Command, COMMANDS } from './commands.ts';
import { becomeOwner } from './owner.ts';

/** `npm run pos -- <command>`: what an operator asks of the system and its machine. */

const [FINE, WRONG, MISUSED] = [0, 1, 2];
/** As long as the gateway takes to come back after it was killed, and more. */
const CONNECT_WITHIN_MS = 3_000;
const HELP = { help: { type: 'boolean', short: 'h' } } satisfies ParseArgsOptionsConfig;

function usage(): string {
  const entries = Object.entries(COMMANDS);
  const width = Math.max(...entries.map(([name]) => name.length));
  const lines = entries.map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    'Usage: npm run pos -- <command>',
    '',
    ...lines,
    '',
    '  <command> --help says what it takes.',
    'Ends with 0 where all is well, 1 where something is wrong, 2 where it was not understood.',
    '',
  ].join('\n');
}

function usageOf(name: string, { summary, takes = '' }: Command): string {
  return `Usage: npm run pos -- ${`${name} ${takes}`.trimEnd()}\n\n  ${summary}\n`;
}

function stopWith(sentence: string, code: number): never {
  console.error(sentence);
  process.exit(code);
}

/** The command whose name the arguments begin with: of one word or of two. */
function nameOf(args: string[]): string | undefined {
  const words = args.filter((word) => !word.startsWith('-'));
  return [words.slice(0, 2).join(' '), words[0] ?? ''].find((name) => name in COMMANDS);
}

function understand(argv: string[]) {
  const name = nameOf(argv);
  const command = name === undefined ? undefined : COMMANDS[name];
  const help = name && command ? usageOf(name, command) : usage();
  try {
    const options = { ...HELP, ...command?.options };
    const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true });
    if (values.help) {
      process.stdout.write(help);
      process.exit(FINE);
    }
    const args = positionals.slice(name?.split(' ').length);
    if (command && (command.takes || args.length === 0)) return { command, args, values };
  } catch (error) {
    stopWith(`${(error as Error).message}\n\n${help}`, MISUSED);
  }
  return stopWith(help, MISUSED);
}

function configOrExplain(): Config {
  try {
    if (existsSync('.env')) process.loadEnvFile('.env');
    return readConfig();
  } catch (error) {
    return stopWith((error as Error).message, WRONG);
  }
}

let bus: Bus | undefined;

async function connect(config: Config): Promise<Asker> {
  const ours = connectBus(`pos-${process.pid}`, config, openLog('pos', config));
  bus = ours;
  const connected = await Promise.race([
    new Promise<true>((yes) => ours.onConnect(() => yes(true))),
    new Promise<false>((no) => setTimeout(() => no(false), CONNECT_WITHIN_MS)),
  ]);
  if (!connected) stopWith('The system is not running: start it first.', WRONG);
  return openAsker(ours);
}

const { command, args, values } = understand(process.argv.slice(2));
const config = configOrExplain();
becomeOwner(config.POS_STATE_DIR);
try {
  const fine = await command.run({
    config,
    args,
    options: values,
    say: (line) => console.log(line),
    asker: () => connect(config),
  });
  await bus?.close();
  process.exitCode = fine ? FINE : WRONG;
} catch (error) {
  stopWith((error as Error).message, WRONG);
}
