import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { cards } from './cards.ts';
import { hotPath } from './hot-path.ts';
import { kitchen } from './kitchen.ts';
import { life } from './life.ts';
import { lookup } from './lookup.ts';
import { menu } from './menu.ts';
import { orders } from './orders.ts';
import { reports } from './reports.ts';
import { scale } from './scale.ts';
import { saturday } from './saturday.ts';
import { screens } from './screens.ts';
import { printing } from './printing.ts';
import { openRestaurant, type Restaurant } from '../support/restaurant.ts';
import { QUIET } from './load.ts';
import { printed, type Table } from './table.ts';

/** `npm run bench -- [name …] [--quick] [--json file]`: all benches, or those named. */

const BENCHES: Record<string, (quick: boolean) => Promise<Table[]>> = {
  orders,
  screens: inOneOfItsOwn(screens),
  kitchen: inOneOfItsOwn(kitchen),
  life: inOneOfItsOwn(life),
  menu: inOneOfItsOwn(menu),
  lookup,
  cards: inOneOfItsOwn(cards),
  reports,
  printing: inOneOfItsOwn(printing),
};
/** An explanation, and what takes long: only when they are asked for. */
const ON_REQUEST = { 'hot-path': hotPath, saturday: inOneOfItsOwn(saturday), scale };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'string', default: 'bench-results.json' },
  },
});
for (const name of Object.keys(process.env)) if (name.startsWith('POS_')) delete process.env[name];

const machine = {
  at: new Date().toISOString(),
  node: process.version,
  cpu: os.cpus()[0]?.model ?? 'unknown',
  cpus: os.availableParallelism(),
  memory_mb: Math.round(os.totalmem() / 1024 / 1024),
  load_before: os.loadavg()[0] ?? 0,
  quick: values.quick,
};
console.log(`${machine.cpus} × ${machine.cpu}, Node ${machine.node}, load ${machine.load_before}`);

const all = { ...BENCHES, ...ON_REQUEST };
const tables: (Table & { bench: string })[] = [];
for (const name of positionals.length ? positionals : Object.keys(BENCHES)) {
  const bench = all[name as keyof typeof all];
  if (!bench) throw new Error(`There is no bench ${name}; there are ${Object.keys(all).join()}.`);
  for (const table of await bench(values.quick)) {
    console.log(printed(table));
    tables.push({ bench: name, ...table });
  }
}
writeFileSync(values.json, `${JSON.stringify({ machine, tables }, null, 2)}\n`);

/** A bench in a restaurant that nothing was done in before. */
function inOneOfItsOwn(bench: (quick: boolean, restaurant: Restaurant) => Promise<Table[]>) {
  return async (quick: boolean) => {
    const restaurant = await openRestaurant(QUIET);
    try {
      return await bench(quick, restaurant);
    } finally {
      await restaurant.close();
    }
  };
}
