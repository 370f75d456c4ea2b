import { parseArgs } from 'node:util';
import { existsSync } from 'node:fs';
import { openAsker } from '#shared/ask.ts';
import { connectBus } from '#shared/bus.ts';
import { readConfig } from '#shared/config.ts';
import { openLog } from '#shared/log.ts';
import { type Command, COMMANDS } from './commands.ts';

/** `npm run pos -- reports rebuild`: what an operator asks of the running system. */

/** sysexits.h: EX_USAGE, and EX_UNAVAILABLE. */
const [MISUSED, UNAVAILABLE] = [64, 69];
/** As long as the gateway takes to come back after it was killed, and more. */
const CONNECT_WITHIN_MS = 3_000;

function usage(): string {
  const names = Object.keys(COMMANDS);
  const width = Math.max(...names.map((name) => name.length));
  const lines = names.map((name) => `  ${name.padEnd(width)}  ${COMMANDS[name]?.summary}`);
  return ['Usage: npm run pos -- <command>', '', ...lines, '', '  --help', ''].join('\n');
}

function stopWith(sentence: string, code: number): never {
  console.error(sentence);
  process.exit(code);
}

function commandOf(args: string[]): Command {
  try {
    const options = { help: { type: 'boolean', short: 'h' } } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    if (values.help) {
      process.stdout.write(usage());
      process.exit(0);
    }
    const command = COMMANDS[positionals.join(' ')];
    if (command) return command;
  } catch (error) {
    stopWith(`${(error as Error).message}\n\n${usage()}`, MISUSED);
  }
  return stopWith(usage(), MISUSED);
}

const command = commandOf(process.argv.slice(2));
if (existsSync('.env')) process.loadEnvFile('.env');
const config = readConfig();
const bus = connectBus(`pos-${process.pid}`, config, openLog('pos', config));
const connected = await Promise.race([
  new Promise<true>((yes) => bus.onConnect(() => yes(true))),
  new Promise<false>((no) => setTimeout(() => no(false), CONNECT_WITHIN_MS)),
]);
if (!connected) stopWith('The system is not running: start it first.', UNAVAILABLE);
try {
  await command.run(openAsker(bus), (sentence) => console.log(sentence));
} catch (error) {
  stopWith((error as Error).message, 1);
}
await bus.close();
