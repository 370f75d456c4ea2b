import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openRestaurant, type Restaurant } from '../support/restaurant.ts';
import { until } from '../support/until.ts';
import { openScreen, type Screen } from './screen.ts';
import { bothOnPaper, type Order, papers, type Refused } from './table.ts';

interface Item {
  id: number;
  name: string;
}
interface Limits {
  items: { item_id: number; remaining: number | null }[];
}

describe("a new dish, from the office to the guest's receipt", { timeout: 300_000 }, () => {
  let restaurant: Restaurant;
  let token: string;
  let dish: Item;
  let screen: Screen<Limits>;

  const call = <T>(method: string, path: string, body?: object) =>
    restaurant.call<T>(method, path, body, { authorization: `Bearer ${token}` });

  before(async () => {
    restaurant = await openRestaurant();
    token = await restaurant.login();
    screen = await openScreen(restaurant.url, token, 'pos/now/availability');
  });
  after(async () => {
    await screen.close();
    await restaurant.close();
  });

  it('is put on the menu with an event price, of which two portions are there', async () => {
    const prices = { reg_price: 9.5, event_price: 6 };
    const wanted = { name: 'Plum dumplings', category_id: 100_003, ...prices, available: false };
    const made = await call<Item>('POST', '/catalog/items', wanted);
    assert.equal(made.status, 201);
    dish = made.body;
    await call('PUT', '/catalog/event_pricing', { active: true });
    await call('POST', `/catalog/items/${dish.id}/sold_out`, { remaining: 2 });
    const settings = { store_name: 'Juniper & Plum' };
    assert.equal((await call('PUT', '/system/settings', settings)).status, 200);
    // orders hears of this last
    await call('PUT', `/catalog/items/${dish.id}`, { available: true });
    await screen.sees(({ state }) => state?.items.some(({ remaining }) => remaining === 2));
  });

  it('is sold at that price, and on paper under the new name of the house', async () => {
    const order = { items: [{ item_id: dish.id, quantity: 2 }] };
    const printed = bothOnPaper(restaurant.observer);
    let sold: Order | undefined;
    await until('orders has heard of it', async () => {
      const { status, body } = await call<Order>('POST', '/orders', order);
      if (status === 201) sold = body;
      return sold;
    });
    assert.equal(sold?.items[0]?.item_price, 6);
    const cash = { method: 'cash', cash_tendered: 20 };
    assert.equal((await call('POST', `/orders/${sold?.id}/close`, cash)).status, 200);
    await printed;
    const receipt = papers(restaurant.config).find((paper) => paper.includes('Receipt'));
    assert.match(receipt ?? '', /Juniper & Plum/);
    assert.match(receipt ?? '', /^2 x Plum dumplings @ \$6\.00 +\$12\.00$/m);
  });

  it('is gone for the next guest, as every screen knows', async () => {
    await screen.sees(({ state }) => state?.items.some(({ remaining }) => remaining === 0));
    const order = { items: [{ item_id: dish.id, quantity: 1 }] };
    const { status, body } = await call<Refused>('POST', '/orders', order);
    assert.deepEqual([status, body.code], [409, 'SOLD_OUT']);
  });
});
