import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import SQLite from 'better-sqlite3';
import { openOffice, type Office } from '../catalog/office.ts';
import { fileOf } from '../support/till.ts';
import { until } from '../support/until.ts';

interface Order {
  id: number;
  order_number: number;
}

let office: Office;
before(async () => (office = await openOffice(['orders'])));
after(() => office.front.close());

/** An order's number; the order is given up at once, so that it holds none. */
async function take(): Promise<number> {
  const { id, order_number } = await office.done<Order>('POST', '/orders', { items: [] }, 201);
  await office.done('POST', `/orders/${id}/void`, {});
  return order_number;
}

/** As if the last number had been given on an earlier business day. */
async function sleepOver(): Promise<void> {
  const { house } = office.front;
  await house.kill('orders', 'SIGTERM');
  const file = new SQLite(fileOf(house, 'orders'));
  file.prepare("UPDATE counter SET business_day = '2020-01-01'").run();
  file.close();
  await house.start('orders');
}

describe('the order numbers of a new business day', { timeout: 300_000 }, () => {
  it('go on where the store has not set anything', async () => {
    assert.deepEqual([await take(), await take()], [1, 2]);
    await sleepOver();
    assert.equal(await take(), 3);
  });

  it('begin anew where it has, once', async () => {
    await office.done('PUT', '/system/settings', { order_number_auto_reset: true });
    const knows = () =>
      office.books.rows<{ is_on: number }>(
        'orders',
        'SELECT order_number_auto_reset AS is_on FROM menu_settings',
      )[0]?.is_on === 1;
    await until('orders knows', knows);
    assert.equal(await take(), 4, 'not in the middle of a day');
    await sleepOver();
    const next = await office.done<{ order_number: number }>('GET', '/orders/next_number');
    assert.equal(next.order_number, 1);
    assert.deepEqual([await take(), await take()], [1, 2]);
    type Settings = { last_order_reset: string | null };
    await until('the settings tell when', async () => {
      const { last_order_reset } = await office.done<Settings>('GET', '/system/settings');
      return last_order_reset !== null;
    });
  });
});
