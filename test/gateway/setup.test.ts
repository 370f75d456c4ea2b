import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Settings } from '#shared/contracts/catalog.ts';
import type { Entry } from '#shared/contracts/service.ts';
import { openBooks } from '../support/books.ts';
import { type Front, openFront } from '../support/front.ts';
import { until } from '../support/until.ts';

interface Problem {
  code: string;
  errors?: { field: string }[];
}
interface SetUp {
  token: string;
  staff: { id: number; name: string; isAdmin: boolean };
}

const STORE = { name: 'Chez Nous', timezone: 'Europe/Paris', currency: 'EUR' };
const ADMIN = { name: 'Nora', pin: '7391' };

let front: Front;
before(async () => (front = await openFront(['catalog', 'staff', 'orders'], { POS_DEMO: '0' })));
after(() => front.close());

const setUp = (body: object) => front.call<Problem & SetUp>('POST', '/setup', { body });
const health = async () =>
  (await front.call<{ setup_required: boolean }>('GET', '/health')).body.setup_required;
const rows = <T>(sql: string) => openBooks(front.house.config.POS_DATA_DIR).rows<T>('catalog', sql);
const books = () => {
  const { rows: read } = openBooks(front.house.config.POS_DATA_DIR);
  return ['staff', 'session', 'journal'].map((table) => read('staff', `SELECT * FROM ${table}`));
};

describe('a restaurant without an admin', { timeout: 300_000 }, () => {
  it('says so, and does nothing else', async () => {
    await until('it is known', async () => (await health()) === true);
    for (const [method, path] of [
      ['POST', '/auth/login'],
      ['GET', '/catalog/menu'],
      ['POST', '/orders'],
      ['POST', '/staff/clock_in'],
      ['GET', '/staff/list'],
    ] as const) {
      const body = method === 'POST' ? { pin: '2468' } : undefined;
      const answer = await front.call<Problem>(method, path, { token: 'any', body });
      assert.deepEqual([answer.status, answer.body.code], [409, 'SETUP_REQUIRED'], path);
    }
    for (const path of ['/health', '/openapi.json', '/asyncapi.json']) {
      assert.notEqual((await front.call('GET', path)).status, 409, path);
    }
  });

  it('cannot tell while staff is away: come again, not set up', async () => {
    await front.house.kill('staff');
    const { status, body } = await front.call<Problem>('GET', '/catalog/menu');
    assert.deepEqual([status, body.code], [503, 'SERVICE_UNAVAILABLE']);
    await front.house.start('staff');
  });

  it('is not set up by what cannot be, naming the field, and nothing is changed', async () => {
    const untouched = books();
    for (const [body, code, field] of [
      [{ store: STORE }, 'VALIDATION_FAILED', 'admin'],
      [{ store: STORE, admin: { ...ADMIN, pin: '1234' } }, 'WEAK_PIN', 'admin.pin'],
      [{ store: STORE, admin: { ...ADMIN, pin: '12' } }, 'VALIDATION_FAILED', 'admin.pin'],
      [{ store: STORE, admin: { ...ADMIN, isAdmin: true } }, 'VALIDATION_FAILED', 'admin.isAdmin'],
      [{ store: { ...STORE, name: '' }, admin: ADMIN }, 'VALIDATION_FAILED', 'store.name'],
      [
        { store: { ...STORE, timezone: 'Mars/Olympus' }, admin: ADMIN },
        'VALIDATION_FAILED',
        'store.timezone',
      ],
      [
        { store: { ...STORE, currency: 'euro' }, admin: ADMIN },
        'VALIDATION_FAILED',
        'store.currency',
      ],
    ] as const) {
      const answer = await setUp(body);
      assert.equal(answer.status, 422);
      assert.deepEqual([answer.body.code, answer.body.errors?.[0]?.field], [code, field]);
    }
    assert.deepEqual(books(), untouched);
  });

  it('gets its first admin once, who is logged in, and the store its name', async () => {
    const said = front.house.heard<Entry>('pos/staff/did/store_set_up');
    const settled = front.house.heard<Entry>('pos/catalog/did/settings_saved');
    const both = await Promise.all([
      setUp({ store: STORE, admin: ADMIN }),
      setUp({ store: STORE, admin: { name: 'Mallory', pin: '7392' } }),
    ]);
    const [first, second] = both.sort((a, b) => a.status - b.status);
    assert.deepEqual([first?.status, second?.status], [201, 409]);
    assert.equal(second?.body.code, 'ALREADY_SET_UP');
    assert.ok(first);
    const { token, staff } = first.body;
    assert.equal(staff.isAdmin, true);
    assert.deepEqual((await said).body, STORE);
    const { body, actor } = await settled;
    const { store_name, timezone, currency, business_day_cutoff } = body as Settings;
    assert.deepEqual({ name: store_name, timezone, currency }, STORE);
    assert.equal(business_day_cutoff, '04:00');
    assert.equal(actor.staff_id, staff.id);
    assert.equal(
      rows<{ store_name: string }>('SELECT * FROM settings')[0]?.store_name,
      'Chez Nous',
    );

    assert.equal((await front.call('GET', '/staff/list', { token })).status, 200);
    assert.equal(await health(), false);
    const again = await setUp({ store: STORE, admin: ADMIN });
    assert.deepEqual([again.status, again.body.code], [409, 'ALREADY_SET_UP']);
  });

  it('stays set up, whoever starts again', async () => {
    await front.house.kill('staff');
    await front.house.start('staff');
    const answer = await front.call<Problem>('GET', '/catalog/menu');
    assert.deepEqual([answer.status, answer.body.code], [401, 'UNAUTHENTICATED']);
  });
});
