import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { CONTRACTS } from '#shared/contracts/index.ts';
import type { Restaurant } from '../support/restaurant.ts';
import { until } from '../support/until.ts';

const SERVICES = CONTRACTS.map(({ service }) => service);

/** The house's processes by name, without npm: the services, their supervisor, the printer. */
export async function processesOf({ status }: Restaurant): Promise<Map<string, number>> {
  const pidOf = (service: string) => status(service)?.pid ?? 0;
  // after a start the last word of the life before may still stand
  await until('every service has said who it is', () =>
    SERVICES.every((service) => existsSync(`/proc/${pidOf(service)}/io`)),
  );
  const found = new Map(SERVICES.map((service) => [service as string, pidOf(service)]));
  const [first = 0] = found.values();
  const supervisor = Number(field(`/proc/${first}/status`, 'PPid'));
  const known = new Set(found.values());
  for (const pid of childrenOf(supervisor)) if (!known.has(pid)) found.set(nameOf(pid), pid);
  return found.set('supervisor (pm2)', supervisor);
}

/** What a process costs in memory, in MB: pages shared among several count in parts. */
export function memoryOf(pid: number): number {
  return Number.parseInt(field(`/proc/${pid}/smaps_rollup`, 'Pss'), 10) / 1024;
}

/** What a process has sent to the disk since it began; whether or not it has arrived there. */
export function bytesWritten(pid: number): number {
  return Number(field(`/proc/${pid}/io`, 'write_bytes'));
}

function field(file: string, name: string): string {
  const line = new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(readFileSync(file, 'utf8'));
  if (!line?.[1]) throw new Error(`${file} does not say ${name}`);
  return line[1];
}

function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8')
      .split(' ')
      .filter(Boolean)
      .map(Number),
  );
}

/** The name that the supervisor gave it. */
function nameOf(pid: number): string {
  const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  const given = environment.find((variable) => variable.startsWith('name='));
  return given?.slice('name='.length) ?? `process ${pid}`;
}
