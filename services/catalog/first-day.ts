import type { Settings } from '#shared/contracts/catalog.ts';
import { cents } from '#shared/contracts/money.ts';
import type { Announce } from './handlers.ts';
import { DEMO_DISCOUNTS, DEMO_LISTS, DEMO_MENU, DEMO_SETTINGS, DEMO_TAXES } from './demo.ts';
import type { Store } from './store.ts';

const EMPTY_STORE: Omit<Settings, 'timezone'> = {
  store_name: 'Restaurant',
  address_lines: [],
  currency: 'USD',
  business_day_cutoff: '04:00',
  receipt_header: [],
  receipt_footer: [],
};

/** Inside a work, at every start: settings where there are none yet and, in the demo, a menu. */
export function firstDay(store: Store, announce: Announce, demo: boolean, timezone: string): void {
  if (store.settings()) return;
  const settings = { ...(demo ? DEMO_SETTINGS : EMPTY_STORE), timezone };
  store.addSettings(settings);
  announce('settings_saved', settings);
  if (demo) stockDemo(store, announce);
}

function stockDemo(store: Store, announce: Announce): void {
  const available = true;
  const taxes = DEMO_TAXES.map((tax) => store.addTax({ ...tax, inclusive: false, available }));
  for (const tax of taxes) announce('tax_saved', tax);
  for (const [sort_order, discount] of DEMO_DISCOUNTS.entries()) {
    announce('discount_saved', store.addDiscount({ ...discount, sort_order, available }));
  }
  const lists = new Map<string, number>();
  for (const [sort_order, [key, list]] of Object.entries(DEMO_LISTS).entries()) {
    const saved = store.addModList({
      name: list.name,
      min_selections: list.min,
      max_selections: list.max,
      sort_order,
      available,
      mods: list.mods.map(([name, mod_price], i) => {
        return { name, mod_price: cents(mod_price), sort_order: i, available };
      }),
    });
    lists.set(key, saved.id);
    announce('modifier_list_saved', saved);
  }
  for (const [sort_order, [title, items]] of DEMO_MENU.entries()) {
    const category = store.addCategory({ name: title, sort_order, available });
    announce('category_saved', category);
    for (const [i, { name, price, lists: keys = [], alcohol }] of items.entries()) {
      const item = store.addItem({
        name,
        category_id: category.id,
        reg_price: cents(price),
        sort_order: i,
        available,
        mod_list_ids: keys.map((key) => lists.get(key) as number),
        tax_ids: taxes.slice(0, alcohol ? 2 : 1).map((tax) => tax.id),
      });
      announce('item_saved', item);
    }
  }
}
