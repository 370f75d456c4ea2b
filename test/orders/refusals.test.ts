import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalog } from '#shared/contracts/catalog.ts';
import { type House, openHouse } from '../support/house.ts';
import { changeCatalog, openTill, type Till, type ToldOrder } from '../support/till.ts';

let house: House;
let till: Till;
let open: ToldOrder;
let closed: ToldOrder;

/** A house on an evening on which some things are off. */
before(async () => {
  house = await openHouse(['catalog']);
  till = await openTill(house);
  const { categories, discounts } = await house.asker.ask(catalog, 'get_menu', {});
  const items = categories.flatMap((category) => category.items);
  const item = (name: string) => {
    const found = items.find((one) => one.name === name);
    assert.ok(found);
    return { ...found, mod_list_ids: found.mod_lists.map(({ id }) => id) };
  };
  await house.kill('catalog', 'SIGTERM');
  await changeCatalog(house, (announce) => {
    const off = { available: false };
    const by = [{ service: 'office' }, new Date().toISOString()] as const;
    announce('item_saved', { ...item('Affogato'), ...off }, ...by);
    const [bar] = categories.filter(({ name }) => name === 'Bar');
    assert.ok(bar);
    announce('category_saved', { ...bar, ...off }, ...by);
    const [milk] = item('Cold brew').mod_lists;
    assert.ok(milk);
    const mods = milk.mods.map((mod) => ({ ...mod, available: mod.name !== 'Oat milk' }));
    announce('modifier_list_saved', { ...milk, mods }, ...by);
    const [tenPercent] = discounts;
    assert.ok(tenPercent);
    announce('discount_saved', { ...tenPercent, ...off }, ...by);
  });
  await house.start('catalog');
  await Promise.all(['staff', 'payments', 'orders'].map((name) => house.start(name)));
  open = await till.create(['Espresso', 'Lemonade']);
  closed = await till.pay(await till.create(['Espresso']));
});
after(() => house.close());

const lines = (count: number, name: string, quantity: number, more: object = {}) =>
  Array.from({ length: count }, () => ({ item_id: till.idOf(name), quantity, ...more }));
const steaks = (count: number) =>
  lines(count, 'Steak frites', 999, { modifiers: [{ mod_id: till.idOf('Rare') }] });

/** What is refused in the same way on a new order and on one that is there. */
const WRONG_LINES: [what: string, line: () => object, code: string, field: string][] = [
  ['that the menu does not have', () => ({ item_id: 999 }), 'UNKNOWN_ITEM', 'item_id'],
  ['that is off', () => ({ item_id: till.idOf('Affogato') }), 'ITEM_UNAVAILABLE', 'item_id'],
  [
    'of a category that is off',
    () => ({ item_id: till.idOf('Draft IPA') }),
    'ITEM_UNAVAILABLE',
    'item_id',
  ],
  [
    'without a choice that must be made',
    () => ({ item_id: till.idOf('Steak frites') }),
    'INVALID_MODIFIERS',
    'modifiers',
  ],
  [
    'with a modifier of something else',
    () => ({ item_id: till.idOf('Cold brew'), modifiers: [{ mod_id: till.idOf('Rare') }] }),
    'INVALID_MODIFIERS',
    'modifiers.0.mod_id',
  ],
  [
    'with a modifier that is off',
    () => ({ item_id: till.idOf('Cold brew'), modifiers: [{ mod_id: till.idOf('Oat milk') }] }),
    'INVALID_MODIFIERS',
    'modifiers.0.mod_id',
  ],
  ['of nothing', () => ({ item_id: 1, quantity: 0 }), 'VALIDATION_FAILED', 'quantity'],
  ['of a thousand', () => ({ item_id: 1, quantity: 1000 }), 'VALIDATION_FAILED', 'quantity'],
  ['and a half', () => ({ item_id: 1, quantity: 1.5 }), 'VALIDATION_FAILED', 'quantity'],
  ['with a wish nobody knows', () => ({ item_id: 1, wish: 1 }), 'VALIDATION_FAILED', 'wish'],
  ['with a bell in its note', () => ({ item_id: 1, note: '\u0007' }), 'VALIDATION_FAILED', 'note'],
];

describe('a line', { timeout: 300_000 }, () => {
  for (const [what, line, code, field] of WRONG_LINES) {
    it(`${what} is refused, and nothing is changed`, async () => {
      const wrong = { quantity: 1, ...line() };
      await till.refused('add_item', { order_id: open.id, ...wrong }, code, field);
      const items = [...lines(1, 'Espresso', 1), wrong];
      await till.refused('create_order', { items }, code, `items.1.${field}`);
    });
  }
});

describe('a new order', { timeout: 300_000 }, () => {
  it('takes no number when it is refused', async () => {
    const last = await till.create([]);
    await till.refused('create_order', { discount_id: 99 }, 'UNKNOWN_DISCOUNT', 'discount_id');
    assert.equal((await till.create([])).order_number, last.order_number + 1);
  });

  it('is not made by somebody who does not work here', async () => {
    await till.refused('create_order', { staff_id: 99 }, 'UNKNOWN_STAFF', 'staff_id');
  });

  it('has no discount that is off, or that does not exist', async () => {
    const off = { discount_id: till.idOf('Neighbors 10%') };
    await till.refused('create_order', off, 'DISCOUNT_UNAVAILABLE', 'discount_id');
    await till.refused('create_order', { discount_id: 99 }, 'UNKNOWN_DISCOUNT', 'discount_id');
  });

  it('does not come to more than a million', async () => {
    await till.refused('create_order', { items: steaks(35) }, 'ORDER_TOO_LARGE');
  });

  it('has at most 500 lines, and no field that is not known', async () => {
    const items = lines(501, 'Espresso', 1);
    await till.refused('create_order', { items }, 'VALIDATION_FAILED', 'items');
    await till.refused('create_order', { table: 4 }, 'VALIDATION_FAILED', 'table');
    await till.refused('create_order', { type: 'drone' }, 'VALIDATION_FAILED', 'type');
  });
});

describe('an open order', { timeout: 300_000 }, () => {
  it('takes a 500th line and no 501st', async () => {
    const long = await till.create([], { items: lines(499, 'Espresso', 1) });
    const full = await till.add(long, 'Espresso');
    assert.deepEqual([full.items.length, full.subtotal, full.tax], [500, 1625, 130]);
    const [line] = lines(1, 'Espresso', 1);
    await till.refused('add_item', { order_id: long.id, ...line }, 'ORDER_TOO_LONG');
  });

  it('does not grow above a million', async () => {
    const large = await till.create([], { items: steaks(34) });
    const [line] = steaks(1);
    await till.refused('add_item', { order_id: large.id, ...line }, 'ORDER_TOO_LARGE');
  });

  it('gives back only what is on it', async () => {
    const [line] = open.items;
    const off = { order_id: open.id, order_item_id: line?.id };
    await till.refused('remove_item', { ...off, quantity: 2 }, 'VALIDATION_FAILED', 'quantity');
    const [other] = closed.items;
    const wrong = { order_id: open.id, order_item_id: other?.id };
    await till.refused('remove_item', wrong, 'LINE_NOT_FOUND');
  });

  it('is not closed while there is nothing on it', async () => {
    const { id: order_id } = await till.create([]);
    const pay = { order_id, method: 'cash', cash_tendered: 5 };
    await till.refused('close_order', pay, 'ORDER_EMPTY');
  });

  it('is not closed with too little cash, with none, or by a card nobody can take', async () => {
    const pay = { order_id: open.id, method: 'cash' };
    const due = open.balance_due;
    const tooLittle = { ...pay, cash_tendered: due - 0.01 };
    await till.refused('close_order', tooLittle, 'TENDER_TOO_SMALL', 'cash_tendered');
    const tipped = { ...pay, cash_tendered: due, tip: 0.01 };
    await till.refused('close_order', tipped, 'TENDER_TOO_SMALL', 'cash_tendered');
    await till.refused('close_order', pay, 'VALIDATION_FAILED', 'cash_tendered');
    const bare = { order_id: open.id, method: 'card' };
    await till.refused('close_order', bare, 'VALIDATION_FAILED', 'source_id');
    const card = { order_id: open.id, method: 'card', source_id: 'cnon:card-nonce-ok' };
    await assert.rejects(till.ask('close_order', card), { code: 'CARD_NOT_CONFIGURED' });
    const { status, balance_due, payments } = await till.see(open.id);
    assert.deepEqual([status, balance_due], ['open', open.balance_due]);
    assert.deepEqual(
      payments.map((tender) => tender.status),
      ['failed'],
    );
    await till.ask('hold_order', { order_id: open.id, held: false }); // nothing locks it any more
    open = await till.see(open.id);
    const odd = { ...pay, cash_tendered: 9.999 };
    await till.refused('close_order', odd, 'VALIDATION_FAILED', 'cash_tendered');
    const negative = { ...pay, cash_tendered: 20, tip: -1 };
    await till.refused('close_order', negative, 'VALIDATION_FAILED', 'tip');
    assert.deepEqual(await till.see(open.id), open);
  });
});

describe('a closed order', { timeout: 300_000 }, () => {
  it('takes no more items, gives none back, and is not paid again', async () => {
    const order_id = closed.id;
    const [line] = lines(1, 'Espresso', 1);
    await till.refused('add_item', { order_id, ...line }, 'ORDER_CLOSED');
    const off = { order_id, order_item_id: closed.items[0]?.id };
    await till.refused('remove_item', off, 'ORDER_CLOSED');
    const pay = { order_id, method: 'cash', cash_tendered: 50 };
    await till.refused('close_order', pay, 'ORDER_CLOSED');
    const { change_due: _, ...asPaid } = closed as ToldOrder & { change_due: number };
    assert.deepEqual(await till.see(order_id), asPaid);
  });
});

describe('an order that nobody knows', { timeout: 300_000 }, () => {
  it('is not found, whatever is wanted of it', async () => {
    const order_id = 4711;
    const [line] = lines(1, 'Espresso', 1);
    const pay = { order_id, method: 'cash', cash_tendered: 50 };
    await till.refused('get_order', { order_id }, 'ORDER_NOT_FOUND');
    await till.refused('add_item', { order_id, ...line }, 'ORDER_NOT_FOUND');
    await till.refused('remove_item', { order_id, order_item_id: 1 }, 'ORDER_NOT_FOUND');
    const { info } = await till.refused('close_order', pay, 'ORDER_NOT_FOUND');
    assert.equal(info.order_id, order_id);
  });
});
