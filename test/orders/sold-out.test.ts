import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { takePortions } from '../../services/orders/portion.ts';
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

const [SOUP, CALAMARI, WINGS, BREAD] = [1, 2, 4, 5];
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
/** What every screen sees. */
const shown = (item_id: number, fits: (limit: Limit | undefined) => boolean) =>
  office.front.house.heard<{ items: Limit[] }>('pos/now/availability', ({ items }) =>
    fits(items.find((one) => one.item_id === item_id)),
  );

describe('what is sold out', { timeout: 60_000 }, () => {
  it('is on every screen at once, and cannot be ordered until it is back', async () => {
    const seen = shown(SOUP, (limit) => limit?.sold_out === true);
    const said = await soldOut(SOUP);
    const limit = { item_id: SOUP, sold_out: true, sold_out_until: null, remaining: null };
    assert.deepEqual(said, limit);
    assert.deepEqual((await seen).items, [{ ...limit, name: 'Tomato soup' }]);
    await until('orders refuses', async () => (await order(SOUP)).status === 409);
    const { body } = await order(SOUP);
    assert.deepEqual([body.code, body.item_id, body.remaining], ['SOLD_OUT', SOUP, 0]);
    const gone = shown(SOUP, (now) => now === undefined);
    await back(SOUP);
    await gone;
    await until('orders takes it', async () => (await order(SOUP)).status === 201);
  });

  it('is marked on the menu, and still there', async () => {
    await soldOut(BREAD, { remaining: 3 });
    type Menu = { categories: { items: (Limit & { id: number })[] }[] };
    const { categories } = await office.done<Menu>('GET', '/catalog/menu');
    const items = categories.flatMap((category) => category.items);
    const bread = items.find(({ id }) => id === BREAD);
    assert.deepEqual([bread?.sold_out, bread?.remaining], [false, 3]);
    await back(BREAD);
  });

  it('until some time is back by itself then: in orders, on the screens, on the menu', async () => {
    const at = new Date(Date.now() + 700).toISOString();
    const gone = shown(WINGS, (limit) => limit === undefined);
    await soldOut(WINGS, { until: at });
    await until('orders knows', () => left(WINGS)?.sold_out_until === at);
    await gone;
    assert.equal((await order(WINGS)).status, 201);
    const [{ type, body } = { type: '', body: {} }] = office.announced();
    assert.equal(type, 'availability_set');
    assert.deepEqual([(body as Limit).item_id, (body as Limit).sold_out], [WINGS, false]);
  });

  it('is refused where it makes no sense', async () => {
    const path = `/catalog/items/${SOUP}/sold_out`;
    const soon = new Date(Date.now() + 60_000).toISOString();
    for (const [body, field] of [
      [{ until: '2020-01-01T00:00:00.000Z' }, 'until'],
      [{ until: 'tomorrow' }, 'until'],
      [{ until: soon, remaining: 2 }, 'remaining'],
      [{ remaining: -1 }, 'remaining'],
      [{ remaining: 1.5 }, 'remaining'],
    ] as const) {
      await office.refused(['POST', path, body], 422, 'VALIDATION_FAILED', field);
    }
    await office.refused(['POST', '/catalog/items/999/sold_out', {}], 404, 'ITEM_NOT_FOUND');
    await office.refused(['POST', '/catalog/items/999/back_in_stock'], 404, 'ITEM_NOT_FOUND');
  });

  it('may be said by anybody who serves', async () => {
    const token = await office.front.login('1357');
    const call = (what: string) =>
      office.front.call('POST', `/catalog/items/${SOUP}/${what}`, { token });
    assert.equal((await call('sold_out')).status, 200);
    assert.equal((await call('back_in_stock')).status, 200);
  });
});

describe('a countdown', { timeout: 60_000 }, () => {
  it('falls with each line, also within one order, and never below nothing', async () => {
    await soldOut(CALAMARI, { remaining: 5 });
    await counted(CALAMARI, 5);
    const both = { items: [...lines(CALAMARI, 2).items, ...lines(CALAMARI).items] };
    const seen = shown(CALAMARI, (limit) => limit?.remaining === 2);
    const { body } = await office.ask<Order>('POST', '/orders', both);
    await seen;
    const orders = office.books.rows('orders', 'SELECT * FROM orders').length;
    const line = { item_id: CALAMARI, quantity: 3 };
    for (const [method, path, wanted] of [
      ['POST', '/orders', lines(CALAMARI, 3)],
      ['POST', '/orders', { items: [...lines(CALAMARI).items, ...lines(CALAMARI, 2).items] }],
      ['PUT', `/orders/${body.id}/add_item`, line],
    ] as const) {
      const refusal = await office.ask<Order>(method, path, wanted);
      assert.deepEqual([refusal.status, refusal.body.code], [409, 'SOLD_OUT']);
    }
    assert.equal(left(CALAMARI)?.remaining, 2, 'what was refused has taken nothing');
    assert.equal(office.books.rows('orders', 'SELECT * FROM orders').length, orders);
  });

  it('gets back what is taken off an order', async () => {
    const { body } = await order(CALAMARI, 2);
    const [line] = body.items;
    const off = (quantity?: number) =>
      office.done('PUT', `/orders/${body.id}/remove_item`, {
        order_item_id: line?.id,
        ...(quantity && { quantity }),
      });
    const sold = shown(CALAMARI, (limit) => limit?.sold_out === true && limit.remaining === 0);
    await sold;
    const again = shown(CALAMARI, (limit) => limit?.remaining === 1 && !limit.sold_out);
    await off(1);
    await again;
    await off();
    assert.equal(left(CALAMARI)?.remaining, 2);
  });

  it('sells the last portion to one till only, also while catalog is down', async () => {
    await soldOut(CALAMARI, { remaining: 1 });
    await counted(CALAMARI, 1);
    const { house } = office.front;
    await house.kill('catalog');
    const tills = ['main', 'bar', 'terrace', 'garden'];
    const answers = await Promise.all(
      tills.map((till) =>
        office.front.call<Order>('POST', '/orders', {
          token: office.token,
          body: lines(CALAMARI),
          headers: { 'x-till': till },
        }),
      ),
    );
    const statuses = answers.map(({ status }) => status).sort((a, b) => a - b);
    assert.deepEqual(statuses, [201, 409, 409, 409]);
    for (const { status, body } of answers) {
      if (status === 409) assert.deepEqual([body.code, body.remaining], ['SOLD_OUT', 0]);
    }
    const seen = shown(CALAMARI, (limit) => limit?.remaining === 0 && limit.sold_out);
    await house.start('catalog');
    await seen;
  });

  it('that is set anew is not lowered by what was counted before', async () => {
    const { house } = office.front;
    await soldOut(CALAMARI, { remaining: 4 });
    await counted(CALAMARI, 4);
    await house.kill('catalog');
    await order(CALAMARI); // of which catalog hears only after it was set anew
    await house.kill('orders');
    await house.start('catalog');
    await soldOut(CALAMARI, { remaining: 9 });
    const seen: (number | null | undefined)[] = [];
    house.bus.subscribe('pos/now/availability', (message) => {
      const { items } = JSON.parse(message) as { items: Limit[] };
      seen.push(items.find((one) => one.item_id === CALAMARI)?.remaining);
    });
    await house.start('orders');
    await counted(CALAMARI, 9);
    const lower = shown(CALAMARI, (limit) => limit?.remaining === 8);
    await order(CALAMARI);
    await lower;
    assert.ok(!seen.includes(3), `${seen}`);
    await back(CALAMARI);
    await counted(CALAMARI, null);
    assert.equal((await order(CALAMARI, 50)).status, 201);
  });
});

describe('portions', () => {
  const AT = '2026-11-23T18:00:00.000Z';
  const portion = {
    item_id: 7,
    sold_out: false,
    sold_out_until: null,
    remaining: null,
    setting: 1,
  };
  it('that nobody counts are there', () => {
    assert.equal(takePortions(undefined, 1000, AT), undefined);
    assert.equal(takePortions(portion, 1000, AT), undefined);
  });
  it('are taken as long as there are enough, and given back', () => {
    const counting = { ...portion, remaining: 2 };
    assert.equal(takePortions(counting, 2, AT), 0);
    assert.equal(takePortions({ ...counting, remaining: 0 }, -2, AT), 2);
    assert.throws(() => takePortions(counting, 3, AT), {
      code: 'SOLD_OUT',
      info: { item_id: 7, remaining: 2 },
    });
  });
  it('are gone until the instant at which they are back', () => {
    const off = { ...portion, sold_out: true, sold_out_until: AT };
    assert.equal(takePortions(off, 1, AT), undefined);
    assert.throws(() => takePortions(off, 1, '2026-11-23T17:59:59.999Z'), { code: 'SOLD_OUT' });
    assert.equal(takePortions({ ...portion, sold_out: true }, -1, AT), undefined);
  });
});
