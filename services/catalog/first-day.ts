import type { catalog } from '#shared/contracts/catalog.ts';
import { cents } from '#shared/contracts/money.ts';
import { SETTINGS_AT_FIRST } from '#shared/contracts/settings.ts';
import type { Journal } from '#shared/journal.ts';
import { DEMO_DISCOUNTS, DEMO_LISTS, DEMO_MENU, DEMO_STORE, DEMO_TAXES } from './demo.ts';
import { type Announce } from './shelf-handlers.ts';
import { openShelves } from './shelves-handlers.ts';
import type { Store } from './store.ts';

const EMPTY_STORE = {
  store_name: 'Restaurant',
  address_lines: [],
  currency: 'USD',
  business_day_cutoff: '04:00',
  receipt_header: [],
  receipt_footer: [],
};

/** In a transaction, at every start: settings where there are none yet and, in the demo, a menu. */
export function firstDay(store: Store, journal: Journal<typeof catalog>, demo: boolean): void {
  if (store.settings.exist()) return;
  const { timeZone: timezone } = Intl.DateTimeFormat().resolvedOptions();
  const own = demo ? DEMO_STORE : EMPTY_STORE;
  const settings = { ...SETTINGS_AT_FIRST, ...own, timezone };
  const by = { actor: { service: 'catalog' }, at: new Date().toISOString() };
  const announce: Announce = (type, payload) => journal.announce(type, payload, by.actor, by.at);
  store.settings.add(settings);
  announce('settings_saved', settings, by);
  if (demo) stockDemo(store, announce, by);
}

function stockDemo(store: Store, announce: Announce, by: { actor: object; at: string }): void {
  const shelves = openShelves(store, announce);
  const call = { ...by, caller: {}, key: '', budget_ms: 0 };
  const taxes = DEMO_TAXES.map((tax) => shelves.taxes.save(tax, call).id);
  for (const [sort_order, discount] of DEMO_DISCOUNTS.entries()) {
    shelves.discounts.save({ ...discount, sort_order }, call);
  }
  const lists = new Map<string, number>();
  for (const [sort_order, [key, list]] of Object.entries(DEMO_LISTS).entries()) {
    const mods = list.mods.map(([name, price], i) => ({
      name,
      mod_price: cents(price),
      sort_order: i,
    }));
    const { name, min: min_selections, max: max_selections } = list;
    const wanted = { name, min_selections, max_selections, sort_order, mods };
    lists.set(key, shelves.modLists.save(wanted as never, call).id);
  }
  for (const [sort_order, [title, items]] of DEMO_MENU.entries()) {
    const category = shelves.categories.save({ name: title, sort_order }, call);
    for (const [i, { name, price, lists: keys = [], alcohol }] of items.entries()) {
      shelves.items.save(
        {
          name,
          category_id: category.id,
          reg_price: cents(price),
          sort_order: i,
          mod_list_ids: keys.map((key) => lists.get(key) as number),
          tax_ids: taxes.slice(0, alcohol ? 2 : 1),
        },
        call,
      );
    }
  }
}
