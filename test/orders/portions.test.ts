import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Office, openOffice } from '../catalog/office.ts';
import { until } from '../support/until.ts';

interface Order {
  id: number;
  items: { id: number }[];
  code?: string;
  item_id?: number;
  remaining?: number;
}
interface Limit {
  item_id: number;
  sold_out: boolean;
  sold_out_until: string | null;
  remaining: number | null;
}

const CALAMARI = 2;
let office: Office;
before(async () => (office = await openOffice(['orders'])));
after(() => office.front.close());

const lines = (item_id: number, quantity = 1) => ({ items: [{ item_id, quantity }] });
const order = (item_id: number, quantity = 1) =>
  office.ask<Order>('POST', '/orders', lines(item_id, quantity));
const soldOut = (item_id: number, how: object = {}) =>
  office.done('POST', `/catalog/items/${item_id}/sold_out`, how);
const back = (item_id: number) => office.done('POST', `/catalog/items/${item_id}/back_in_stock`);
/** What orders has in its file: how many portions are left. */
const left = (item_id: number) => {
  const rows = office.books.rows<Limit>('orders', 'SELECT * FROM portion');
  return rows.find((row) => row.item_id === item_id);
};
const counted = (item_id: number, remaining: number | null) =>
  until(`orders counts ${remaining} of ${item_id}`, () => left(item_id)?.remaining === remaining);
describe('portions that are counted', { timeout: 300_000 }, () => {
  it('are given back by what is voided or made less, and not once the kitchen has it', async () => {
    const put = (path: string, body: object) => office.done('PUT', path, body);
    await soldOut(CALAMARI, { remaining: 5 });
    await counted(CALAMARI, 5);
    const { id, items } = (await order(CALAMARI, 2)).body;
    const order_item_id = items[0]?.id;
    await counted(CALAMARI, 3);
    await put(`/orders/${id}/update_item`, { order_item_id, quantity: 4 });
    await counted(CALAMARI, 1);
    const { status } = await office.ask('PUT', `/orders/${id}/update_item`, {
      order_item_id,
      quantity: 6,
    });
    assert.equal(status, 409);
    await put(`/orders/${id}/update_item`, { order_item_id, quantity: 1 });
    await counted(CALAMARI, 4);
    await office.done('POST', `/orders/${id}/void`, {});
    await counted(CALAMARI, 5);
    const sent = (await order(CALAMARI, 1)).body;
    await office.done('POST', `/orders/${sent.id}/send`, {});
    await office.done('POST', `/orders/${sent.id}/void`, { reason: 'dropped', made: true });
    await counted(CALAMARI, 4);
    await back(CALAMARI);
  });
});
