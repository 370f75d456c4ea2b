import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { catalog } from '#shared/contracts/catalog.ts';
import { cents } from '#shared/contracts/money.ts';
import { openBooks } from '../support/books.ts';
import { type House, openHouse } from '../support/house.ts';
import { changeCatalog, openTill, type Till } from '../support/till.ts';

let house: House;
let till: Till;
before(async () => {
  house = await openHouse(['catalog', 'staff', 'orders']);
  till = await openTill(house);
});
after(() => house.close());

describe('while catalog and staff are down', { timeout: 300_000 }, () => {
  before(() => Promise.all([house.kill('catalog'), house.kill('staff')]));
  after(() => Promise.all([house.start('catalog'), house.start('staff')]));

  it('an order is taken and paid', async () => {
    const order = await till.create(['Tomato soup'], { discount_id: till.idOf('$5 off') });
    const more = await till.add(order, 'Draft lager');
    const paid = await till.pay(more, 20);
    assert.deepEqual([paid.status, paid.total, paid.change_due], ['closed', 10.36, 9.64]);
  });

  it('nobody unknown can be named, and nothing unknown be sold', async () => {
    await till.refused('create_order', { staff_id: 99 }, 'UNKNOWN_STAFF', 'staff_id');
    const items = [{ item_id: 999, quantity: 1 }];
    await till.refused('create_order', { items }, 'UNKNOWN_ITEM', 'items.0.item_id');
  });
});

describe('orders that is killed', { timeout: 300_000 }, () => {
  it('has what it acknowledged, and the counter goes on from there', async () => {
    const order = await till.create(['Tomato soup', 'Affogato']);
    await house.kill('orders');
    await house.start('orders');
    assert.deepEqual(await till.see(order.id), order);
    const { order_number, id } = await till.create([]);
    assert.deepEqual([order_number, id], [order.order_number + 1, order.id + 1]);
    assert.deepEqual(openBooks(house.config.POS_DATA_DIR).brokenChains(), []);
  });

  it('remembers which keys it has served', async () => {
    const key = randomUUID();
    const first = await till.ask('create_order', { note: 'once' }, { key });
    await house.kill('orders');
    await house.start('orders');
    const again = await till.ask('create_order', { note: 'once' }, { key });
    assert.deepEqual(again, { ...again, output: first.output, replayed: true });
  });

  it('answers later what it was asked while it was away, once', async () => {
    const last = await till.create([]);
    await house.kill('orders');
    const waiting = till.ask('create_order', {});
    await house.start('orders');
    const { output } = await waiting;
    assert.equal(output.order_number, last.order_number + 1);
    assert.equal((await till.create([])).order_number, last.order_number + 2);
  });

  it('shows what is true when it is back: no ghost, but every open order', async () => {
    const order = await till.create(['Espresso']);
    await house.kill('orders');
    const ghost = JSON.stringify({ id: 999, order_number: 9, till: 'main', status: 'open' });
    house.bus.publish('pos/now/orders/999', ghost, true);
    house.bus.publish('pos/now/cart/attic', JSON.stringify({ event: 'cart_updated' }), true);
    await house.heard('pos/now/orders/999', (shown) => shown !== null);
    const gone = ['pos/now/orders/999', 'pos/now/cart/attic'].map((topic) =>
      house.heard(topic, (shown) => shown === null),
    );
    await house.start('orders');
    await Promise.all(gone);
    const shown = await house.heard<{ total: number }>(`pos/now/orders/${order.id}`);
    assert.equal(shown.total, order.total);
  });
});

describe('a line', { timeout: 300_000 }, () => {
  it('keeps its price, name and taxes when the menu changes', async () => {
    const order = await till.create(['Espresso'], { discount_id: till.idOf('Neighbors 10%') });
    const { categories, taxes } = await house.asker.ask(catalog, 'get_menu', {});
    const item = categories.flatMap(({ items }) => items).find(({ name }) => name === 'Espresso');
    const [salesTax] = taxes;
    assert.ok(item && salesTax);
    await Promise.all(['catalog', 'orders'].map((service) => house.kill(service, 'SIGTERM')));
    await changeCatalog(house, (announce) => {
      const dearer = { ...item, mod_list_ids: [], name: 'Ristretto', reg_price: cents(440) };
      const by = [{ service: 'office' }, new Date().toISOString()] as const;
      announce('item_saved', dearer, ...by);
      announce('tax_saved', { ...salesTax, percentage: 100_000, inclusive: true }, ...by);
    });
    await house.start('catalog');
    await house.start('orders');

    assert.deepEqual(await till.see(order.id), order);
    const more = await till.add(order, 'Espresso');
    assert.deepEqual(
      more.items.map((line) => [line.name, line.item_price, line.discount, line.tax]),
      [
        ['Espresso', 3.25, 0.33, 0.23],
        ['Ristretto', 4.4, 0.44, 0.36],
      ],
    );
    const rates = more.taxes.map((rate) => [rate.percentage, rate.inclusive, rate.tax]);
    assert.deepEqual(rates, [
      [8, false, 0.23],
      [10, true, 0.36],
    ]);
    assert.deepEqual([more.tax_included, more.total], [0.36, 7.11]);
  });
});
