import type { Restaurant } from '../support/restaurant.ts';
import { until } from '../support/until.ts';
import { type Asked, type Evening, type Served, serveAll, shareOf } from './evening.ts';
import { type Hall, openHall } from './hall.ts';
import { bearer } from './load.ts';
import { sizesOf, weighAlong } from './scales.ts';
import { percentile, type Row, rounded, type Table } from './table.ts';

/** `POS_SATURDAY_SPEED=1 POS_SATURDAY_MINUTES=60`: an hour of it at the speed of a real one. */
const SPEED = Number(process.env.POS_SATURDAY_SPEED ?? 20);
const MINUTES = Number(process.env.POS_SATURDAY_MINUTES ?? 120);
/** 600 orders in two hours. */
const ORDERS_PER_MINUTE = 5;
const FULL = { minutes: MINUTES, speed: SPEED, stay: 12, tills: 8, screens: 30 };
/** A slice of half a minute: whether it goes through, not how it ages. */
const QUICK = { minutes: 10, speed: 20, stay: 3, tills: 8, screens: 30 };
/** Guests before it, who stay for a moment: in a restaurant these processes run for weeks. */
const WARM = { orders: 40, minutes: 8, speed: 20, stay: 3 };
/** kB that an order adds to each file: what 50 orders of a slice added, an order. */
const PREDICTED_KB = { orders: 23.6, payments: 0.94, 'print-spooler': 14.6, reporting: 0.25 };
const TENTH = 0.1;

/** A busy restaurant's Saturday: whether anything fails, and what its last tenth is like. */
export async function saturday(quick: boolean, restaurant: Restaurant): Promise<Table[]> {
  const size = quick ? QUICK : FULL;
  const evening: Evening = { ...size, orders: size.minutes * ORDERS_PER_MINUTE };
  const token = await restaurant.login();
  const hall = await openHall(restaurant, token, evening);
  try {
    const warm = quick ? undefined : await serveAll({ ...evening, ...WARM }, hall, token);
    hall.cart_ms.length = hall.ticket_ms.length = 0;
    const sizes = sizesOf(restaurant);
    const began = performance.now();
    const scales = await weighAlong(restaurant, () => shareOf(evening, performance.now() - began));
    const served = await serveAll(evening, hall, token).finally(scales.stop);
    const took_s = (performance.now() - began) / 1000;
    const memory = scales.rows(first, last);
    const counted = await settle(hall, token, [...(warm ? [warm] : []), served]);
    const named = `${evening.orders} orders in ${rounded(took_s / 60)} min, ${evening.speed} ×`;
    return [
      { title: `A Saturday: ${named}`, rows: [counted] },
      { title: 'Milliseconds, first and last tenth', rows: latencies(served.asked) },
      { title: 'From the call to the screens', rows: waits(hall) },
      { title: 'Memory (PSS), MB, first and last tenth', rows: memory },
      { title: 'kB an order in each file', rows: growth(restaurant, sizes, evening.orders) },
    ];
  } finally {
    await hall.close();
  }
}

/** Everything that was asked for has come out, once; throws where it has not. */
async function settle(
  { restaurant, printers }: Hall,
  token: string,
  served: Served[],
): Promise<Row> {
  const orders = served.reduce((all, one) => all + one.orders, 0);
  const cents = served.reduce((all, one) => all + one.paid_cents, 0);
  const get = async <T>(path: string) =>
    (await restaurant.call<T>('GET', path, undefined, bearer(token))).body;
  type Day = { orders_count: number; cash_sales: number; card_sales: number };
  let day: Day | undefined;
  await until('the day has every sale', async () => {
    day = await get<Day>('/reports/daily');
    return day.orders_count === orders;
  });
  const sums = Math.round(((day?.cash_sales ?? 0) + (day?.card_sales ?? 0)) * 100);
  if (sums !== cents) throw new Error(`The day has ${sums} cents, the tills have ${cents}.`);
  const papers = () => printers.flatMap((printer) => printer.papers());
  const receipts = () => papers().filter((paper) => /Receipt \d+$/m.test(paper)).length;
  await until('every receipt is on paper', () => receipts() >= orders);
  type Printers = { printers: { waiting: number }[] };
  await until('no printer has anything to do', async () => {
    return (await get<Printers>('/printers')).printers.every(({ waiting }) => waiting === 0);
  });
  if (receipts() !== orders) throw new Error(`${receipts()} receipts for ${orders} orders.`);
  await until('no alarm is left', async () => {
    return (await get<{ alarms: object[] }>('/system/alarms')).alarms.length === 0;
  });
  const requests = served.reduce((all, one) => all + one.asked.length, 0);
  const again = served.reduce((all, one) => all + one.again, 0);
  return {
    requests,
    refused: 0,
    'asked again': again,
    sales: orders,
    cents,
    receipts: receipts(),
    papers: papers().length,
  };
}

const first = ({ at }: { at: number }) => at >= 0 && at < TENTH;
const last = ({ at }: { at: number }) => at >= 1 - TENTH && at < 1;

function latencies(asked: Asked[]): Row[] {
  const early = asked.filter(first);
  const late = asked.filter(last);
  const kinds = [...new Set(asked.map(({ what }) => what))];
  const row = (what: string, those: (one: Asked) => boolean): Row => {
    const at = (part: Asked[], share: number) =>
      percentile(
        part.filter(those).map(({ took_ms }) => took_ms),
        share,
      );
    const figures = Object.fromEntries(
      [0.5, 0.99].flatMap((share) => {
        const [before, after] = [at(early, share), at(late, share)];
        const name = `p${share * 100}`;
        return [
          [`${name} first`, rounded(before)],
          [`${name} last`, rounded(after)],
          [`${name} ratio`, rounded(after / before)],
        ];
      }),
    );
    return { what, count: asked.filter(those).length, ...figures };
  };
  const inBoth = kinds.filter((kind) =>
    [early, late].every((part) => part.some(({ what }) => what === kind)),
  );
  return [row('all', () => true), ...inBoth.map((kind) => row(kind, ({ what }) => what === kind))];
}

function waits({ cart_ms, ticket_ms, overtaken }: Hall): Row[] {
  return Object.entries({ 'a display': cart_ms, 'a kitchen screen': ticket_ms }).map(
    ([screen, took]) => ({
      screen,
      messages: took.length,
      overtaken: took === cart_ms ? overtaken() : 0,
      'p50 ms': rounded(percentile(took, 0.5)),
      'p99 ms': rounded(percentile(took, 0.99)),
    }),
  );
}

/** What the evening added, an order, beside what was predicted of it. */
function growth(restaurant: Restaurant, before: Map<string, number>, orders: number): Row[] {
  const after = sizesOf(restaurant);
  return Object.entries(PREDICTED_KB).map(([service, predicted]) => {
    const grew = ((after.get(service) ?? 0) - (before.get(service) ?? 0)) / orders / 1000;
    return { service, grew: rounded(grew), predicted, ratio: rounded(grew / predicted) };
  });
}
