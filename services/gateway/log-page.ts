import { withoutCardNumbers } from '#shared/contracts/card-number.ts';
import { LOG_LEVELS, type LogEntry } from '#shared/contracts/machine.ts';

/** Longer ones are stack traces, or no text at all. */
const LONGEST_MESSAGE = 2_000;

/** Which entries are wanted: of one service, of a level and graver ones, from an instant on. */
export interface Wanted {
  service?: string | undefined;
  level?: (typeof LOG_LEVELS)[number] | undefined;
  since?: string | undefined;
}

/**
 * A line as an entry: nothing of it but what happened, in words, without `secrets` and the numbers
 * of cards. What is no line of a service's, pm2's own or half a line, is told as it stands there.
 */
export function entryOf(line: string, secrets: readonly string[]): LogEntry | undefined {
  if (line.trim() === '') return undefined;
  const clean = (text: string) =>
    withoutCardNumbers(
      secrets
        .reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), text)
        .replace(/\bBearer [\w.~+/=-]+/g, 'Bearer [secret]'),
    ).slice(0, LONGEST_MESSAGE);
  const { time, level, service, msg, problem, err } = read(line);
  if (typeof service !== 'string') {
    return { at: null, level: null, service: null, message: clean(line) };
  }
  const words = [msg, problem, (err as { message?: unknown } | null | undefined)?.message];
  const date = new Date(typeof time === 'string' ? time : NaN);
  return {
    at: Number.isNaN(date.getTime()) ? null : date.toISOString(),
    level: LOG_LEVELS.find((one) => one === level) ?? null,
    service: clean(service),
    message: clean(words.filter((word) => typeof word === 'string' && word).join(': ')),
  };
}

function read(line: string): Record<string, unknown> {
  try {
    const found: unknown = JSON.parse(line);
    return typeof found === 'object' && found ? (found as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Plain lines are nobody's and of no level; where neither is asked for they belong to it. */
export function isWanted(entry: LogEntry, { service, level, since }: Wanted): boolean {
  if (service && entry.service !== service) return false;
  const rank = (one: LogEntry['level']) => (one ? LOG_LEVELS.indexOf(one) : -1);
  if (level && rank(entry.level) < rank(level)) return false;
  return !since || (entry.at === null ? !service && !level : entry.at >= since);
}
