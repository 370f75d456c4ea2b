import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Item, Mod, ModList } from '#shared/contracts/catalog.ts';
import { cents } from '#shared/contracts/money.ts';
import { drawMenu, type Stock } from '../../services/catalog/menu.ts';

const ranked = (id: number, name: string, sort_order = 0, available = true) => ({
  id,
  name,
  sort_order,
  available,
  version: 1,
});
const item = (...[id, name, sort, on]: Parameters<typeof ranked>): Item => ({
  ...ranked(id, name, sort, on),
  category_id: 100_000,
  reg_price: cents(500),
  event_price: null,
  station_ids: [],
  mod_list_ids: [],
  tax_ids: [1],
});
const mod = (...[id, name, sort, on]: Parameters<typeof ranked>): Mod => ({
  ...ranked(id, name, sort, on),
  mod_list_id: 1,
  mod_price: cents(0),
});
const list = (id: number, name: string, mods: Mod[], available = true): ModList => ({
  ...ranked(id, name, 0, available),
  min_selections: 0,
  max_selections: 1,
  mods,
});
const soups = ranked(100_000, 'Soups');
const card_fee = {
  available: false,
  percentage_amount: 0,
  min_fee: cents(0),
  max_percentage: null,
  version: 1,
};
const stock: Stock = {
  categories: [soups],
  items: [],
  modLists: [],
  taxes: [],
  discounts: [],
  discountGroups: [],
  availability: [],
  eventPricing: { active: false },
  discountsEnabled: true,
  cardFee: card_fee,
};
const names = (all: { name: string }[] | undefined) => all?.map(({ name }) => name);

describe('the menu', () => {
  it('of an empty store is empty', () => {
    const menu = drawMenu({ ...stock, categories: [] });
    assert.deepEqual(menu, {
      categories: [],
      event_pricing: { active: false },
      taxes: [],
      discounts: [],
      discount_groups: [],
      discounts_enabled: true,
      card_fee,
    });
  });

  it('is sorted at every level, and by age where the order is the same', () => {
    const { categories, discounts } = drawMenu({
      ...stock,
      categories: [ranked(100_001, 'Mains', 2), { ...soups, sort_order: 1 }, ranked(7, 'Bar', 2)],
      items: [item(3, 'Borscht', 1), item(2, 'Miso', 1), item(1, 'Pho', 2), item(9, 'Dal', 0)],
      discounts: [10, 5].map((n) => ({
        ...ranked(n, `${n} off`, n),
        amount: cents(n),
        is_percentage: false,
        group_id: null,
      })),
    });
    assert.deepEqual(names(categories), ['Soups', 'Bar', 'Mains']);
    assert.deepEqual(names(categories[0]?.items), ['Dal', 'Miso', 'Borscht', 'Pho']);
    assert.deepEqual(names(discounts), ['5 off', '10 off']);
  });

  it('leaves out what cannot be ordered now, and a whole category with its items', () => {
    const rate = { percentage: 1, inclusive: false, is_default: false };
    const tax = { ...ranked(1, 'Old tax', 0, false), ...rate };
    const percent = { amount: cents(1), is_percentage: true };
    const off = { ...ranked(1, 'None', 0, false), ...percent, group_id: null };
    const inGroup = { ...ranked(2, 'Neighbors', 0), ...percent, group_id: 4 };
    const group = { ...ranked(4, 'Friends', 0, false), discount_group_id: 4 };
    const menu = drawMenu({
      ...stock,
      categories: [soups, ranked(100_001, 'Closed', 0, false)],
      items: [
        item(1, 'Pho'),
        item(2, 'Miso', 0, false),
        { ...item(3, 'Hidden'), category_id: 100_001 },
      ],
      taxes: [tax],
      discounts: [off, inGroup],
      discountGroups: [group],
    });
    assert.deepEqual(names(menu.categories), ['Soups']);
    assert.deepEqual(names(menu.categories[0]?.items), ['Pho']);
    assert.deepEqual([menu.taxes, menu.discounts], [[], []]);
  });

  it("has an item's lists in the order in which the till asks, without what is off", () => {
    const { categories } = drawMenu({
      ...stock,
      items: [{ ...item(1, 'Pho'), mod_list_ids: [3, 1, 2, 99] }],
      modLists: [
        list(1, 'Heat', [mod(1, 'Hot', 2), mod(2, 'Mild', 1), mod(3, 'Deadly', 0, false)]),
        list(2, 'Herbs', [], false),
        list(3, 'Size', []),
      ],
    });
    const [pho] = categories[0]?.items ?? [];
    assert.deepEqual(names(pho?.mod_lists), ['Size', 'Heat']);
    assert.deepEqual(names(pho?.mod_lists[1]?.mods), ['Mild', 'Hot']);
  });

  it('changes nothing in the store while it is drawn', () => {
    const before = { ...stock, items: [item(2, 'Miso', 2), item(1, 'Pho', 1)] };
    const copy = structuredClone(before);
    drawMenu(before);
    assert.deepEqual(before, copy);
  });
});
