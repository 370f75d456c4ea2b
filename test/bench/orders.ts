import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRestaurant, type Restaurant } from '../support/restaurant.ts';
import { bearer, ORDER, QUIET, takeOrders, type Target } from './load.ts';
import { ONE_PROCESS, slowDisk } from './slow-disk.ts';
import { type Row, rounded, type Table } from './table.ts';

interface Slices {
  connections: number[];
  /** Before the first slice, under full load: in a restaurant these processes run for weeks. */
  compiled_s: number;
  /** Before each slice, with its number of connections. */
  warm_s: number;
  measured_s: number;
}
const FULL: Slices = { connections: [1, 8, 32], compiled_s: 8, warm_s: 1, measured_s: 8 };
const QUICK: Slices = { connections: [8], compiled_s: 0.2, warm_s: 0.2, measured_s: 0.5 };

/**
 * `POST /orders` of four lines through the whole system, and through one plain program. A quick one
 * is content with a house that was open before.
 */
export async function orders(quick: boolean, opened?: Restaurant): Promise<Table[]> {
  const dir = mkdtempSync(join(tmpdir(), 'pos-bench-'));
  const title = 'POST /orders of four lines, the whole system against one plain process';
  try {
    const native = await compare(dir, 'native', {}, quick ? QUICK : FULL, opened);
    if (quick) return [{ title, rows: native }];
    const slow = slowDisk(dir);
    if (!slow) console.log('Without gcc there is no slow disk to measure with; left out.');
    const rows = slow ? await compare(dir, '10 ms fsync', slow, FULL) : [];
    return [{ title, rows: [...native, ...rows] }];
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** Both are open all the time and take turns, so that both see the same machine. */
async function compare(
  dir: string,
  disk: string,
  env: NodeJS.ProcessEnv,
  { connections, compiled_s, warm_s, measured_s }: Slices,
  opened?: Restaurant,
): Promise<Row[]> {
  const restaurant = opened ?? (await openRestaurant({ ...QUIET, ...env }));
  try {
    const ours = { url: restaurant.url, token: await restaurant.login() };
    const menu = await restaurant.call('GET', '/catalog/menu', undefined, bearer(ours.token));
    const folder = mkdtempSync(join(dir, 'one-'));
    const plain = await openOneProcess(folder, menu.body, env);
    try {
      await refuseUnlike(ours, plain.target);
      const most = Math.max(...connections);
      for (const target of [ours, plain.target]) await takeOrders(target, most, compiled_s);
      const rows: Row[] = [];
      for (const count of connections) {
        const [whole, one] = [await measure(ours, count), await measure(plain.target, count)];
        rows.push({
          disk,
          connections: count,
          'ours /s': rounded(whole.per_second),
          'p50 ms': rounded(whole.p50_ms),
          'p99 ms': rounded(whole.p99_ms),
          'one process /s': rounded(one.per_second),
          'its p50 ms': rounded(one.p50_ms),
          'its p99 ms': rounded(one.p99_ms),
          ratio: rounded(whole.per_second / one.per_second),
        });
      }
      return rows;
    } finally {
      await plain.close();
    }
  } finally {
    if (!opened) await restaurant.close();
  }

  async function measure(target: Target, count: number) {
    await takeOrders(target, count, warm_s);
    return takeOrders(target, count, measured_s);
  }
}

/** Starts the plain program on a file of its own; resolves when it answers. */
async function openOneProcess(folder: string, menu: unknown, env: NodeJS.ProcessEnv) {
  const menuFile = join(folder, 'menu.json');
  writeFileSync(menuFile, JSON.stringify(menu));
  const program = join(import.meta.dirname, 'one-process.ts');
  const child = spawn(process.execPath, [program, folder, menuFile], {
    env: { ...process.env, ...env, name: ONE_PROCESS },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    target: JSON.parse(said.toString()) as Target,
    async close() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

/** The answers of both may differ in length by this share: the same money, other taxes. */
const ALIKE = 0.1;

/** A comparison of different answers would say nothing. */
async function refuseUnlike(...targets: Target[]): Promise<void> {
  const lengths = await Promise.all(
    targets.map(async ({ url, token }) => {
      const headers = { ...bearer(token), 'content-type': 'application/json' };
      const request = { method: 'POST', headers, body: JSON.stringify(ORDER) };
      const answer = await fetch(`${url}/orders`, request);
      return (await answer.text()).length;
    }),
  );
  const [ours = 0, plain = 0] = lengths;
  if (Math.abs(ours - plain) > ALIKE * ours) {
    throw new Error(`The answers are ${ours} and ${plain} characters long.`);
  }
}
