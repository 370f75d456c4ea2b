import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Front, openFront } from '../support/front.ts';

interface Told {
  id: number;
  number: number;
  date: string;
  report: { orders_count: number; cash_sales: number; drawers: { counted: number | null }[] };
}
let front: Front;
let token: string;

before(async () => {
  const all = ['catalog', 'staff', 'orders', 'payments', 'print-spooler', 'reporting'];
  front = await openFront(all);
  token = await front.login();
});
after(() => front.close());
const call = (method: string, path: string, body?: object) =>
  front.call<Told>(method, path, { token, body });

describe('a Z that is made at once', { timeout: 300_000 }, () => {
  it('has the last guest’s order and the drawer that was counted just before', async () => {
    await call('POST', '/drawer/open', { float: 50 });
    const { body: order } = await call('POST', '/orders', { items: [{ item_id: 1, quantity: 1 }] });
    const cash = { method: 'cash', cash_tendered: 10 };
    await call('POST', `/orders/${order.id}/close`, cash);
    await call('POST', '/drawer/close', { counted: 57.56 });
    const { date } = (await call('GET', '/reports/daily')).body;
    const { status, body } = await call('POST', `/reports/${date}/close`, {});
    assert.equal(status, 200, JSON.stringify(body));
    const { orders_count, cash_sales, drawers } = body.report;
    assert.deepEqual([orders_count, cash_sales, drawers[0]?.counted], [1, 7.56, 57.56]);
  });
});
