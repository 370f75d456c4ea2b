import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { reporting } from '#shared/contracts/reporting.ts';
import type { ZReport } from '#shared/contracts/z-reports.ts';
import type { Database } from '#shared/database.ts';
import type { Log } from '#shared/log.ts';
import type { Journal } from '#shared/journal.ts';
import type { openZReports } from './z-store.ts';

type ZReports = ReturnType<typeof openZReports>;
const SELF = { service: 'reporting' };

export type ZFiles = Awaited<ReturnType<typeof openZFiles>>;

/**
 * Each Z once more as a file of its own, `z_reports/000001.json` beside the services' files: it is
 * the only thing in reporting that nobody else remembers, should its file be lost.
 * Opened before anything is folded: what a new file has forgotten is taken from there, and told
 * again to those who must know; what a power cut kept from being written there is written.
 */
export async function openZFiles(
  dataDir: string,
  zReports: ZReports,
  { database, journal, log }: { database: Database; journal: Journal<typeof reporting>; log: Log },
) {
  const folder = join(dataDir, 'z_reports');
  const nameOf = (number: number) => `${String(number).padStart(6, '0')}.json`;

  /** Whole and on the stick, or not there. */
  function write(number: number, content: string): void {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, nameOf(number));
    const file = openSync(`${path}.draft`, 'w', 0o600);
    try {
      writeSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(`${path}.draft`, path);
  }

  function names(): string[] {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return readdirSync(folder)
      .filter((name) => /^\d{6}\.json$/.test(name))
      .sort();
  }

  const written = new Set(names());
  const last = zReports.last()?.number ?? 0;
  for (let number = 1; number <= last; number++) {
    const z = written.has(nameOf(number)) ? undefined : zReports.find(number);
    if (z) write(number, z.content);
  }
  const forgotten = [...written].filter((name) => Number.parseInt(name, 10) > last);
  for (const name of forgotten) {
    const content = readFileSync(join(folder, name), 'utf8');
    const { hash: _, ...z } = JSON.parse(content) as ZReport;
    const orders_seq = z.journals.find(({ service }) => service === 'orders')?.seq ?? 0;
    const { number, business_day, closed_at } = z;
    await database.transact(() => {
      const told = { number, business_day, content: z };
      journal.announce('day_closed', told, SELF, closed_at);
      zReports.add({ number, business_day, closed_at, content, orders_seq, key: name });
    });
  }

  return {
    /** After its commit. Where it cannot be written now it is at the next start. */
    write(number: number, content: string): void {
      try {
        write(number, content);
      } catch (error) {
        log.error({ err: error, number }, 'a Z report has no file of its own yet');
      }
    },
  };
}
