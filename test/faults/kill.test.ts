import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openBooks } from '../support/books.ts';
import { type Guests, letGuestsIn } from '../support/guests.ts';
import { openRestaurant, type Restaurant } from '../support/restaurant.ts';

/** `POS_FAULT_ROUNDS=10`: each process is killed so many times. */
const ROUNDS = Number(process.env.POS_FAULT_ROUNDS ?? 1);
const GUESTS_PER_SECOND = 10;
/** Guests served between two kills. */
const BETWEEN_MS = 800;
const SETTLES_WITHIN_MS = 60_000;
const PROCESSES = [
  'catalog',
  'staff',
  'orders',
  'payments',
  'reporting',
  'print-spooler',
  'discovery',
  'gateway',
];

interface OrderRow {
  id: number;
  order_number: number;
  status: string;
  business_day: string;
  subtotal: number;
  discount_total: number;
  tax: number;
  tax_included: number;
}

let restaurant: Restaurant;
let token: string;
let guests: Guests;
const lateAnswers = new Map<string, number>();
const stayedAway: string[] = [];

const wait = (ms: number) => new Promise((over) => setTimeout(over, ms));

async function until(what: string, holds: () => boolean): Promise<void> {
  const end = performance.now() + SETTLES_WITHIN_MS;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`${what}: not within ${SETTLES_WITHIN_MS} ms`);
    await wait(100);
  }
}

/** Until nothing is on its way to the printer: however long it takes, as long as it goes on. */
async function untilPrinted(): Promise<void> {
  const under_way = () =>
    openBooks(restaurant.config.POS_DATA_DIR).rows<Record<string, unknown>>(
      'print-spooler',
      `SELECT id, status, attempts, problem FROM job WHERE kind <> 'drawer'
       AND status IN ('queued', 'sending', 'awaiting_confirm')`,
    );
  for (let left = under_way(); left.length > 0; left = under_way()) {
    const waiting = left.length;
    await until('some more are printed', () => under_way().length < waiting).catch((error) => {
      throw new Error(`${error.message}; ${waiting} wait: ${JSON.stringify(left.slice(0, 3))}`);
    });
  }
}

/** SIGKILL, and on with the load until it is ready again and a while longer. */
async function killUnderLoad(service: string): Promise<void> {
  const pid = restaurant.status(service)?.pid as number;
  const asked = guests.asked.length;
  process.kill(pid, 'SIGKILL');
  await until(`${service} is back`, () => {
    const status = restaurant.status(service);
    return status?.state === 'ready' && status.pid !== pid;
  }).catch(() => stayedAway.push(service));
  await wait(BETWEEN_MS);
  const answers = guests.asked.slice(asked);
  const slowest = Math.max(...answers.map(({ took_ms }) => took_ms));
  lateAnswers.set(service, Math.max(slowest, lateAnswers.get(service) ?? 0));
}

const paper = () => {
  const folder = join(restaurant.config.POS_DATA_DIR, 'demo-printer');
  const tickets = readdirSync(folder).filter((file) => file.endsWith('.txt'));
  return tickets.map((file) => readFileSync(join(folder, file), 'utf8'));
};

describe('each process was killed under load', { timeout: 600_000 }, () => {
  before(async () => {
    restaurant = await openRestaurant({ LOG_LEVEL: 'warn' });
    token = await restaurant.login();
    await until('each has said how it is', () => PROCESSES.every((one) => restaurant.status(one)));
    guests = letGuestsIn(restaurant, token, GUESTS_PER_SECOND);
    try {
      await wait(BETWEEN_MS);
      for (let round = 0; round < ROUNDS; round++) {
        for (const service of PROCESSES) await killUnderLoad(service);
      }
    } finally {
      await guests.leave();
    }
    await until('followers stand at their sources’ heads', () => {
      return openBooks(restaurant.config.POS_DATA_DIR).behind().length === 0;
    }).catch(() => undefined);
  });
  after(() => restaurant.close());

  const books = () => openBooks(restaurant.config.POS_DATA_DIR);
  const orders = () => books().rows<OrderRow>('orders', 'SELECT * FROM orders ORDER BY id');

  it('and each was ready again', () => {
    assert.deepEqual(stayedAway, []);
  });

  it('and every request was answered, late at worst, none failed', (t) => {
    const failed = guests.asked.filter(({ status }) => status >= 300);
    assert.deepEqual(failed, []);
    assert.ok(guests.served.length > 20);
    t.diagnostic(`${guests.asked.length} requests, ${guests.served.length} orders`);
    for (const [service, ms] of lateAnswers) {
      t.diagnostic(`${service} killed: slowest answer ${Math.round(ms)} ms`);
    }
  });

  it('and only a killed gateway broke connections', () => {
    const broken = guests.asked.filter((asked) => asked.broken > 0).length;
    assert.ok(broken < guests.asked.length / 4, `${broken} of ${guests.asked.length}`);
  });

  it('and no acknowledged order, line or payment is missing', () => {
    const kept = new Map(orders().map((order) => [order.id, order]));
    const lines = new Map(
      books()
        .rows<{ order_id: number; n: number }>(
          'orders',
          'SELECT order_id, count(*) AS n FROM order_item GROUP BY order_id',
        )
        .map(({ order_id, n }) => [order_id, n]),
    );
    const lost = guests.served.filter(({ order_id, order_number, closed, lines: n }) => {
      const order = kept.get(order_id);
      if (!order || order.order_number !== order_number || lines.get(order_id) !== n) return true;
      return closed && order.status !== 'closed';
    });
    assert.deepEqual(lost, []);
  });

  it('and no order was made twice', () => {
    assert.equal(orders().length, guests.served.length);
    assert.equal(new Set(guests.served.map(({ order_id }) => order_id)).size, orders().length);
  });

  it('and no two open orders have the same number', () => {
    const open = orders().filter(({ status }) => status === 'open');
    const numbers = open.map(({ order_number }) => order_number);
    assert.equal(new Set(numbers).size, numbers.length);
    assert.ok(numbers.every((number) => number >= 1 && number <= 99));
  });

  it('and every follower stands at its source’s head', () => {
    assert.deepEqual(books().behind(), []);
  });

  it('and every journal is one unbroken chain, every file sound', () => {
    assert.deepEqual(books().brokenChains(), []);
    assert.deepEqual(books().damaged(), []);
  });

  it('and the report is the sum of the orders, to the cent', async () => {
    const closed = orders().filter(({ status }) => status === 'closed');
    for (const day of new Set(closed.map(({ business_day }) => business_day))) {
      const ofDay = closed.filter(({ business_day }) => business_day === day);
      const sum = (of: (order: OrderRow) => number) =>
        ofDay.reduce((total, order) => total + of(order), 0) / 100;
      const headers = { authorization: `Bearer ${token}` };
      const path = `/reports/${day}`;
      const { body } = await restaurant.call<Record<string, number>>(
        'GET',
        path,
        undefined,
        headers,
      );
      const bill = (o: OrderRow) => o.subtotal - o.discount_total + o.tax - o.tax_included;
      assert.equal(body.orders_count, ofDay.length);
      assert.equal(body.cash_sales, sum(bill));
      assert.equal(
        body.total_sales_net,
        sum((o) => bill(o) - o.tax),
      );
      assert.equal(
        body.tax_collected,
        sum((o) => o.tax),
      );
    }
    const [drawer] = books().rows(
      'payments',
      'SELECT sum(amount) AS a, sum(tip) AS t FROM payment',
    );
    const [till] = books().rows('orders', 'SELECT sum(amount) AS a, sum(tip) AS t FROM payment');
    assert.deepEqual(drawer, till);
  });

  it('and every ticket is on paper, a second copy headed so, no receipt doubled', async () => {
    const jobs = () =>
      books().rows<{ status: string }>(
        'print-spooler',
        "SELECT status FROM job WHERE kind <> 'drawer'",
      );
    await untilPrinted();
    const closed = orders().filter(({ status }) => status === 'closed');
    const tickets = books().rows<{ order_id: number }>('print-spooler', 'SELECT * FROM ticket');
    assert.deepEqual(
      tickets.map(({ order_id }) => order_id).sort((a, b) => a - b),
      closed.map(({ id }) => id),
    );
    assert.equal(jobs().length, 2 * closed.length);
    const all = paper();
    const receipts = all.filter((text) => text.includes('Receipt'));
    const plain = all.filter((text) => !receipts.includes(text) && !text.includes('DUPLICATE'));
    assert.equal(new Set(receipts).size, receipts.length);
    const copies = all.length - receipts.length;
    assert.ok(copies >= closed.length, `${copies} order tickets of ${closed.length} orders`);
    assert.ok(plain.length <= closed.length, `${plain.length} unmarked of ${closed.length}`);
  });
});
