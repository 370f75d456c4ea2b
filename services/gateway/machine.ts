import { readFile, stat, statfs } from 'node:fs/promises';
import { loadavg, totalmem, uptime } from 'node:os';
import { join } from 'node:path';
import type { Config } from '#shared/config.ts';
import { sticksOf } from './sticks.ts';

/** Linux counts memory in pages of this size, on every machine that we run on. */
const PAGE_BYTES = 4096;

/** All that `GET /system/status` says of the machine and of the files that stand on it. */
export async function machineStatus(config: Config, services: string[]) {
  const [host, disk, usb, databases] = await Promise.all([
    hostStatus(),
    diskStatus(config),
    sticksOf(config),
    Promise.all(services.map((service) => databaseStatus(config, service))),
  ]);
  return { host, ...(disk && { disk }), usb, databases: databases.flat() };
}

/** How the machine is; its temperature in °C, where it has a sensor. */
async function hostStatus() {
  const sensor = '/sys/class/thermal/thermal_zone0/temp';
  const thousandths = Number(await readFile(sensor, 'utf8').catch(() => NaN));
  return {
    load: Math.round((loadavg()[0] as number) * 100) / 100,
    memory_total: totalmem(),
    memory_available: process.availableMemory(),
    uptime: Math.floor(uptime()),
    temperature: Number.isFinite(thousandths) ? Math.round(thousandths / 100) / 10 : null,
  };
}

/** Room where the data is; null while nothing can be read there. */
async function diskStatus({ POS_DATA_DIR }: Config) {
  const found = await statfs(POS_DATA_DIR).catch(() => undefined);
  return found ? { total: found.blocks * found.bsize, free: found.bavail * found.bsize } : null;
}

/** A service's file and what waits beside it to be folded in; null where there is none. */
async function databaseStatus({ POS_DATA_DIR }: Config, service: string) {
  const size = (suffix: string) =>
    stat(join(POS_DATA_DIR, `${service}.db${suffix}`)).then(
      (found) => found.size,
      () => null,
    );
  const file = await size('');
  return file === null ? [] : [{ service, size: file, wal: (await size('-wal')) ?? 0 }];
}

/** What a process holds in memory, in bytes; null where there is none of that number. */
export async function memoryOf(pid: number | undefined): Promise<number | null> {
  if (!pid) return null;
  const pages = (await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '')).split(' ')[1];
  return pages ? Number(pages) * PAGE_BYTES : null;
}
