import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { z } from 'zod';
import { dayAfter } from '#shared/business-day.ts';
import type { daily } from '#shared/contracts/daily-report.ts';
import { type Front, openFront } from '../support/front.ts';
import { fileOf, openTill, type Till } from '../support/till.ts';
import { until } from '../support/until.ts';

type Daily = z.input<typeof daily>;
type Refused = { code: string; errors?: { field: string }[] };

let front: Front;
let till: Till;
let ada: string;
let ben: string;
let day: string;

const REPORTS = ['items', 'categories', 'hours', 'staff', 'discounts', 'taxes', 'payments'];
const get = <T>(path: string, token = ada) => front.call<T>('GET', path, { token });
const daily_ = async () => (await get<Daily>('/reports/daily')).body;
async function csv(path: string): Promise<{ type: string; lines: string[] }> {
  const headers = { authorization: `Bearer ${ada}` };
  const answer = await fetch(`http://127.0.0.1:${front.port}${path}`, { headers });
  const lines = (await answer.text()).split('\r\n');
  return { type: answer.headers.get('content-type') ?? '', lines };
}

before(async () => {
  const services = ['catalog', 'staff', 'orders', 'payments', 'print-spooler', 'reporting'];
  front = await openFront(services);
  till = await openTill(front.house);
  [ada, ben] = [await front.login(), await front.login('1357')];
  day = (await daily_()).date;
});
after(() => front.close());

describe('a headline on the wall', { timeout: 300_000 }, () => {
  it('is told with each sale, to admins only, and stands there for who comes later', async () => {
    const screen = await front.screen(ada);
    const heard: Daily[] = [];
    screen.on('message', (_topic, message) => heard.push(JSON.parse(message.toString()) as Daily));
    await screen.subscribeAsync('pos/now/headline', { qos: 1 });
    await until('the day so far is told', () => heard.at(-1)?.orders_count === 0);
    const sold = await till.pay(await till.create(['Juniper gin & tonic', 'Espresso']), 100, 2);
    await until('the sale is told', () => heard.at(-1)?.orders_count === 1);
    assert.deepEqual(heard.at(-1)?.cash_sales, sold.total);
    assert.equal(heard.at(-1)?.tips_received, 2);
    await screen.endAsync();
    const waiter = await front.screen(ben);
    const [granted] = await waiter.subscribeAsync('pos/now/headline').catch(() => [{ qos: 128 }]);
    assert.equal(granted?.qos, 128);
    await waiter.endAsync();
  });
});

describe('reports', { timeout: 300_000 }, () => {
  it('are for admins, but for the day and its X', async () => {
    for (const path of ['daily', day, `${day}/x`]) {
      assert.equal((await get(`/reports/${path}`, ben)).status, 200, path);
    }
    const others = [...REPORTS, 'range', 'kitchen', `${day}/checklist`];
    for (const path of [...others, `${day}/explain?field=refunds`]) {
      const { status, body } = await get<Refused>(`/reports/${path}`, ben);
      assert.deepEqual([status, body.code], [403, 'FORBIDDEN'], path);
    }
    assert.equal((await get('/z_reports', ben)).status, 403);
    assert.equal((await front.call('GET', '/reports/daily')).status, 401);
  });

  it('agree with each other, each by its own sums', async () => {
    const { total_sales_net, tax_collected } = await daily_();
    const netOf = async (path: string, list: string) => {
      const { body } = await get<Record<string, { net: number }[]>>(`/reports/${path}`);
      return body[list]?.reduce((all, { net }) => all + Math.round(net * 100), 0);
    };
    const net = Math.round(total_sales_net * 100);
    const lists = REPORTS.slice(0, 4);
    for (const list of lists) assert.equal(await netOf(list, list), net, list);
    const { body } = await get<{ taxes: { name: string; taxable: number; tax: number }[] }>(
      '/reports/taxes',
    );
    const tax = body.taxes.reduce((all, one) => all + Math.round(one.tax * 100), 0);
    assert.equal(tax, Math.round(tax_collected * 100));
    assert.deepEqual(
      body.taxes.map(({ name }) => name),
      ['Sales tax', 'Alcohol tax'],
    );
  });

  it('come as tables too, with their names on top', async () => {
    for (const path of [...REPORTS, 'kitchen', 'daily', 'range', day]) {
      const { type, lines } = await csv(`/reports/${path}?format=csv`);
      assert.match(type, /^text\/csv/, path);
      assert.match(lines[0] ?? '', /^[a-z_,]+$/, path);
      const columns = lines[0]?.split(',').length;
      assert.ok(
        lines.slice(1, -1).every((line) => line.split(',').length === columns),
        path,
      );
    }
    const { lines } = await csv('/reports/items?format=csv');
    assert.ok(lines.some((line) => line.includes('Espresso')));
    for (const path of [`${day}/x`, `${day}/checklist`]) {
      const { lines: pairs } = await csv(`/reports/${path}?format=csv`);
      assert.equal(pairs[0], 'field,value', path);
    }
    const why = await csv(`/reports/${day}/explain?field=cash_sales&format=csv`);
    assert.match(why.lines[1] ?? '', /^payment,/);
  });

  it('are of days that exist, in their order, of ten years at most', async () => {
    const wrong = async (query: string, field: string) => {
      const { status, body } = await get<Refused>(`/reports/range?${query}`);
      assert.deepEqual([status, body.code], [422, 'VALIDATION_FAILED'], query);
      assert.equal(body.errors?.[0]?.field, field, query);
    };
    await wrong('start=2026-02-30', 'start');
    await wrong('start=2026-02-02&end=2026-02-01', 'end');
    await wrong('start=2016-01-01&end=2026-01-02', 'end');
    await wrong('start=2026-01-01&end=2026-01-02&group=year', 'group');
    await wrong('from=2026-01-01', 'from');
    for (const name of REPORTS) {
      const { status } = await get(`/reports/${name}?start=2026-02-02&end=2026-02-01`);
      assert.equal(status, 422, name);
    }
    const decade = await get<{ periods: unknown[] }>(
      '/reports/range?start=2016-01-01&end=2025-12-31&group=month',
    );
    assert.deepEqual([decade.status, decade.body.periods.length], [200, 120]);
  });

  it('tell weeks from Monday to Sunday, cut where the days begin and end', async () => {
    const { body } = await get<{ periods: { start: string; end: string }[] }>(
      '/reports/range?start=2026-11-05&end=2026-11-17&group=week',
    );
    assert.deepEqual(
      body.periods.map(({ start, end }) => [start, end]),
      [
        ['2026-11-05', '2026-11-08'],
        ['2026-11-09', '2026-11-15'],
        ['2026-11-16', '2026-11-17'],
      ],
    );
  });

  it('of a day that has not begun are zeros', async () => {
    const { status, body } = await get<Daily>(`/reports/${dayAfter(day, 30)}`);
    assert.deepEqual([status, body.orders_count, body.total_sales_net], [200, 0, 0]);
    const rows = await get<{ items: unknown[] }>(`/reports/items?start=${dayAfter(day, 30)}`);
    assert.deepEqual([rows.status, rows.body.items], [200, []]);
  });

  it('explain figures by their orders and payments, and no figure that is no sum', async () => {
    type Why = { amount: number; entries: { kind: string; order_id: number; amount: number }[] };
    const { body } = await get<Why>(`/reports/${day}/explain?field=cash_sales`);
    assert.equal(body.amount, (await daily_()).cash_sales);
    assert.deepEqual(
      body.entries.map(({ kind }) => kind),
      ['payment'],
    );
    for (const field of ['average_order', 'first_sale_at', 'date', '']) {
      const wrong = await get<Refused>(`/reports/${day}/explain?field=${field}`);
      assert.deepEqual([wrong.status, wrong.body.errors?.[0]?.field], [422, 'field']);
    }
  });

  it('tell how long tickets hung', async () => {
    type Tickets = { tickets: { id: number }[] };
    type Kitchen = { stations: { station_id: string; tickets: number; longest_s: number }[] };
    const { body } = await get<Tickets>('/kitchen/tickets');
    for (const { id } of body.tickets) {
      await front.call('POST', `/kitchen/tickets/${id}/bump`, { token: ben });
    }
    const stations = async () => (await get<Kitchen>('/reports/kitchen')).body.stations;
    await until('it is reported', async () => (await stations()).length > 0);
    const all = (await stations()).reduce((sum, { tickets }) => sum + tickets, 0);
    assert.equal(all, body.tickets.length);
  });

  it('know money that is held for open orders', async () => {
    const order = await till.create(['Espresso', 'Espresso']);
    const part = { order_id: order.id, method: 'cash', amount: 1, cash_tendered: 5 };
    const paid = await till.ask('add_payment', part);
    await until('it is held', async () => (await daily_()).deposits_held === 1);
    const { orders_count, open_orders } = await daily_();
    assert.deepEqual([orders_count, open_orders], [1, 1]);
    const [payment] = paid.output.payments;
    await till.ask('give_back_payment', { payment_id: payment?.id });
    await until('it is back', async () => (await daily_()).deposits_held === 0);
    await till.ask('void_order', { order_id: order.id });
    await until('it is gone', async () => (await daily_()).open_orders === 0);
  });
});

describe('figures that do not agree', { timeout: 300_000 }, () => {
  it('are an alarm with the numbers, and the house is degraded until they do', async () => {
    const { house } = front;
    type Alarms = { alarms: { id: string; detail: string }[] };
    type Machine = {
      journals: { service: string; head: number; hash: string }[];
      host: { memory_total: number; memory_available: number };
    };
    const ours = async () => {
      const { body } = await get<Alarms>('/system/alarms');
      return body.alarms.filter(({ id }) => id === `reporting.unbalanced_${day}`);
    };
    assert.deepEqual(await ours(), []);
    await house.kill('reporting', 'SIGTERM');
    const { default: SQLite } = await import('better-sqlite3');
    const spoil = (by: number) => {
      const file = new SQLite(fileOf(house, 'reporting'));
      file.exec(`UPDATE hour_day SET sold = sold + ${by}`);
      file.close();
    };
    spoil(7);
    await house.start('reporting');
    await till.pay(await till.create(['Espresso']));
    await until('it is alarmed', async () => (await ours()).length === 1);
    const [alarm] = await ours();
    assert.match(alarm?.detail ?? '', /net by hour, against net: \d+\.\d\d and \d+\.\d\d\./);
    const { body } = await front.call<{ status: string }>('GET', '/health');
    assert.notEqual(body.status, 'healthy');
    const { body: seen } = await get<Alarms & Machine>('/system/status');
    const orders = seen.journals.find(({ service }) => service === 'orders');
    assert.ok((orders?.head ?? 0) > 0 && orders?.hash);
    assert.ok(
      seen.host.memory_available > 0 && seen.host.memory_total > seen.host.memory_available,
    );
    assert.deepEqual(
      seen.alarms.filter(({ id }) => id === alarm?.id),
      [alarm],
    );
    await house.kill('reporting', 'SIGTERM');
    spoil(-7);
    await house.start('reporting');
    await till.pay(await till.create(['Espresso']));
    await until('it is over', async () => (await ours()).length === 0);
  });
});
