import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Restaurant } from '../support/restaurant.ts';
import { bearer, ORDER } from './load.ts';
import { bytesWritten, memoryOf, processesOf } from './processes.ts';
import { type Row, rounded, type Table } from './table.ts';

interface Lengths {
  idle_ms: number;
  load_s: number;
  lives: number;
  /** How many lives one step apart, and how far: one guest in an empty house. */
  alone: { lives: number; pause_ms: number };
  /** Followers write their cursors within a second: after two without a byte all is written. */
  still_ms: number;
}
const FULL: Lengths = {
  idle_ms: 10_000,
  load_s: 15,
  lives: 200,
  alone: { lives: 10, pause_ms: 1_500 },
  still_ms: 2_000,
};
const QUICK: Lengths = {
  idle_ms: 100,
  load_s: 1,
  lives: 3,
  alone: { lives: 1, pause_ms: 50 },
  still_ms: 200,
};

/** At once, one after another at each place, a step each 0.1 s: a restaurant has a tenth of it. */
const GUESTS = 8;
const STEP_MS = 100;
/** Paper and cards are real elsewhere. */
const DEMO = new Set(['demo-printer', 'demo-square']);

/** How long a start takes, what the house weighs, and what an order costs the stick. */
export async function life(quick: boolean, restaurant: Restaurant): Promise<Table[]> {
  const { lives, alone, still_ms, ...lengths } = quick ? QUICK : FULL;
  const memory = await weigh(restaurant, lengths);
  await restaurant.stop();
  const sizes = sizesOf(restaurant);
  const began = performance.now();
  await restaurant.start();
  const start_s = (performance.now() - began) / 1000;
  const busy = await bytesPerLife(restaurant, { lives, pause_ms: 0, still_ms });
  const quiet = await bytesPerLife(restaurant, { ...alone, still_ms });
  await restaurant.stop();
  const grown = sizesOf(restaurant);
  const growth = [...sizes].map(([service, size]) => {
    const grew = ((grown.get(service) ?? 0) - size) / (lives + alone.lives);
    return [service, grew] as [string, number];
  });
  const inARow = `written, ${lives} in a row`;
  const columns = {
    [inARow]: busy,
    [`written, ${alone.lives} alone with pauses`]: quiet,
    'file grew': new Map(growth),
  };
  const bytes = perService(columns).map((row) => ({
    ...row,
    // what grew by nothing was only written over
    'written ÷ grew': Number(row['file grew'])
      ? rounded(Number(row[inARow]) / Number(row['file grew']))
      : '–',
  }));
  return [
    { title: 'Second npm start', rows: [{ 'ready after s': rounded(start_s) }] },
    { title: 'Memory (PSS), MB', rows: memory },
    { title: "kB for an order's life (create, 2 adds, close)", rows: bytes },
  ];
}

const pause = (ms: number) => new Promise((over) => setTimeout(over, ms));

async function weigh(
  restaurant: Restaurant,
  { idle_ms, load_s }: Pick<Lengths, 'idle_ms' | 'load_s'>,
): Promise<Row[]> {
  await pause(idle_ms);
  const processes = [...(await processesOf(restaurant))];
  const idle = new Map(processes.map(([name, pid]) => [name, memoryOf(pid)]));
  const busy = new Map(idle);
  const look = setInterval(() => {
    for (const [name, pid] of processes) {
      busy.set(name, Math.max(busy.get(name) ?? 0, memoryOf(pid)));
    }
  }, 500);
  const token = await restaurant.login();
  const until = performance.now() + load_s * 1000;
  const guests = Array.from({ length: GUESTS }, async () => {
    while (performance.now() < until) await live(restaurant, token, STEP_MS);
  });
  await Promise.all(guests);
  clearInterval(look);
  const weights = processes.map(([name]) => ({
    process: name,
    idle: idle.get(name) ?? 0,
    busy: busy.get(name) ?? 0,
  }));
  const product = weights.filter((one) => !DEMO.has(one.process));
  return [...weights, total('in all', weights), total('in all but the demo', product)].map(
    (one) => ({
      process: one.process,
      idle: rounded(one.idle),
      [`most under ${GUESTS} guests`]: rounded(one.busy),
    }),
  );
}

function total(name: string, weights: { idle: number; busy: number }[]) {
  const sum = (of: 'idle' | 'busy') => weights.reduce((all, one) => all + one[of], 0);
  return { process: name, idle: sum('idle'), busy: sum('busy') };
}

/** Bytes that each process sent to the disk for one life. */
async function bytesPerLife(
  restaurant: Restaurant,
  { lives, pause_ms, still_ms }: { lives: number; pause_ms: number; still_ms: number },
): Promise<Map<string, number>> {
  const processes = [...(await processesOf(restaurant))].filter(([name]) => !DEMO.has(name));
  const written = () => new Map(processes.map(([name, pid]) => [name, bytesWritten(pid)]));
  const token = await restaurant.login();
  await untilStill(written, still_ms);
  const before = written();
  for (let i = 0; i < lives; i++) await live(restaurant, token, pause_ms);
  await untilStill(written, still_ms);
  const each = [...written()].map(([name, bytes]) => {
    return [name, (bytes - (before.get(name) ?? 0)) / lives] as const;
  });
  return new Map(each);
}

/** In kB, a row for each service that writes, and their sum. */
function perService(columns: Record<string, Map<string, number>>): Row[] {
  const all = Object.values(columns);
  const services = [...(all.at(-1)?.keys() ?? [])];
  const row = (service: string, of: (bytes: Map<string, number>) => number): Row => ({
    service,
    ...Object.fromEntries(
      Object.entries(columns).map(([name, bytes]) => [name, rounded(of(bytes) / 1000)]),
    ),
  });
  const sum = (bytes: Map<string, number>) =>
    services.reduce((all_bytes, service) => all_bytes + (bytes.get(service) ?? 0), 0);
  return [
    ...services.map((service) => row(service, (bytes) => bytes.get(service) ?? 0)),
    row('in all', sum),
  ];
}

/** One guest: orders, twice one thing more, pays in cash. */
async function live({ call }: Restaurant, token: string, pause_ms: number): Promise<void> {
  async function step(method: string, path: string, body: object): Promise<number> {
    const answer = await call<{ id: number }>(method, path, body, bearer(token));
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    await pause(pause_ms);
    return answer.body.id;
  }
  const id = await step('POST', '/orders', ORDER);
  await step('PUT', `/orders/${id}/add_item`, { item_id: 17, quantity: 1 });
  await step('PUT', `/orders/${id}/add_item`, { item_id: 21, quantity: 2 });
  await step('POST', `/orders/${id}/close`, { method: 'cash', cash_tendered: 200 });
}

async function untilStill(written: () => Map<string, number>, still_ms: number): Promise<void> {
  for (let before = ''; ; ) {
    const now = JSON.stringify([...written()]);
    if (now === before) return;
    before = now;
    await pause(still_ms);
  }
}

/** After a stop, which folds each log into its file: only then do sizes tell what stays. */
function sizesOf({ config }: Restaurant): Map<string, number> {
  const folder = config.POS_DATA_DIR;
  const files = readdirSync(folder).filter((file) => file.endsWith('.db'));
  return new Map(
    files.map((file) => [basename(file, '.db'), statSync(join(folder, file)).size] as const),
  );
}
