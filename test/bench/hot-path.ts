import { mkdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { openRestaurant } from '../support/restaurant.ts';
import { QUIET, takeOrders } from './load.ts';
import { processesOf } from './processes.ts';
import { type Row, rounded, type Table } from './table.ts';

/** A V8 CPU profile, as far as it is read here. */
interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  timeDeltas: number[];
}

/** Kept: DevTools or speedscope draw each `.cpuprofile` as a flame graph. */
const PROFILES = resolve('bench-profiles');
const CONNECTIONS = 32;
const WARM_S = 3;
const PROFILED_S = 6;
const SHOWN = 25;
/** Not the work: waiting, and the profiler's own beginning. */
const NOT_WORK = ['(idle)', '(program)', '(root)', 'post  node:inspector'];

/** Where each process spends its time under `POST /orders`: functions by their own time. */
export async function hotPath(quick: boolean): Promise<Table[]> {
  mkdirSync(PROFILES, { recursive: true });
  const NODE_OPTIONS = `--import=${join(import.meta.dirname, 'profiler.js')}`;
  const restaurant = await openRestaurant({ ...QUIET, NODE_OPTIONS, PROFILES });
  try {
    const target = { url: restaurant.url, token: await restaurant.login() };
    await takeOrders(target, CONNECTIONS, quick ? 1 : WARM_S);
    const services = [...(await processesOf(restaurant))].filter(([name]) =>
      restaurant.status(name),
    );
    const signal = () => services.forEach(([, pid]) => process.kill(pid, 'SIGUSR2'));
    signal();
    await takeOrders(target, CONNECTIONS, quick ? 1 : PROFILED_S);
    signal();
    await restaurant.stop(); // what was signalled is done first
    return services.flatMap(([name]) => {
      const text = readFileSync(join(PROFILES, `${name}.cpuprofile`), 'utf8');
      return [tableOf(name, JSON.parse(text) as Profile)];
    });
  } finally {
    await restaurant.close();
  }
}

function tableOf(name: string, { nodes, samples, timeDeltas }: Profile): Table {
  const places = new Map(nodes.map(({ id, callFrame }) => [id, placeOf(callFrame)]));
  const own = new Map<string, number>();
  let busy = 0;
  for (const [i, sample] of samples.entries()) {
    const place = places.get(sample) ?? '';
    const ms = (timeDeltas[i] ?? 0) / 1000;
    own.set(place, (own.get(place) ?? 0) + ms);
    if (isWork(place)) busy += ms;
  }
  const rows = [...own]
    .filter(([place]) => isWork(place))
    .sort(([, a], [, b]) => b - a)
    .slice(0, SHOWN)
    .map(([place, ms]): Row => ({ function: place, 'own ms': rounded(ms), '%': share(ms, busy) }));
  return { title: `${name}: ${rounded(busy / 1000)} s busy`, rows };
}

const isWork = (place: string) => !NOT_WORK.some((start) => place.startsWith(start));
const share = (part: number, whole: number) => rounded((part / whole) * 100);

function placeOf({ functionName, url, lineNumber }: Profile['nodes'][number]['callFrame']): string {
  const name = functionName || '(anonymous)';
  const packaged = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  if (!url || name.startsWith('(g')) return name;
  return `${name} ${packaged ?? ''} ${basename(url)}:${lineNumber + 1}`;
}
