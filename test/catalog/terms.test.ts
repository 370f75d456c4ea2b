import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Office, openOffice, type Told } from './office.ts';

let office: Office;
before(async () => (office = await openOffice()));
after(() => office.front.close());

const MAINS = 100_002;
const list = async (path: string, nouns: string) =>
  (await office.done<Record<string, Told[]>>('GET', path))[nouns] ?? [];

/** Each kind of thing: where it lives, what a new one needs, and another field of it. */
const KINDS: [nouns: string, path: string, fresh: object, change: object][] = [
  ['categories', '/catalog/categories', {}, { sort_order: 7 }],
  ['items', '/catalog/items', { category_id: MAINS, reg_price: 12.5 }, { event_price: 9.99 }],
  ['modifiers', '/catalog/modifiers', { max_selections: 2 }, { min_selections: 1 }],
  ['taxes', '/taxes', { percentage: 8.875 }, { inclusive: true }],
  ['discounts', '/discounts', { amount: 10, is_percentage: true }, { amount: 5.5 }],
  ['groups', '/discounts/groups', {}, { available: false }],
];

for (const [nouns, path, fresh, change] of KINDS) {
  describe(`of the ${nouns}`, { timeout: 300_000 }, () => {
    let made: Told;

    it('one is made: 201, with an id and a version of its own', async () => {
      made = await office.done('POST', path, { name: 'Something new', ...fresh }, 201);
      assert.deepEqual([made.name, made.version], ['Something new', 1]);
      assert.ok((await list(path, nouns)).some(({ id }) => id === made.id));
      assert.deepEqual(office.announced()[0]?.body, made);
    });

    it('one is changed by POST with its id or by PUT; what is not named stays', async () => {
      const posted = await office.done('POST', path, {
        id: made.id,
        name: made.name,
        ...fresh,
        ...change,
      });
      assert.deepEqual(posted, { ...made, ...change, version: 2 });
      const put = await office.done('PUT', `${path}/${made.id}`, { name: 'Renamed' });
      assert.deepEqual(put, { ...made, ...change, name: 'Renamed', version: 3 });
      assert.deepEqual(office.announced()[0]?.body, put);
    });

    it('one that is not there is neither changed nor made nor deleted', async () => {
      const unknown = path === '/catalog/categories' ? 999_999 : 4711;
      const one = { name: 'Nobody', ...fresh };
      const tries: [string, string, object?][] = [
        ['POST', path, { id: unknown, ...one }],
        ['PUT', `${path}/${unknown}`, { name: 'Nobody' }],
        ['DELETE', `${path}/${unknown}`],
      ];
      for (const wanted of tries) {
        const { body } = await office.ask<{ code: string }>(...wanted);
        assert.match(body.code, /_NOT_FOUND$/);
        await office.refused(wanted, 404, body.code);
      }
    });

    it('no two have the same name, not even in capitals', async () => {
      const [first] = (await list(path, nouns)).filter(({ id }) => id !== made.id);
      if (!first) await office.done('POST', path, { name: 'First', ...fresh }, 201);
      const name = path === '/catalog/items' ? 'JUNIPER BURGER' : (first?.name ?? 'FIRST');
      await office.refused(['POST', path, { name, ...fresh }], 409, 'NAME_TAKEN', 'name');
      await office.refused(['PUT', `${path}/${made.id}`, { name }], 409, 'NAME_TAKEN', 'name');
    });

    it('a change from an old version is refused, with what stands there now', async () => {
      for (const [method, body] of [
        ['PUT', { name: 'Late', expected_version: 2 }],
        ['DELETE', undefined],
      ] as const) {
        const query = body ? '' : '?expected_version=2';
        const refusal = await office.refused(
          [method, `${path}/${made.id}${query}`, body],
          409,
          'VERSION_CONFLICT',
        );
        assert.deepEqual(refusal.current, { ...made, ...change, name: 'Renamed', version: 3 });
      }
      const now = { available: true, expected_version: 3 };
      assert.equal((await office.done('PUT', `${path}/${made.id}`, now)).version, 4);
    });

    it('a name is 1 to 100 printable characters, and no field is unknown', async () => {
      for (const name of ['', 'x'.repeat(101), 'x'.repeat(200), 'a\nb', 'a\u0007b', null, 5]) {
        const wanted: [string, string, object] = ['POST', path, { ...fresh, name }];
        await office.refused(wanted, 422, 'VALIDATION_FAILED', 'name');
      }
      await office.refused(
        ['PUT', `${path}/${made.id}`, { colour: 'red' }],
        422,
        'VALIDATION_FAILED',
        'colour',
      );
    });

    it('one is deleted, and only an admin changes anything', async () => {
      const ben = await office.front.login('1357');
      for (const [method, at] of [
        ['POST', path],
        ['PUT', `${path}/${made.id}`],
        ['DELETE', `${path}/${made.id}`],
      ] as const) {
        const answer = await office.front.call(method, at, { token: ben });
        assert.equal(answer.status, 403);
      }
      assert.deepEqual(await office.done('DELETE', `${path}/${made.id}`), { id: made.id });
      assert.ok(!(await list(path, nouns)).some(({ id }) => id === made.id));
      assert.deepEqual(office.announced()[0]?.body, { id: made.id });
      const again = await office.done('POST', path, { name: 'Another', ...fresh }, 201);
      assert.ok(again.id > made.id, 'an id is never used again');
    });
  });
}
