import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openOffice, type Office } from '../catalog/office.ts';
import { until } from '../support/until.ts';

interface Order {
  id: number;
  version: number;
  status: string;
  items: { id: number; name: string }[];
}
interface Discount {
  id: number;
}

const BURGER = 9;
let office: Office;
before(async () => (office = await openOffice(['orders'])));
after(() => office.front.close());

describe('what is deleted from the menu', { timeout: 300_000 }, () => {
  it('stays on the orders that name it, open and closed, as it was', async () => {
    const { discounts } = await office.done<{ discounts: Discount[] }>('GET', '/discounts');
    const line = { item_id: BURGER, quantity: 1, modifiers: [{ mod_id: 2 }, { mod_id: 13 }] };
    const wish = { items: [line], discount_ids: discounts.map(({ id }) => id) };
    const take = () => office.done<Order>('POST', '/orders', wish, 201);
    const [open, paid] = [await take(), await take()];
    const cash = { method: 'cash', cash_tendered: 100 };
    await office.done('POST', `/orders/${paid.id}/close`, cash);
    const see = (order: Order) => office.done<Order>('GET', `/orders/${order.id}`);
    const asTheyWere = [await see(open), await see(paid)];

    for (const path of [
      `/catalog/items/${BURGER}`,
      '/catalog/modifiers/1',
      '/taxes/1',
      ...discounts.map(({ id }) => `/discounts/${id}`),
    ]) {
      await office.done('DELETE', path);
    }
    await until('nobody can order it', async () => {
      return (await office.ask('POST', '/orders', { items: [line] })).status === 422;
    });
    assert.deepEqual([await see(open), await see(paid)], asTheyWere);

    const [burger] = open.items;
    const more = { order_item_id: burger?.id, quantity: 2 };
    await office.done('PUT', `/orders/${open.id}/update_item`, more); // at the price of its hour
    const closed = await office.done<Order>('POST', `/orders/${open.id}/close`, cash);
    assert.deepEqual([closed.status, closed.items[0]?.name], ['closed', 'Juniper burger']);
  });
});
