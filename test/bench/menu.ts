import type { Restaurant } from '../support/restaurant.ts';
import { bearer } from './load.ts';
import { percentile, type Row, rounded, type Table } from './table.ts';

/** A large restaurant's menu; every second item asks two questions with ten answers. */
const ITEMS = 1_000;
/** What a store brings along from elsewhere: at most 2 s are wanted. */
const IMPORTED = 2_000;
const LISTS = [1, 2];
const CATEGORIES = 6;
const FIRST_CATEGORY = 100_000;

/** `GET /catalog/menu` of 1,000 items as one till after the other asks for it, and an import. */
export async function menu(quick: boolean, restaurant: Restaurant): Promise<Table[]> {
  const headers = bearer(await restaurant.login());
  const items = quick ? 20 : ITEMS;
  for (let i = 0; i < items; i++) await addItem(restaurant, headers, i);
  const { bytes, etag } = await read(restaurant, headers);
  const calls = quick ? 5 : 300;
  const known = { ...headers, 'if-none-match': etag };
  const change = () => addItem(restaurant, headers, 0, 'PUT', '/1');
  const rows = [
    await time('as it was', calls, () => read(restaurant, headers)),
    await time('known to the till', calls, () => read(restaurant, known)),
    await time('just changed', quick ? 5 : 50, () => read(restaurant, headers), change),
  ];
  const kilobytes = Math.round(bytes / 1024);
  const imported = quick ? 20 : IMPORTED;
  const imports = [
    await time('anew', 1, () => bring(restaurant, headers, imported, 'Dinner')),
    await time('once more', 1, () => bring(restaurant, headers, imported, 'Dinner')),
  ];
  return [
    { title: `GET /catalog/menu of ${items} items, ${kilobytes} kB`, rows },
    { title: `POST /catalog/import of ${imported} items`, rows: imports },
  ];
}

async function addItem(
  { call }: Restaurant,
  headers: object,
  i: number,
  method = 'POST',
  which = '',
): Promise<void> {
  const item = {
    name: `Dish ${i}`,
    category_id: FIRST_CATEGORY + (i % CATEGORIES),
    reg_price: 10 + (i % 20),
    mod_list_ids: i % 2 ? LISTS : [],
  };
  const body = which ? { reg_price: Math.round(Math.random() * 1000) / 100 } : item;
  const { status } = await call(method, `/catalog/items${which}`, body, headers);
  if (status >= 300) throw new Error(`an item was refused: ${status}`);
}

async function bring({ call }: Restaurant, headers: object, count: number, category: string) {
  const items = Array.from({ length: count }, (_, i) => ({
    name: `${category} ${i}`,
    reg_price: i / 4,
  }));
  const brought = { categories: [{ name: category, items }] };
  const { status } = await call('POST', '/catalog/import', { menu: brought }, headers);
  if (status >= 300) throw new Error(`an import was refused: ${status}`);
}

/** The whole body, not read as JSON: that is the till's work. */
async function read({ url }: Restaurant, headers: Record<string, string>) {
  const answer = await fetch(`${url}/catalog/menu`, { headers });
  if (answer.status !== 200 && answer.status !== 304) throw new Error(`${answer.status}`);
  const { byteLength: bytes } = await answer.arrayBuffer();
  return { bytes, etag: answer.headers.get('etag') ?? '' };
}

async function time(
  what: string,
  calls: number,
  ask: () => Promise<unknown>,
  before: () => Promise<void> = async () => undefined,
): Promise<Row> {
  const took: number[] = [];
  for (let i = 0; i < calls; i++) {
    await before();
    const began = performance.now();
    await ask();
    took.push(performance.now() - began);
  }
  const [p50, p99] = [0.5, 0.99].map((share) => rounded(percentile(took, share)));
  return { menu: what, 'p50 ms': p50 ?? 0, 'p99 ms': p99 ?? 0 };
}
