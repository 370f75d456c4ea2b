import { pino } from 'pino';
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
