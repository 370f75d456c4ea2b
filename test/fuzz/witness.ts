import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { CONTRACTS } from '#shared/contracts/index.ts';
import type { Restaurant } from '../support/restaurant.ts';
import { until } from '../support/until.ts';
import { CANARY } from './nasty.ts';

/**
 * What a process may have grown by, in MB: V8 lets its heap grow to twice what is in it before it
 * looks, and there are queues of 1 MiB for each screen. What leaks a kB a request comes above it
 * in a long run.
 */
const MOST_GROWTH_MB = 160;

/** What every process of a restaurant has to stand: it stays, does not swell, tells no secret. */
export interface Witness {
  /** Entries that were written for a till, by service and kind. */
  written(till: string): string[];
  /** MB by which each process grew since `begin`. */
  growth(): Record<string, number>;
  /** Fails where a process is not the one it was, has grown too much, or told a secret. */
  allIsWell(secrets: string[]): Promise<void>;
  close(): void;
}

export async function openWitness(restaurant: Restaurant): Promise<Witness> {
  const services = CONTRACTS.map(({ service }) => service);
  const pidOf = (service: string) => restaurant.status(service)?.pid ?? 0;
  await until('each has said who it is', () => services.every((one) => pidOf(one)));
  const pids = new Map(services.map((service) => [service, pidOf(service)]));
  const sizes = new Map(services.map((service) => [service, megabytes(pidOf(service))]));
  const journals = services
    .filter((service) => service !== 'gateway' && service !== 'discovery')
    .map((service) => {
      const file = join(restaurant.config.POS_DATA_DIR, `${service}.db`);
      const connection = new SQLite(file, { readonly: true, timeout: 5_000 });
      const entries = connection.prepare<[string], string>(
        `SELECT type FROM (SELECT * FROM journal ORDER BY seq DESC LIMIT 50)
         WHERE json_extract(actor, '$.till') = ?`,
      );
      return { service, connection, of: (till: string) => entries.pluck().all(till) as string[] };
    });

  const growth = () =>
    Object.fromEntries(
      services.map((s) => [s, Math.round(megabytes(pids.get(s) ?? 0) - (sizes.get(s) ?? 0))]),
    );
  const written = (till: string) =>
    journals.flatMap(({ service, of }) => of(till).map((type) => `${service} ${type}`));

  return {
    written,
    growth,
    async allIsWell(secrets) {
      await until('it is healthy', async () => {
        const { body } = await restaurant.call<{ status: string }>('GET', '/health');
        return body.status !== 'unhealthy';
      });
      assert.deepEqual(new Map(services.map((service) => [service, pidOf(service)])), pids);
      const swollen = Object.entries(growth()).filter(([, mb]) => mb > MOST_GROWTH_MB);
      assert.deepEqual(swollen, [], 'processes that have grown by so many MB');
      const lines = restaurant.output().split('\n');
      const told = lines.filter((line) => [CANARY, ...secrets].some((one) => line.includes(one)));
      assert.deepEqual(told.slice(0, 3), [], 'lines of the log that tell a secret');
      const faults = lines.filter((line) => /failed unexpectedly|uncaught|unhandled/i.test(line));
      assert.deepEqual(faults.slice(0, 3), [], 'faults in the log');
    },
    close() {
      for (const { connection } of journals) connection.close();
    },
  };
}

/** What of a process is in memory. */
function megabytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}
