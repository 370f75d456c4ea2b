import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { z } from 'zod';
import { menuFile, type MenuFileOnWire } from '#shared/contracts/menu-file.ts';
import { readCsv, writeCsv } from '../../services/catalog/csv.ts';
import { readMenu, writeMenu } from '../../services/catalog/menu-csv.ts';
import { anyMenu, NASTY } from './any-menu.ts';
import { type Office, openOffice, type Told } from './office.ts';

const refusal = (text: string) => {
  try {
    readMenu(text);
  } catch (error) {
    return (error as { info: { errors: object[] } }).info.errors[0];
  }
  return undefined;
};

describe('a table', () => {
  it('comes back as it was, whatever stands in its cells', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(...NASTY, '\r\n', '"\n'),
    );
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2 }), { minLength: 1 }), (rows) => {
        const filled = rows.map((row) => ['row', ...row]); // a row of nothing is no row
        const back = readCsv(writeCsv(filled)).map((row) => row.map(({ text }) => text));
        assert.deepEqual(back, filled);
      }),
    );
  });

  it('has no cell that a spreadsheet would calculate', () => {
    for (const text of ['=1+2', '+1', '-1', '@x', '\t=1', '\r=1']) {
      assert.match(writeCsv([[text]]), /^"?'/);
    }
    assert.equal(writeCsv([["'n Beetje"]]), "'n Beetje\r\n");
  });

  it('says in which line and column each cell begins, over lines within cells', () => {
    const [, second] = readCsv('\uFEFFa,"b\nc"\nd,"e ""f"""');
    assert.deepEqual(second, [
      { text: 'd', line: 3, column: 1 },
      { text: 'e "f"', line: 3, column: 2 },
    ]);
    assert.throws(() => readCsv('a\nb,"c'), {
      info: { errors: [{ ...unended, line: 2, column: 2 }] },
    });
  });
  const unended = {
    field: 'csv',
    message: 'a cell in quotes does not end before the next comma or line',
  };
});

describe('a menu as a table', () => {
  it('comes back as it was, every menu', () => {
    fc.assert(
      fc.property(anyMenu, (menu) => {
        assert.deepEqual(readMenu(writeMenu(menu)).menu, JSON.parse(JSON.stringify(menu)));
      }),
    );
  });

  for (const [what, text, field, line, column] of [
    ['an unknown column', 'kind,name,colour\n', 'colour', 1, 3],
    ['no names', 'kind\ntax\n', 'name', 1, 1],
    ['an unknown kind', 'kind,name\ntax,A\ndish,B\n', 'dish', 3, 1],
    ['an item of no category', 'kind,name,parent\nitem,Soup,Starters\n', 'parent', 2, 3],
    ['a cell too many', 'kind,name\ntax,A,5\n', '5', 2, 3],
  ] as const) {
    it(`with ${what} is refused where it stands`, () => {
      assert.deepEqual(refusal(text), { ...refusal(text), field, line, column });
    });
  }
});

describe('export and import', { timeout: 300_000 }, () => {
  let office: Office;
  let other: Office;
  before(async () => {
    [office, other] = await Promise.all([openOffice(), openOffice([], { POS_DEMO: '1' })]);
    await empty(other);
    await office.done('PUT', '/catalog/items/1', { name: '=SUM(A1)', event_price: 5 });
    const group = await office.done('POST', '/discounts/groups', { name: 'Friends' }, 201);
    await office.done('PUT', '/discounts/2', { group_id: group.id });
  });
  after(() => Promise.all([office, other].map(({ front }) => front.close())));

  const asJson = (from: Office) => from.done<{ menu: MenuFileOnWire }>('GET', '/catalog/export');
  const asCsv = async ({ front, token }: Office) => {
    const answer = await fetch(`http://127.0.0.1:${front.port}/catalog/export?format=csv`, {
      headers: { authorization: `Bearer ${token}` },
    });
    assert.equal(answer.headers.get('content-type'), 'text/csv; charset=utf-8');
    return answer.text();
  };
  const takeCsv = <T = Told>({ front, token }: Office, csv: string, query = '') =>
    front.call<T>('POST', `/catalog/import${query}`, {
      token,
      body: csv,
      headers: { 'content-type': 'text/csv' },
    });
  const heads = (of: Office) => of.announced().length;

  it('changes nothing where the menu is the same already', async () => {
    const { menu } = await asJson(office);
    const count = heads(office);
    for (const body of [
      await office.done<Told>('POST', '/catalog/import', { menu }),
      (await takeCsv(office, await asCsv(office))).body,
    ]) {
      assert.deepEqual([body.created, body.updated], [0, 0]);
      assert.ok((body.unchanged as number) > 40);
    }
    assert.equal(heads(office), count);
  });

  it('makes the same menu in an empty store, after a trial that makes nothing', async () => {
    const csv = await asCsv(office);
    const tried = await takeCsv(other, csv, '?dry_run=true');
    assert.equal(tried.body.dry_run, true);
    assert.equal((await asJson(other)).menu.categories?.length, 0);
    const taken = await takeCsv(other, csv);
    assert.deepEqual(taken.body, { ...tried.body, dry_run: false });
    assert.deepEqual(await asJson(other), await asJson(office));
    assert.equal(await asCsv(other), csv);
    const wrong = await office.ask('POST', '/catalog/import', {});
    assert.equal(wrong.status, 422);
  });

  it('takes all or nothing, and says where it is wrong', async () => {
    const head = 'kind,name,parent,reg_price,event_price,taxes,min_selections,max_selections\n';
    const good = `${head}category,Cakes,,,,,,\n`;
    for (const [row, field, column] of [
      ['item,Sacher,Cakes,-1,,,,', 'reg_price', 4],
      ['item,Sacher,Cakes,1.999,,,,', 'reg_price', 4],
      ['item,Sacher,Cakes,cheap,,,,', 'reg_price', 4],
      ['item,,Cakes,5,,,,', 'name', 2],
      ['item,Sacher,Cakes,5,,No such tax,,', 'taxes.0', 6],
      ['modifier_list,Cream,,,,,3,2', 'min_selections', 7],
      ['category,CAKES,,,,,,', 'name', 2],
    ] as const) {
      const count = heads(office);
      type Refusal = { code: string; errors: { field: string; line: number; column: number }[] };
      const { status, body } = await takeCsv<Refusal>(office, good + row);
      const [error] = body.errors;
      assert.ok(status === 422 || body.code === 'NAME_TAKEN', row);
      assert.ok(error?.field.endsWith(field), `${row}: ${error?.field}`);
      assert.deepEqual([error?.line, error?.column], [3, column], row);
      assert.equal(heads(office), count);
    }
    const menu = { categories: [{ name: 'Cakes', items: [{ name: 'Sacher', reg_price: -1 }] }] };
    await office.refused(
      ['POST', '/catalog/import', { menu }],
      422,
      'VALIDATION_FAILED',
      'menu.categories.0.items.0.reg_price',
    );
  });

  it('has no two mods of a name in a list, also in one that is there already', async () => {
    const mods = [{ name: 'Rice', mod_price: 1 }];
    const menu = (all: object[]) => ({ menu: { modifier_lists: [{ name: 'Rices', mods: all }] } });
    await office.done('POST', '/catalog/import', menu(mods));
    const twice = menu([...mods, { name: 'RICE', mod_price: 2 }]);
    const field = 'menu.modifier_lists.0.mods.1.name';
    await office.refused(['POST', '/catalog/import', twice], 409, 'NAME_TAKEN', field);
  });

  it('takes 2,000 items at once', async () => {
    const items = Array.from({ length: 2_000 }, (_, i) => ({
      name: `Dish ${i}`,
      reg_price: i / 4,
      modifier_lists: ['Side'],
    }));
    const menu = { categories: [{ name: 'Everything', items }] };
    const { created } = await other.done('POST', '/catalog/import', { menu });
    assert.equal(created, 2_001);
  });

  it('is for admins', async () => {
    const token = await office.front.login('1357');
    for (const [method, path] of [
      ['GET', '/catalog/export'],
      ['POST', '/catalog/import'],
    ] as const) {
      assert.equal((await office.front.call(method, path, { token })).status, 403);
    }
  });
});

/** Takes everything off a menu. */
async function empty(office: Office): Promise<void> {
  for (const [path, nouns] of [
    ['/catalog/items', 'items'],
    ['/catalog/categories', 'categories'],
    ['/catalog/modifiers', 'modifiers'],
    ['/taxes', 'taxes'],
    ['/discounts', 'discounts'],
  ] as const) {
    const all = (await office.done<Record<string, Told[]>>('GET', path))[nouns] ?? [];
    for (const { id } of all) await office.done('DELETE', `${path}/${id}`);
  }
}

describe('a file of the menu', () => {
  it('may leave out all but names and prices', () => {
    const least = { categories: [{ name: 'Soups', items: [{ name: 'Pho', reg_price: 9 }] }] };
    assert.equal(z.decode(menuFile, least).categories[0]?.items[0]?.reg_price, 900);
  });
});
