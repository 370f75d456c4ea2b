import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cents } from '#shared/contracts/money.ts';
import type { Order, WantedLine } from '#shared/contracts/order.ts';
import { PosError } from '#shared/errors.ts';
import { cartOf } from '../../services/orders/cart.ts';
import type { Standing } from '../../services/orders/standing.ts';
import {
  chooseLine,
  mustBeOpen,
  mustFit,
  type OnMenu,
  unitsLeft,
} from '../../services/orders/order.ts';

const mod = (id: number, name: string, price = 0, available = true) => ({
  id,
  mod_list_id: 1,
  name,
  mod_price: cents(price),
  sort_order: 0,
  available,
});
const [RARE, FRIES, BACON, EGG, OYSTERS] = [1, 2, 3, 4, 5];

const burger = (available = true): OnMenu => ({
  item: {
    id: 9,
    name: 'Juniper burger',
    available,
  },
  item_price: cents(1550),
  modLists: [
    { id: 1, name: 'Doneness', min_selections: 1, max_selections: 1, mods: [mod(RARE, 'Rare')] },
    { id: 2, name: 'Side', min_selections: 0, max_selections: 1, mods: [mod(FRIES, 'Fries', 150)] },
    {
      id: 3,
      name: 'Extras',
      min_selections: 0,
      max_selections: 3,
      mods: [mod(BACON, 'Bacon', 250), mod(EGG, 'Egg', 200), mod(OYSTERS, 'Oysters', 900, false)],
    },
  ],
  taxes: [{ tax_id: 1, name: 'Sales tax', percentage: 80_000, inclusive: false }],
});
const wants = (quantity: number, ...mods: (number | [id: number, quantity: number])[]) => {
  const modifiers = mods.map((one) => {
    const [mod_id, count] = typeof one === 'number' ? [one, 1] : one;
    return { mod_id, quantity: count };
  });
  return { item_id: 9, quantity, modifiers } satisfies WantedLine;
};

/** That a rule refuses, with this code, at this field and with these words. */
function refuses(act: () => unknown, code: string, field?: string, message?: RegExp): void {
  assert.throws(act, (error) => {
    assert.ok(error instanceof PosError, String(error));
    assert.equal(error.code, code);
    assert.equal(error.info.errors?.[0]?.field, field);
    if (message) assert.match(error.info.errors?.[0]?.message ?? '', message);
    return true;
  });
}

describe('a line', () => {
  it('never costs less than nothing, whatever is left off it', () => {
    const menu = burger();
    const extras = menu.modLists[2] as OnMenu['modLists'][number];
    const generous = mod(6, 'Staff price', -1600);
    menu.modLists[2] = { ...extras, mods: [...extras.mods, generous] };
    refuses(() => chooseLine(wants(1, RARE, 6), menu), 'INVALID_MODIFIERS', 'modifiers');
    assert.equal(chooseLine(wants(1, RARE, 6, BACON), menu).total_price, 200);
  });

  it('costs its quantity times the item with its modifiers', () => {
    const line = chooseLine(wants(3, RARE, [BACON, 2]), burger());
    assert.deepEqual(
      [line.item_price, line.mods_price, line.total_price],
      [1550, 500, 3 * (1550 + 500)],
    );
    assert.deepEqual(line.modifiers, [
      { mod_id: RARE, mod_name: 'Rare', mod_price: 0, quantity: 1 },
      { mod_id: BACON, mod_name: 'Bacon', mod_price: 250, quantity: 2 },
    ]);
  });

  it('remembers the name, the note and the taxes of its hour', () => {
    const { name, note, taxes } = chooseLine({ ...wants(1, RARE), note: 'no salt' }, burger());
    const rates = burger().taxes.map((rate) => ({ ...rate, taxable: 0, tax: 0 }));
    assert.deepEqual([name, note, taxes], ['Juniper burger', 'no salt', rates]);
    assert.equal(chooseLine(wants(1, RARE), burger()).note, null);
  });

  it('is not made of what the menu does not have', () => {
    refuses(() => chooseLine(wants(1), undefined), 'UNKNOWN_ITEM', 'item_id');
    refuses(() => chooseLine(wants(1), undefined, 'items.4.'), 'UNKNOWN_ITEM', 'items.4.item_id');
  });

  it('is not made of what is not available now', () => {
    const off = burger(false);
    refuses(() => chooseLine(wants(1, RARE), off), 'ITEM_UNAVAILABLE', 'item_id');
  });
});

describe('modifiers', () => {
  const choose = (...mods: Parameters<typeof wants>[1][]) =>
    chooseLine(wants(1, ...mods), burger(), 'items.0.');
  const INVALID = 'INVALID_MODIFIERS';

  it('are missed where a choice must be made', () => {
    const words = /Doneness: choose 1, not 0/;
    refuses(() => choose(BACON), INVALID, 'items.0.modifiers', words);
  });

  it('may be left out where none is needed', () => {
    assert.equal(choose(RARE).mods_price, 0);
  });

  it('are not more than the list allows, quantities counted', () => {
    const words = /Extras: choose 0 to 3, not 4/;
    refuses(() => choose(RARE, [BACON, 3], EGG), INVALID, 'items.0.modifiers', words);
    assert.equal(choose(RARE, [BACON, 2], EGG).mods_price, 700);
  });

  it('are named once, with a quantity', () => {
    const words = /there twice; use quantity/;
    refuses(() => choose(RARE, EGG, EGG), INVALID, 'items.0.modifiers.2.mod_id', words);
  });

  it('are among those that the item offers', () => {
    const words = /not offered with Juniper burger/;
    refuses(() => choose(RARE, 77), INVALID, 'items.0.modifiers.1.mod_id', words);
  });

  it('are refused while they are out', () => {
    refuses(() => choose(RARE, OYSTERS), INVALID, 'items.0.modifiers.1.mod_id');
  });
});

describe('an order', () => {
  it('takes changes while it is open, and none when it is closed or a card is paying it', () => {
    const as = (status: string, ...payments: object[]) =>
      ({ id: 1, status, payments }) as unknown as Standing;
    mustBeOpen(as('open', { status: 'failed' }));
    for (const status of ['closed', 'voided', 'refunded']) {
      refuses(() => mustBeOpen(as(status)), 'ORDER_CLOSED');
    }
    refuses(() => mustBeOpen(as('open', { status: 'pending' })), 'PAYMENT_PENDING');
  });

  it('holds 500 lines and a million, and not one more of either', () => {
    mustFit(500, cents(100_000_000));
    refuses(() => mustFit(501, cents(0)), 'ORDER_TOO_LONG');
    refuses(() => mustFit(1, cents(100_000_001)), 'ORDER_TOO_LARGE');
  });

  it('gives back some units of a line, all of them, but not more than there are', () => {
    assert.deepEqual([unitsLeft(5, 2), unitsLeft(5, 5), unitsLeft(5)], [3, 0, 0]);
    refuses(() => unitsLeft(5, 6), 'VALIDATION_FAILED', 'quantity', /only 5/);
  });
});

describe("a guest's display", () => {
  const amounts = {
    subtotal: cents(1000),
    discount_total: cents(100),
    tax: cents(72),
    card_fee: cents(0),
    total: cents(972),
    tip: cents(0),
    balance_due: cents(972),
  };
  const facts = {
    id: 3,
    order_number: 17,
    items: [],
    discounts: [],
    payments: [],
    tip_choice: null,
  };
  const order = { ...facts, status: 'open', ...amounts };

  it('is idle, with every sum at zero, where there is no order', () => {
    const { event, data } = cartOf('bar', undefined);
    assert.equal(event, 'cart_updated');
    assert.deepEqual([data.state, data.till, data.order_id], ['idle', 'bar', null]);
    assert.deepEqual([data.subtotal, data.total, data.balance_due], [0, 0, 0]);
  });

  it('shows the order and its sums', () => {
    const { data } = cartOf('main', order as unknown as Order);
    const { id: order_id, payments: _, status: __, ...shown } = order;
    const rest = { till: 'main', state: 'cart', charging: false, change_due: undefined };
    assert.deepEqual(data, { ...shown, order_id, ...rest });
  });

  it('says that a card is being charged', () => {
    const asked = { ...order, payments: [{ change_due: null, status: 'pending' }] };
    const { data } = cartOf('main', asked as unknown as Order);
    assert.deepEqual([data.state, 'charging' in data && data.charging], ['payment', true]);
  });

  it('says what the guest gets back, at the end', () => {
    const paid = {
      ...order,
      status: 'closed',
      payments: [{ change_due: cents(28), status: 'completed' }],
    } as unknown as Order;
    const { data } = cartOf('main', paid);
    assert.deepEqual([data.state, 'change_due' in data && data.change_due], ['complete', 28]);
  });
});
