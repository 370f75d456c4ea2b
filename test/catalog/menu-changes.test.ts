import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Office, openOffice, type Told } from './office.ts';

interface MenuItem extends Told {
  mod_lists: (Told & { mods: Told[] })[];
}
interface Menu {
  categories: (Told & { items: MenuItem[] })[];
}

let office: Office;
before(async () => (office = await openOffice()));
after(() => office.front.close());

const [STARTERS, MAINS, DESSERTS, SOUP, BURGER] = [100_000, 100_002, 100_003, 1, 9];
const item = (id: number) => office.done('GET', `/catalog/items/${id}`);
const dish = { name: 'Goulash', category_id: MAINS, reg_price: 14 };
const menu = (query = '') => office.done<Menu>('GET', `/catalog/menu${query}`);
const heardOf = (type: string) => office.announced().filter((entry) => entry.type === type).length;

describe('an item', { timeout: 300_000 }, () => {
  for (const [what, change, field] of [
    ['a negative price', { reg_price: -0.01 }, 'reg_price'],
    ['three decimals', { reg_price: 1.999 }, 'reg_price'],
    ['a price in words', { reg_price: '12' }, 'reg_price'],
    ['a negative event price', { event_price: -1 }, 'event_price'],
    ['an unknown category', { category_id: 999_999 }, 'category_id'],
    ['an unknown modifier list', { mod_list_ids: [1, 99] }, 'mod_list_ids.1'],
    ['the same modifier list twice', { mod_list_ids: [1, 1] }, 'mod_list_ids.1'],
    ['an unknown tax', { tax_ids: [99] }, 'tax_ids.0'],
    ['a rank below zero', { sort_order: -1 }, 'sort_order'],
  ] as const) {
    it(`with ${what} is refused, new or changed`, async () => {
      await office.refused(
        ['POST', '/catalog/items', { ...dish, ...change }],
        422,
        'VALIDATION_FAILED',
        field,
      );
      const path = `/catalog/items/${BURGER}`;
      await office.refused(['PUT', path, change], 422, 'VALIDATION_FAILED', field);
    });
  }

  it('of the same name may be in another category', async () => {
    const soup = { name: 'Tomato soup', category_id: MAINS, reg_price: 9 };
    const { id } = await office.done('POST', '/catalog/items', soup, 201);
    const back = { category_id: STARTERS };
    await office.refused(['PUT', `/catalog/items/${id}`, back], 409, 'NAME_TAKEN', 'name');
    await office.done('DELETE', `/catalog/items/${id}`);
  });

  it('gets the default taxes where none are named, and none where none are wanted', async () => {
    const made = await office.done('POST', '/catalog/items', dish, 201);
    assert.deepEqual(made.tax_ids, [1]);
    const free = { ...dish, name: 'Water', tax_ids: [] };
    assert.deepEqual((await office.done('POST', '/catalog/items', free, 201)).tax_ids, []);
  });

  it('shows its modifier lists in the order in which it names them', async () => {
    await office.done('PUT', `/catalog/items/${SOUP}`, { mod_list_ids: [6, 2, 4] });
    const shown = (await menu()).categories.flatMap(({ items }) => items);
    const lists = shown.find(({ id }) => id === SOUP)?.mod_lists;
    assert.deepEqual(
      lists?.map(({ id }) => id),
      [6, 2, 4],
    );
  });
});

describe('a category', { timeout: 300_000 }, () => {
  it('with items is not deleted unless told where they go', async () => {
    const path = `/catalog/categories/${DESSERTS}`;
    await office.refused(['DELETE', path], 409, 'CATEGORY_NOT_EMPTY');
    const [itself, nowhere] = [DESSERTS, 999_999].map((id) => `${path}?move_items_to=${id}`);
    await office.refused(['DELETE', itself as string], 409, 'CATEGORY_NOT_EMPTY');
    const wanted: [string, string] = ['DELETE', nowhere as string];
    await office.refused(wanted, 422, 'VALIDATION_FAILED', 'category_id');
    const { items } = await office.done<{ items: Told[] }>(
      'GET',
      `/catalog/items?category_id=${DESSERTS}`,
    );
    await office.done('DELETE', path, { move_items_to: STARTERS });
    assert.equal(items.length, 4);
    for (const { id } of items) assert.equal((await item(id)).category_id, STARTERS);
    assert.ok(!(await menu('?all=true')).categories.some(({ id }) => id === DESSERTS));
  });

  it('that is off is not on the menu, but on the whole one', async () => {
    await office.done('PUT', `/catalog/categories/${STARTERS}`, { available: false });
    assert.ok(!(await menu()).categories.some(({ id }) => id === STARTERS));
    assert.ok((await menu('?all=true')).categories.some(({ id }) => id === STARTERS));
    await office.done('PUT', `/catalog/categories/${STARTERS}`, { available: true });
  });
});

describe('a modifier list', { timeout: 300_000 }, () => {
  const path = '/catalog/modifiers';

  it('cannot ask for more choices than it allows', async () => {
    for (const wanted of [
      ['POST', path, { name: 'Odd', min_selections: 3, max_selections: 2 }],
      ['PUT', `${path}/1`, { min_selections: 2 }],
    ] as [string, string, object][]) {
      await office.refused(wanted, 422, 'VALIDATION_FAILED', 'min_selections');
    }
  });

  it('has at most 100 mods, and never two of a name', async () => {
    const mods = (count: number) => Array.from({ length: count }, (_, i) => ({ name: `Mod ${i}` }));
    const many = { name: 'Many', mods: mods(10_000) };
    await office.refused(['POST', path, many], 422, 'VALIDATION_FAILED', 'mods');
    const full = await office.done('POST', path, { name: 'Full', mods: mods(100) }, 201);
    await office.refused(
      ['POST', `${path}/${full.id}/mods`, { name: 'One more' }],
      409,
      'TOO_MANY',
    );
    const twins = { name: 'Twins', mods: [{ name: 'Same' }, { name: 'same' }] };
    await office.refused(['POST', path, twins], 409, 'NAME_TAKEN', 'mods.1.name');
  });

  it('has its mods changed one by one, each time a version more', async () => {
    type List = Told & { mods: Told[] };
    const made = await office.done<List>('POST', path, { name: 'Sauces' }, 201);
    const mods = `${path}/${made.id}/mods`;
    const cheaper = { name: 'No sauce', mod_price: -0.5 };
    const [mod] = (await office.done<List>('POST', mods, cheaper, 201)).mods;
    assert.equal(mod?.mod_price, -0.5);
    const off = { available: false, expected_version: 2 };
    const changed = await office.done<List>('PUT', `${mods}/${mod?.id}`, off);
    assert.deepEqual(changed.mods, [{ ...mod, available: false }]);
    await office.refused(['PUT', `${mods}/${mod?.id}`, off], 409, 'VERSION_CONFLICT');
    await office.refused(['DELETE', `${mods}/9999`], 404, 'MODIFIER_NOT_FOUND');
    const emptied = await office.done<List>('DELETE', `${mods}/${mod?.id}`);
    assert.deepEqual([emptied.mods, emptied.version], [[], 4]);
  });

  it('keeps the ids of the mods that it is saved with again', async () => {
    type List = Told & { mods: Told[] };
    const { id, mods } = await office.done<List>('GET', `${path}/5`);
    const [whole, oat] = mods;
    const wanted = [
      { id: oat?.id, name: 'Oat' },
      { name: 'Soy milk', mod_price: 0.5 },
    ];
    const saved = await office.done<List>('PUT', `${path}/${id}`, { mods: wanted });
    assert.deepEqual(saved.mods[0], { ...oat, name: 'Oat' });
    assert.ok((saved.mods[1]?.id ?? 0) > (oat?.id ?? 0));
    assert.ok(!saved.mods.some((mod) => mod.id === whole?.id));
    const strange = { mods: [{ id: 1, name: 'Rare' }] };
    await office.refused(['PUT', `${path}/${id}`, strange], 404, 'MODIFIER_NOT_FOUND', 'mods.0.id');
  });
});

describe('what is deleted', { timeout: 300_000 }, () => {
  it('is taken off the items that name it, and they are announced', async () => {
    for (const [path, field, id] of [
      ['/catalog/modifiers', 'mod_list_ids', 3],
      ['/taxes', 'tax_ids', 2],
    ] as const) {
      const { items } = await office.done<{ items: Told[] }>('GET', '/catalog/items');
      const named = items.filter((one) => (one[field] as number[]).includes(id));
      const count = heardOf('item_saved');
      await office.done('DELETE', `${path}/${id}`);
      assert.ok(named.length > 0);
      assert.equal(heardOf('item_saved') - count, named.length);
      for (const one of named) assert.ok(!((await item(one.id))[field] as number[]).includes(id));
    }
  });

  it('leaves discounts behind that are in no group any more', async () => {
    const group = await office.done('POST', '/discounts/groups', { name: 'Staff' }, 201);
    const half = { name: 'Half', amount: 50, is_percentage: true, group_id: group.id };
    const { id } = await office.done('POST', '/discounts', half, 201);
    assert.equal(group.discount_group_id, group.id);
    await office.refused(
      ['POST', '/discounts', { ...half, name: 'Odd', group_id: 99 }],
      422,
      'VALIDATION_FAILED',
      'group_id',
    );
    await office.done('DELETE', `/discounts/groups/${group.id}`);
    const { discounts } = await office.done<{ discounts: Told[] }>('GET', '/discounts');
    assert.equal(discounts.find((one) => one.id === id)?.group_id, null);
  });
});

describe('a tax', { timeout: 300_000 }, () => {
  it('is one of at most 100', async () => {
    const { taxes } = await office.done<{ taxes: Told[] }>('GET', '/taxes');
    const tax = (i: number) => ({ name: `Tax ${i}`, percentage: i / 10 });
    for (let i = taxes.length; i < 100; i++) await office.done('POST', '/taxes', tax(i), 201);
    await office.refused(['POST', '/taxes', tax(100)], 409, 'TOO_MANY');
  });
});

describe('a discount', { timeout: 300_000 }, () => {
  it('takes at most everything', async () => {
    const all = { name: 'All and more', amount: 100.01, is_percentage: true };
    await office.refused(['POST', '/discounts', all], 422, 'VALIDATION_FAILED', 'amount');
  });
});

describe('the menu over HTTP', { timeout: 300_000 }, () => {
  const fetchIt = (tag: string) =>
    office.front.call<undefined>('GET', '/catalog/menu', {
      token: office.token,
      headers: { 'if-none-match': tag },
    });

  it('is not sent again to who has it, until it changes', async () => {
    const tag = (await fetchIt('')).headers.get('etag') as string;
    assert.match(tag, /^"/, 'a strong one');
    assert.equal((await fetchIt(tag)).status, 304);
    await office.done('PUT', `/catalog/items/${SOUP}`, { reg_price: 7.25 });
    assert.equal((await fetchIt(tag)).status, 200);
  });

  it('is there for the tills also while catalog is down, and anew when it is back', async () => {
    const { house } = office.front;
    const { categories } = await menu();
    await house.kill('catalog');
    assert.deepEqual((await menu()).categories, categories);
    await house.start('catalog');
    await office.done('PUT', `/catalog/items/${SOUP}`, { available: false });
    const items = (await menu()).categories.flatMap((category) => category.items);
    assert.ok(!items.some(({ id }) => id === SOUP));
    await office.done('PUT', `/catalog/items/${SOUP}`, { available: true });
  });

  it('is only for who is logged in, however it is kept', async () => {
    assert.equal((await office.front.call('GET', '/catalog/menu')).status, 401);
  });

  it('tells every screen that it changed', async () => {
    const { house } = office.front;
    const count = office.announced().length;
    const next = house.heard<{ revision: number }>('pos/now/menu');
    await office.done('PUT', `/catalog/items/${SOUP}`, { reg_price: 7 });
    assert.equal((await next).revision, count + 1);
  });
});
