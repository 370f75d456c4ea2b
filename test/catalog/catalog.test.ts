import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { z } from 'zod';
import { catalog, type Settings } from '#shared/contracts/catalog.ts';
import { type Entry, everyService } from '#shared/contracts/service.ts';
import { SETTINGS_AT_FIRST } from '#shared/contracts/settings.ts';
import { BEGINNING } from '#shared/journal.ts';
import { type House, openHouse } from '../support/house.ts';

const journal = async (house: House): Promise<Entry[]> => {
  const asked = house.asker.ask(everyService, 'changes', BEGINNING, { service: 'catalog' });
  return (await asked).entries;
};
/** What the first entry says of the store. */
const settingsIn = ([first]: Entry[]) => first?.body as Settings;
const menuOf = (house: House) => house.asker.ask(catalog, 'get_menu', {});

describe('the demo', { timeout: 300_000 }, () => {
  let house: House;
  before(async () => (house = await openHouse(['catalog'])));
  after(() => house.close());

  it('has a menu on its first day: enough to serve an evening', async () => {
    const { categories, taxes, discounts } = await menuOf(house);
    const items = categories.flatMap((category) => category.items);
    assert.equal(categories.length, 6);
    assert.ok(items.length >= 28, `${items.length} items`);
    assert.deepEqual([taxes.length, discounts.length], [2, 2]);
    for (const { id } of categories) assert.match(String(id), /^[1-9]\d{5}$/);
    assert.equal(new Set(items.map(({ id }) => id)).size, items.length);
    assert.equal(new Set(items.map(({ name }) => name)).size, items.length);
    for (const item of items) {
      assert.ok(item.reg_price > 0 && item.tax_ids.length > 0, item.name);
      for (const list of item.mod_lists) assert.ok(list.mods.length >= list.min_selections);
    }
  });

  it('announces all of it, settings first, so that others can know it', async () => {
    const entries = await journal(house);
    const counts = Map.groupBy(entries, ({ type }) => type);
    const { categories } = await menuOf(house);
    const items = categories.flatMap((category) => category.items);
    assert.equal(entries[0]?.type, 'settings_saved');
    assert.equal(settingsIn(entries).timezone, 'America/New_York');
    assert.equal(counts.get('item_saved')?.length, items.length);
    assert.equal(counts.get('category_saved')?.length, categories.length);
    for (const { actor } of entries) assert.deepEqual(actor, { service: 'catalog' });
  });

  it('is the same after a second start: nothing is written', async () => {
    const [entries, menu] = [await journal(house), await menuOf(house)];
    await house.kill('catalog');
    await house.start('catalog', { TZ: 'Europe/Berlin' });
    assert.deepEqual([await journal(house), await menuOf(house)], [entries, menu]);
  });
});

describe('a store without the demo', { timeout: 300_000 }, () => {
  let house: House;
  before(async () => (house = await openHouse(['catalog'], { POS_DEMO: '0' })));
  after(() => house.close());

  it('has settings and nothing to sell', async () => {
    const { categories, taxes, discounts } = await menuOf(house);
    assert.deepEqual([categories, taxes, discounts], [[], [], []]);
    const entries = await journal(house);
    const { store_name, business_day_cutoff, address_lines } = settingsIn(entries);
    assert.equal(entries.length, 1);
    assert.deepEqual([store_name, business_day_cutoff, address_lines], ['Restaurant', '04:00', []]);
  });

  it('gets no demo menu later, when somebody starts it as a demo', async () => {
    await house.kill('catalog', 'SIGTERM');
    await house.start('catalog', { POS_DEMO: '1' });
    assert.equal((await journal(house)).length, 1);
  });
});

describe('a journal from before there were event prices, versions and most settings', () => {
  it('is still read: what it does not say is as it was then', () => {
    const { item_saved, settings_saved, tax_saved } = catalog.events;
    const ranked = { id: 1, name: 'Pho', sort_order: 0, available: true };
    const old = { category_id: 100_000, reg_price: 9, mod_list_ids: [], tax_ids: [1] };
    const pho = z.decode(item_saved.payload, { ...ranked, ...old });
    assert.deepEqual([pho.event_price, pho.station_ids, pho.version], [null, [], 1]);
    const tax = { id: 1, name: 'Tax', percentage: 8, inclusive: false, available: true };
    assert.equal(z.decode(tax_saved.payload, tax).is_default, false);
    const store = {
      store_name: 'Old house',
      address_lines: [],
      timezone: 'Europe/Berlin',
      currency: 'EUR',
      business_day_cutoff: '04:00',
      receipt_header: [],
      receipt_footer: [],
    };
    assert.deepEqual(z.decode(settings_saved.payload, store), { ...SETTINGS_AT_FIRST, ...store });
  });
});
