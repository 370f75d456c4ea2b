import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { z } from 'zod';
import { dayAfter } from '#shared/business-day.ts';
import type { daily } from '#shared/contracts/daily-report.ts';
import type { checklist, zReport } from '#shared/contracts/z-reports.ts';
import { openBooks } from '../support/books.ts';
import { type Front, openFront } from '../support/front.ts';
import { openTill, type Till } from '../support/till.ts';
import { until } from '../support/until.ts';

type Daily = z.input<typeof daily>;
type Z = z.input<typeof zReport>;
type Checklist = z.input<typeof checklist>;
type Refused = { code: string; errors?: { field: string }[]; checklist?: Checklist };

/** A Z waits for all of whom a day is made. */
const ALL = ['catalog', 'staff', 'orders', 'payments', 'print-spooler', 'reporting'];
let front: Front;
let till: Till;
let ada: string;
let ben: string;
let day: string;

const get = <T>(path: string, token = ada) => front.call<T>('GET', path, { token });
const daily_ = async (date = day) => (await get<Daily>(`/reports/${date}`)).body;
const close = (date: string, body: object = {}, headers = {}) =>
  front.call<Z & Refused>('POST', `/reports/${date}/close`, { token: ada, body, headers });
/** Bytes as they go over the wire. */
async function bytes(path: string): Promise<string> {
  const headers = { authorization: `Bearer ${ada}` };
  const answer = await fetch(`http://127.0.0.1:${front.port}${path}`, { headers });
  return `${answer.status} ${createHash('sha256')
    .update(await answer.text())
    .digest('hex')}`;
}
const sell = async (...names: string[]) => till.pay(await till.create(names));

before(async () => {
  front = await openFront(ALL);
  till = await openTill(front.house);
  [ada, ben] = [await front.login(), await front.login('1357')];
  await sell('Espresso', 'Tomato soup');
  day = (await get<Daily>('/reports/daily')).body.date;
  await until('the sale is reported', async () => (await daily_()).orders_count === 1);
});
after(() => front.close());

describe('before a day is closed', { timeout: 300_000 }, () => {
  it('an X tells it as its Z would, and changes nothing', async () => {
    const journal = openBooks(front.house.config.POS_DATA_DIR).rows(
      'reporting',
      'SELECT * FROM journal',
    );
    const { body } = await get<{ number: number | null; payments: { amount: number }[] } & Daily>(
      `/reports/${day}/x`,
      ben,
    );
    assert.equal(body.number, null);
    const { total_sales_net, tax_collected, cash_sales } = body;
    assert.equal(body.payments[0]?.amount, cash_sales);
    assert.ok(Math.abs(total_sales_net + tax_collected - cash_sales) < 0.005);
    const books = openBooks(front.house.config.POS_DATA_DIR);
    assert.deepEqual(books.rows('reporting', 'SELECT * FROM journal'), journal);
    assert.deepEqual(books.rows('reporting', 'SELECT * FROM z_report'), []);
  });

  it('what is not settled is listed, and keeps it open', async () => {
    const open = await till.create(['Espresso']);
    const { body: shift } = await front.call('POST', '/staff/clock_in', { token: ben });
    assert.ok(shift);
    const list = async () => (await get<Checklist>(`/reports/${day}/checklist`)).body;
    await until('both are known', async () => {
      const { open_orders, clocked_in } = await list();
      return open_orders.length === 1 && clocked_in.length === 1;
    });
    const { ready, open_orders, clocked_in, unknown_payments } = await list();
    assert.equal(ready, false);
    assert.deepEqual(open_orders, [{ order_id: open.id, order_number: open.order_number }]);
    assert.deepEqual([clocked_in[0]?.staff_id, unknown_payments], [2, []]);
    const { status, body } = await close(day);
    assert.deepEqual([status, body.code], [409, 'DAY_NOT_SETTLED']);
    assert.deepEqual(body.checklist?.open_orders, open_orders);
    assert.equal((await daily_()).z_number, null);
  });

  it('it needs an admin, a reason for what is overridden, and a day that has begun', async () => {
    const path = `/reports/${day}/close`;
    const asBen = await front.call<Refused>('POST', path, { token: ben, body: { override: true } });
    assert.deepEqual([asBen.status, asBen.body.code], [403, 'FORBIDDEN']);
    const { status, body } = await close(day, { override: true });
    assert.deepEqual([status, body.errors?.[0]?.field], [422, 'reason']);
    const tomorrow = await close(dayAfter(day), { override: true, reason: 'early' });
    assert.deepEqual([tomorrow.status, tomorrow.body.code], [409, 'DAY_NOT_BEGUN']);
    for (const date of ['2026-02-30', 'today']) {
      const wrong = await close(date);
      assert.deepEqual([wrong.status, wrong.body.errors?.[0]?.field], [422, 'date']);
    }
    assert.equal((await daily_()).z_number, null);
  });
});

describe('a Z', { timeout: 300_000 }, () => {
  let made: Z;

  it('is numbered, tells the day and its reason, and is given once for a key', async () => {
    await sell('Affogato'); // is in it, though reporting may not have heard of it yet
    const how = { override: true, reason: 'one guest stays' };
    const first = await close(day, how, { 'idempotency-key': 'z-1' });
    assert.equal(first.status, 200, JSON.stringify(first.body));
    made = first.body;
    assert.deepEqual([made.number, made.business_day, made.reason], [1, day, 'one guest stays']);
    assert.equal(made.report['orders_count'], 2);
    const again = await close(day, how, { 'idempotency-key': 'z-1' });
    assert.deepEqual(again.body, made);
    assert.equal((await daily_()).z_number, 1);
  });

  it('is a file of its own as soon as it is answered', () => {
    const path = join(front.house.config.POS_DATA_DIR, 'z_reports', '000001.json');
    assert.deepEqual(JSON.parse(readFileSync(path, 'utf8')), made);
  });

  it('holds the journals’ chains at that point, and its own place in one', () => {
    const books = openBooks(front.house.config.POS_DATA_DIR);
    for (const { service, seq, hash } of made.journals.filter((point) => point.seq > 0)) {
      const sql = `SELECT hash FROM journal WHERE seq = ${seq}`;
      assert.deepEqual(books.rows(service, sql), [{ hash }], service);
    }
    const own = "SELECT hash FROM journal WHERE type = 'day_closed'";
    assert.deepEqual(books.rows('reporting', own), [{ hash: made.hash }]);
    assert.deepEqual(books.brokenChains(), []);
  });

  it('begins the next day at once: orders stamps it; the closed one stays', async () => {
    const closed = await daily_();
    await until('orders knows', async () => {
      const { business_day } = await sell('Espresso');
      return business_day === dayAfter(day);
    });
    assert.equal((await get<Daily>('/reports/daily')).body.date, dayAfter(day));
    // what was sold before orders knew belongs to the closed day, and is late
    assert.deepEqual(await daily_(), closed);
  });

  it('is made once for a day, and days are closed in their order', async () => {
    for (const date of [day, dayAfter(day, -1)]) {
      const { status, body } = await close(date, { override: true, reason: 'again' });
      assert.deepEqual([status, body.code], [409, 'DAY_CLOSED']);
    }
    const next = await close(dayAfter(day), { override: true, reason: 'again' });
    assert.deepEqual([next.status, next.body.code], [409, 'DAY_NOT_BEGUN']);
    const { body } = await get<{ z_reports: { number: number }[] }>('/z_reports');
    assert.deepEqual(
      body.z_reports.map(({ number }) => number),
      [1],
    );
  });

  it('is the same bytes for ever: after a restart, and when the file was lost', async () => {
    const { house } = front;
    const first = await bytes('/z_reports/1');
    assert.match(first, /^200 /);
    await house.kill('reporting');
    await house.start('reporting');
    assert.equal(await bytes('/z_reports/1'), first);
    const told = [await daily_(), await daily_(dayAfter(day))];
    await house.kill('reporting', 'SIGTERM');
    for (const suffix of ['', '-wal', '-shm', '.lock']) {
      rmSync(`${house.config.POS_DATA_DIR}/reporting.db${suffix}`, { force: true });
    }
    await house.start('reporting');
    assert.equal(await bytes('/z_reports/1'), first);
    assert.deepEqual([await daily_(), await daily_(dayAfter(day))], told);
    const sold = await sell('Espresso');
    assert.equal(sold.business_day, dayAfter(day));
    const none = await get<Refused>('/z_reports/2');
    assert.deepEqual([none.status, none.body.code], [404, 'Z_REPORT_NOT_FOUND']);
  });

  it('cannot be changed, not even in the file', async () => {
    const { default: SQLite } = await import('better-sqlite3');
    const file = new SQLite(`${front.house.config.POS_DATA_DIR}/reporting.db`);
    for (const sql of ["UPDATE z_report SET content = '{}'", 'DELETE FROM z_report']) {
      assert.throws(() => file.exec(sql), /never/);
    }
    file.close();
  });
});
