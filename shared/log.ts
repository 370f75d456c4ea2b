import pino from 'pino';
import type { Config } from './config.ts';
import { withoutCardNumbers } from './contracts/card-number.ts';

export type Log = pino.Logger;

/** Names under which secrets could reach a log line, at the top and one level down. */
const SECRETS = ['pin', 'new_pin', 'current_pin', 'token', 'token_hash', 'authorization', 'secret'];

/** JSON lines on standard output, each with `service`; secrets and card numbers are blanked. */
export function openLog(service: string, config: Config): Log {
  return pino({
    level: config.LOG_LEVEL,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    hooks: { streamWrite: withoutCardNumbers },
    redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`]), censor: '[secret]' },
  });
}

/** From the first quotation mark to the last: what is quoted may have some of its own. */
const QUOTED = /"[^]*"/;

/**
 * What libraries say on the console goes into the log instead. What they quote may be anybody's
 * token or name (Square's SDK quotes what it was answered): that is left out, and so are objects.
 */
export function takeConsole(log: Log): void {
  for (const name of ['debug', 'log', 'info', 'warn', 'error'] as const) {
    const level = name === 'log' ? 'info' : name;
    console[name] = (...said: unknown[]) => {
      const words = said.filter((one) => typeof one === 'string').join(' ');
      log[level]({ from: 'console' }, words.replace(QUOTED, '"…"'));
    };
  }
}
