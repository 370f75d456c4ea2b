import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBooks } from '../support/books.ts';
import { until } from '../support/until.ts';
import type { SquareBooks } from './card-books.ts';
import { ordersNotShown } from './check-screens.ts';
import type { House } from './house.ts';
import type { Load } from './load.ts';
import { settle } from './settle.ts';

/** What an earlier life left behind is cleared within 3 s. */
const SHOWN_WITHIN_MS = 20_000;

/** Sums of a report, in hundredths: money in cents, and orders times a hundred. */
export type Figures = Partial<Record<string, number>>;

/** All that is looked at when the restaurant has settled. */
export interface Evidence {
  load: Load;
  books: ReturnType<typeof openBooks>;
  square: SquareBooks;
  /** Of all days together. */
  report: Figures;
  /** What came out of the printer, paper by paper. */
  papers: string[];
  /** The same of a history that was taken back by a restore. */
  oldPapers: string[];
  /** The ids of the orders that screens are shown as open. */
  shown: number[];
  /** What the services said, and all that stands in their files. */
  written: { name: string; bytes: Buffer }[];
  /** What was found where nothing is mounted. */
  underMount: string[];
  /** What must never be written down in the clear. */
  secrets: { name: string; pattern: RegExp | string }[];
}

/** Looks at everything; the restaurant is open and has settled. */
export async function gather(house: House, load: Load): Promise<Evidence> {
  const books = openBooks(house.config.POS_DATA_DIR);
  const [report, square] = [await reportOf(house, books), await squareBooksOf(house)];
  await settle(house); // who asked for it may have had to log in
  const papers = readdirSync(house.paper).filter((name) => name.endsWith('.txt'));
  const read = (name: string) => readFileSync(join(house.paper, name), 'utf8');
  const files = readdirSync(house.config.POS_DATA_DIR).filter((name) => /\.db(-wal)?$/.test(name));
  return {
    load,
    books,
    square,
    report,
    papers: papers.filter((name) => !house.oldPapers.has(name)).map(read),
    oldPapers: papers.filter((name) => house.oldPapers.has(name)).map(read),
    shown: await shownOrders(house, books),
    written: [
      { name: 'the log', bytes: Buffer.from(house.restaurant.output()) },
      ...files.map((name) => ({
        name,
        bytes: readFileSync(join(house.config.POS_DATA_DIR, name)),
      })),
    ],
    underMount: house.underMount,
    secrets: [
      ...load.tokens().map((token) => ({ name: "a till's token", pattern: token })),
      { name: 'the PIN', pattern: new RegExp(`pin\\W{1,5}${house.pin}\\b`, 'i') },
      { name: "Square's token", pattern: 'local-square-token' },
    ],
  };
}

/** As a screen that comes now is told; what is not true yet has some time to become so. */
async function shownOrders({ restaurant }: House, books: Evidence['books']): Promise<number[]> {
  const { observer } = restaurant;
  const topics = 'pos/now/orders/+';
  const shown = new Set<number>();
  observer.subscribe(topics, (message, topic) => {
    const id = Number(topic.split('/').at(-1));
    if (message) shown.add(id);
    else shown.delete(id);
  });
  const isTrue = () => ordersNotShown({ books, shown: [...shown] }).length === 0;
  await until('screens are shown what is true', isTrue, SHOWN_WITHIN_MS).catch(() => undefined);
  observer.unsubscribe(topics);
  return [...shown];
}

async function squareBooksOf({ squareUrl }: House): Promise<SquareBooks> {
  const answer = await fetch(`${squareUrl}/_control/ledger`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
  });
  return ((await answer.json()) as { result: SquareBooks }).result;
}

/** Of all days on which anything was sold or given back, whatever the clock said. */
async function reportOf(house: House, books: Evidence['books']): Promise<Figures> {
  const days = books.rows<{ day: string }>(
    'orders',
    `SELECT business_day AS day FROM orders WHERE business_day IS NOT NULL
     UNION SELECT business_day FROM refund`,
  );
  const all: Figures = {};
  for (const { day } of days) {
    const figures = await house.asAdmin<Figures>('GET', `/reports/${day}`);
    for (const [name, figure] of Object.entries(figures)) {
      if (typeof figure === 'number') all[name] = (all[name] ?? 0) + Math.round(figure * 100);
    }
  }
  return all;
}
