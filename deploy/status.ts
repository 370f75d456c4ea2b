import type { Health } from '#shared/contracts/system.ts';
import type { Desk } from './commands.ts';
import { askHealth } from './health.ts';
import { type Grade, paint } from './paint.ts';

const GRADES: Record<string, Grade> = {
  healthy: 'fine',
  ready: 'fine',
  ok: 'fine',
  degraded: 'doubtful',
  starting: 'doubtful',
};
const grade = (word: string) => GRADES[word] ?? 'wrong';
const WORDS: Record<string, string> = { waiting_for_storage: 'waiting for its storage' };
const WIDTH = Math.max(...Object.values(WORDS).map((word) => word.length)) + 2;

/** `2 d 3 h`: the two largest units say enough. */
export function inWords(seconds: number): string {
  const units = [
    [86_400, 'd'],
    [3_600, 'h'],
    [60, 'min'],
    [1, 's'],
  ] as const;
  const at = units.findIndex(([size]) => seconds >= size);
  if (at < 0) return '0 s';
  const [[size, unit], next] = [units[at] ?? units[3], units[at + 1]];
  const first = `${Math.floor(seconds / size)} ${unit}`;
  const rest = next ? Math.floor((seconds % size) / next[0]) : 0;
  return next && rest ? `${first} ${rest} ${next[1]}` : first;
}

/** Health as a table for people. */
export function table(health: Health): string[] {
  const names = Object.keys(health.services);
  const width = Math.max(...names.map((name) => name.length)) + 2;
  const rows = Object.entries(health.services).map(([name, { status, uptime, problem }]) => {
    const word = (WORDS[status] ?? status).padEnd(WIDTH);
    const since = (uptime === null ? '–' : inWords(uptime)).padEnd(14);
    const line = `  ${name.padEnd(width)}${paint(grade(status), word)}${since}${problem ?? ''}`;
    return line.trimEnd();
  });
  const { status, version, uptime, storage } = health;
  return [
    `Restaurant POS ${version} is ${paint(grade(status), status)}, since ${inWords(uptime)}.`,
    '',
    ...rows,
    '',
    `  ${'storage'.padEnd(width)}${paint(grade(storage.status), storage.status)}`,
  ];
}

/** Fine where the house is healthy. */
export async function showStatus({ config, say }: Desk): Promise<boolean> {
  const health = await askHealth(config.POS_PORT);
  if (!health) throw new Error(`Nobody answers at port ${config.POS_PORT}: see \`doctor\`.`);
  for (const line of table(health)) say(line);
  return health.status === 'healthy';
}
