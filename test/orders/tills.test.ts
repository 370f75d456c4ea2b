import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { z } from 'zod';
import { orders } from '#shared/contracts/orders.ts';
import { type House, openHouse } from '../support/house.ts';
import { listen, openTill, type Till, type ToldOrder } from '../support/till.ts';

type Cart = z.input<typeof orders.shows.cart.payload>;

let house: House;
let till: Till;
before(async () => {
  house = await openHouse(['catalog', 'staff', 'orders']);
  till = await openTill(house);
});
after(() => house.close());

/** The next cart of a till that fits. */
const cartWith = (at: string, fits: (data: Cart['data']) => boolean) =>
  house.heard<Cart>(`pos/now/cart/${at}`, (cart) => cart !== null && fits(cart.data));
const isOpen = (id: number) =>
  house.heard<{ total: number; at: string }>(`pos/now/orders/${id}`, (shown) => shown !== null);
const isGone = (id: number) => house.heard(`pos/now/orders/${id}`, (shown) => shown === null);

describe("a till's display", { timeout: 300_000 }, () => {
  it('shows the order as it grows, then the change, and is idle once the guest left', async () => {
    const order = await till.create(['Tomato soup'], {}, { till: 'counter' });
    const { data } = await cartWith('counter', ({ order_id }) => order_id === order.id);
    assert.deepEqual([data.state, data.till, data.total], ['cart', 'counter', 7.56]);
    assert.deepEqual([data.items, data.order_number], [order.items, order.order_number]);
    assert.equal(data.change_due, undefined);

    const grown = cartWith('counter', ({ items }) => items.length === 2);
    await till.add(order, 'Espresso');
    assert.equal((await grown).data.balance_due, 11.07);

    const complete = cartWith('counter', ({ state }) => state === 'complete');
    const idle = cartWith('counter', ({ state }) => state === 'idle');
    await till.pay(order, 20);
    const end = (await complete).data;
    assert.deepEqual([end.order_id, end.change_due, end.balance_due], [order.id, 8.93, 0]);
    const { order_id, items, total } = (await idle).data;
    assert.deepEqual([order_id, items, total], [null, [], 0]);
  });

  it('shows the order of its own till, also when another till adds to it', async () => {
    const bar = await till.create(['Draft lager'], {}, { till: 'bar' });
    const patio = await till.create(['Lemonade'], {}, { till: 'patio' });
    const grown = cartWith('bar', ({ items }) => items.length === 2);
    await till.add(bar, 'Draft IPA'); // from the main till
    assert.equal((await grown).data.order_id, bar.id);
    const untouched = await cartWith('patio', () => true);
    assert.equal(untouched.data.order_id, patio.id);
  });

  it('goes to the next guest without waiting for the last one to leave', async () => {
    const first = await till.create(['Espresso'], {}, { till: 'quick' });
    await till.pay(first, 5);
    const second = await till.create([], {}, { till: 'quick' });
    const shown = await cartWith('quick', ({ order_id }) => order_id === second.id);
    assert.equal(shown.data.state, 'cart');
  });
});

describe('the open orders', { timeout: 300_000 }, () => {
  it('are each shown in short, and gone when they are paid', async () => {
    const order = await till.create(['Espresso']);
    const shown = await isOpen(order.id);
    const { at, ...rest } = shown;
    assert.ok(at);
    const { id, order_number, status, total, version } = order;
    const inShort = { id, order_number, till: 'main', status, total, version };
    assert.deepEqual(rest, { ...rest, ...inShort });
    assert.ok(!('items' in rest));
    const gone = isGone(order.id);
    await till.pay(order);
    await gone;
  });
});

describe('two tills', { timeout: 300_000 }, () => {
  it('that add to one order at once both have their line on it', async () => {
    const order = await till.create([]);
    const names = ['Espresso', 'Lemonade', 'Affogato', 'Tomato soup'];
    await Promise.all(names.map((name) => till.add(order, name)));
    const { items, version, subtotal } = await till.see(order.id);
    assert.deepEqual(items.map(({ name }) => name).toSorted(), names.toSorted());
    assert.deepEqual([version, subtotal], [order.version + 4, 21.25]);
  });

  it('that close one order at once take the money once', async () => {
    const order = await till.create(['Espresso']);
    const [one, other] = await Promise.allSettled([till.pay(order), till.pay(order)]);
    const refusal = [one, other].find(({ status }) => status === 'rejected');
    assert.equal((refusal as PromiseRejectedResult).reason.code, 'ORDER_CLOSED');
    assert.equal((await till.see(order.id)).payments.length, 1);
  });
});

describe('a busy evening', { timeout: 300_000 }, () => {
  it('never has one number on two open orders: 200 orders from four tills', async () => {
    const ears = listen(house);
    async function serve(at: string): Promise<void> {
      const waiting: ToldOrder[] = [];
      for (let i = 0; i < 50; i++) {
        waiting.push(await till.create(['Espresso'], {}, { till: at }));
        // some pay late, so that their numbers are still held when the counter comes round
        const next = waiting.length > 15 ? waiting.splice(i % 3 ? 14 : 0, 1)[0] : undefined;
        if (next) await till.pay(next);
      }
      for (const order of waiting) await till.pay(order);
    }
    const closed = house.heard<unknown>('pos/orders/did/+', () => closedCount() === 200);
    const closedCount = () => ears.heard.filter(({ type }) => type === 'order_closed').length;
    await Promise.all(['main', 'bar', 'patio', 'counter'].map(serve));
    await closed;

    const held = new Map<number, number>();
    let created = 0;
    for (const { type, body } of ears.heard.toSorted((a, b) => a.seq - b.seq)) {
      const { order_id, id, order_number, number_shared } = body as ToldOrder & {
        order_id: number;
      };
      if (type === 'order_closed') held.delete(id);
      if (type !== 'order_created') continue;
      created++;
      assert.ok(![...held.values()].includes(order_number), `${order_number} is held`);
      assert.ok(order_number >= 1 && order_number <= 99 && !number_shared);
      held.set(order_id, order_number);
    }
    assert.deepEqual([created, held.size], [200, 0]);
  });

  it('with 99 orders open shares a number, and says so, until one of them is paid', async () => {
    const open = new Map<number, ToldOrder>();
    while (open.size < 99) {
      const order = await till.create(['Espresso']);
      if (order.number_shared) break; // orders of other tests are open too
      open.set(order.order_number, order);
    }
    const shared = await till.create(['Espresso']);
    assert.equal(shared.number_shared, true);
    const [paid] = [...open.values()].slice(open.size / 2);
    assert.ok(paid);
    await till.pay(paid);
    const next = await till.create([]);
    assert.deepEqual([next.order_number, next.number_shared], [paid.order_number, false]);
  });
});
