import { spawn } from 'node:child_process';
import { on, once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Restaurant } from '../support/restaurant.ts';
import { bearer, ORDER } from './load.ts';
import { until } from '../support/until.ts';
import { percentile, type Row, rounded, type Table } from './table.ts';

interface Size {
  rounds: number;
  cards: number;
  /** Cash closes of a quiet slice; those of the other one end with the last card's answer. */
  cash: number;
}
const FULL: Size = { rounds: 20, cards: 50, cash: 30 };
const QUICK: Size = { rounds: 1, cards: 5, cash: 5 };
/** So many times as many cash orders as are closed alone: they last until the cards are through. */
const MORE_CASH = 3;
const SQUARE_TAKES_MS = 300;
/** Before the first slice: in a restaurant these processes run for weeks. */
const WARM_ROUNDS = 3;
/** Between slices: what the one before left has reached the kitchen and the day's sums by then. */
const SETTLES_MS = 500;
/** Some 600 jobs, 15 ms each, on a busy machine. */
const PRINTED_WITHIN_MS = 60_000;
/** Of nice. */
const LOWEST = 19;

/** Where the cards are while somebody else pays in cash. */
const PHASES = ['put in', 'at Square', 'answered'] as const;
type Phase = (typeof PHASES)[number];
const samples = () => ({ 'put in': [], 'at Square': [], answered: [] }) as Record<Phase, number[]>;

interface Till {
  call: Restaurant['call'];
  headers: object;
  /** `card-tills.ts`. */
  worker: Worker;
  /** Cards that orders has asked to be charged so far. */
  begun: () => number;
}

/**
 * Closing in cash alone, with many cards in flight at a Square that takes its time, and beside a
 * process that only counts, at the lowest priority: what a machine costs that has less to give.
 */
export async function cards(quick: boolean, restaurant: Restaurant): Promise<Table[]> {
  await slowSquare(restaurant);
  let begun = 0;
  restaurant.observer.subscribe('pos/orders/did/tender_begun', () => begun++);
  const headers = bearer(await restaurant.login());
  const worker = new Worker(new URL('./card-tills.ts', import.meta.url), {
    workerData: { url: restaurant.url, headers },
  });
  const till: Till = { call: restaurant.call, headers, worker, begun: () => begun };
  const size = quick ? QUICK : FULL;
  const alone: number[] = [];
  const among = samples();
  const cardsTook: number[] = [];
  const beside: number[] = [];
  for (let round = quick ? 0 : -WARM_ROUNDS; round < size.rounds; round++) {
    const quiet = await cashAlone(till, size.cash);
    const busy = await cashAmongCards(till, size);
    const counted = await cashBesideCounting(till, size.cash);
    if (round < 0) continue;
    alone.push(...quiet);
    beside.push(...counted);
    cardsTook.push(...busy.cards);
    for (const phase of PHASES) among[phase].push(...busy.cash[phase]);
  }
  await worker.terminate();
  const row = (what: string, took: number[], isCash = true): Row => {
    const figures = { p50: half, mean, p99: worst };
    const ratio = (figure: (of: number[]) => number) =>
      isCash ? rounded(figure(took) / figure(alone)) : '–';
    const each = Object.entries(figures);
    return {
      closing: what,
      samples: took.length,
      ...Object.fromEntries(each.map(([name, figure]) => [`${name} ms`, rounded(figure(took))])),
      ...Object.fromEntries(each.map(([name, figure]) => [`${name} ratio`, ratio(figure)])),
    };
  };
  const title = `Closing in cash beside ${size.cards} cards that take ${SQUARE_TAKES_MS} ms`;
  const rows = [
    row('cash, alone', alone),
    row('cash, cards in flight', Object.values(among).flat()),
    ...PHASES.filter((phase) => among[phase].length > 0).map((phase) =>
      row(`- cards ${phase}`, among[phase]),
    ),
    row('cash, beside a process that counts', beside),
    row('card', cardsTook, false),
  ];
  return [{ title, rows }];
}

const half = (took: number[]) => percentile(took, 0.5);
const mean = (took: number[]) => took.reduce((sum, one) => sum + one, 0) / took.length;
const worst = (took: number[]) => percentile(took, 0.99);

/** Puts all these in at once, tells of each that is answered, and how long each took. */
async function byCards(worker: Worker, ids: number[], answered: () => void): Promise<number[]> {
  const took: number[] = [];
  worker.postMessage(ids);
  for await (const [ms] of on(worker, 'message') as AsyncIterable<[number]>) {
    answered();
    if (took.push(ms) === ids.length) break;
  }
  return took;
}

/** Each payment is answered late from now on. */
async function slowSquare({ config }: Restaurant): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${config.POS_DEMO_SQUARE_PORT}/_control/fault`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      endpoint: 'CreatePayment',
      how: 'late',
      latency_ms: SQUARE_TAKES_MS,
      times: 1_000_000,
    }),
  });
  if (!answer.ok) throw new Error(`The local Square said ${answer.status}.`);
}

/** Orders that wait to be paid. */
async function orders({ call, headers }: Till, count: number): Promise<number[]> {
  const ids: number[] = [];
  while (ids.length < count) {
    const { status, body } = await call<{ id: number }>('POST', '/orders', ORDER, headers);
    if (status !== 201) throw new Error(`an order was refused: ${status}`);
    ids.push(body.id);
  }
  return ids;
}

/** How long it takes until the till knows that the order is closed. */
async function close({ call, headers }: Till, id: number, tender: object): Promise<number> {
  const began = performance.now();
  const { status, body } = await call<{ status: string }>(
    'POST',
    `/orders/${id}/close`,
    tender,
    headers,
  );
  if (body.status !== 'closed') throw new Error(`an order was not closed: ${status}`);
  return performance.now() - began;
}
const byCash = (till: Till, id: number) => close(till, id, { method: 'cash', cash_tendered: 200 });

async function cashAlone(till: Till, count: number): Promise<number[]> {
  const ids = await orders(till, count);
  await settle(till);
  const took: number[] = [];
  for (const id of ids) took.push(await byCash(till, id));
  return took;
}

/** A process that gives way to every other, and wants nothing but a processor. */
async function cashBesideCounting(till: Till, count: number): Promise<number[]> {
  const counting = spawn(process.execPath, ['--eval', 'for (;;);'], { detached: true });
  try {
    setPriority(counting.pid as number, LOWEST);
    // Linux weighs sessions before processes, where it does: detached, it is one of its own
    const session = `/proc/${counting.pid}/autogroup`;
    if (existsSync(session)) writeFileSync(session, String(LOWEST));
    return await cashAlone(till, count);
  } finally {
    counting.kill();
  }
}

/** All cards at once, and cash, one close after the other, until the last card is through. */
async function cashAmongCards(till: Till, { cards: count, cash: enough }: Size) {
  const cardIds = await orders(till, count);
  const cashIds = await orders(till, enough * MORE_CASH);
  till.worker.postMessage(count);
  await once(till.worker, 'message');
  await settle(till);
  const before = till.begun();
  let answered = 0;
  const phase = (): Phase =>
    answered > 0 ? 'answered' : till.begun() - before < count ? 'put in' : 'at Square';
  const paying = byCards(till.worker, cardIds, () => answered++);
  const cash = samples();
  for (const id of cashIds) {
    const began = phase();
    const took = await byCash(till, id);
    if (answered === count) break;
    cash[began].push(took);
  }
  return { cash, cards: await paying };
}

/** What the slice before left: the kitchen bumps it, and it is on paper. */
async function settle({ call, headers }: Till): Promise<void> {
  await new Promise((over) => setTimeout(over, SETTLES_MS));
  const due = await call<{ tickets: { id: number }[] }>(
    'GET',
    '/kitchen/tickets',
    undefined,
    headers,
  );
  for (const { id } of due.body.tickets)
    await call('POST', `/kitchen/tickets/${id}/bump`, {}, headers);
  const isPrinted = async () => {
    const open = '/printers/jobs?open=true';
    const { body } = await call<{ jobs: unknown[] }>('GET', open, undefined, headers);
    return body.jobs.length === 0;
  };
  await until('all is on paper', isPrinted, PRINTED_WITHIN_MS);
}
