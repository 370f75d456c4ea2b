import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Temporal } from 'temporal-polyfill';
import { WEEKDAYS } from '#shared/contracts/menu.ts';
import type { Entry } from '#shared/contracts/service.ts';
import { until } from '../support/until.ts';
import { type Office, openOffice } from './office.ts';

interface Order {
  id: number;
  items: { item_price: number; total_price: number }[];
}
interface Menu {
  event_pricing: { active: boolean };
  categories: { items: { id: number; price: number; reg_price: number }[] }[];
}

const [PATH, SOUP, CALAMARI] = ['/catalog/event_pricing', 1, 2];
let office: Office;
before(async () => {
  office = await openOffice(['orders']);
  await office.done('PUT', `/catalog/items/${SOUP}`, { event_price: 5 });
});
after(() => office.front.close());

const order = (item_id: number) =>
  office.done<Order>('POST', '/orders', { items: [{ item_id, quantity: 2 }] }, 201);
const priceOf = async (item_id: number) => (await order(item_id)).items[0]?.item_price;
const onMenu = async (wanted: number) => {
  const { categories, event_pricing } = await office.done<Menu>('GET', '/catalog/menu');
  const found = categories.flatMap(({ items }) => items).find(({ id }) => id === wanted);
  return [event_pricing.active, found?.reg_price, found?.price];
};
const switches = () =>
  office.announced().filter(({ type }) => type === 'event_pricing_switched').length;

describe('event pricing', { timeout: 300_000 }, () => {
  it('is off at first: the regular price holds', async () => {
    const { active, schedule, next_switch_at } = await office.done('GET', PATH);
    assert.deepEqual([active, schedule, next_switch_at], [false, [], null]);
    assert.deepEqual(await onMenu(SOUP), [false, 7, 7]);
    assert.equal(await priceOf(SOUP), 7);
  });

  it('switched by hand is announced, and holds for what is ordered from now on', async () => {
    const earlier = await order(SOUP);
    const saved = await office.done('PUT', PATH, { active: true });
    assert.equal(saved.version, 2);
    assert.deepEqual(office.announced()[0], {
      type: 'event_pricing_switched',
      body: { active: true },
    });
    assert.deepEqual(await onMenu(SOUP), [true, 7, 5]);
    assert.deepEqual(await onMenu(CALAMARI), [true, 12.5, 12.5], 'it has no event price');
    await until('orders takes the event price', async () => (await priceOf(SOUP)) === 5);
    const line = { item_id: SOUP, quantity: 1 };
    const { items } = await office.done<Order>('PUT', `/orders/${earlier.id}/add_item`, line);
    assert.deepEqual(
      items.map(({ item_price }) => item_price),
      [7, 5],
    );
  });

  it('switched to what it is already tells nobody that prices changed', async () => {
    const count = switches();
    await office.done('PUT', PATH, { active: true });
    assert.equal(switches(), count);
  });

  it('holds as it was while catalog is down, and after it is back', async () => {
    const { house } = office.front;
    await house.kill('catalog');
    assert.equal(await priceOf(SOUP), 5);
    await house.start('catalog');
    assert.deepEqual(await onMenu(SOUP), [true, 7, 5]);
  });

  it('follows a week from when it is given, and says when it next switches', async () => {
    const days = [...WEEKDAYS];
    const halves = [
      { days, start: '00:00', end: '12:00' },
      { days, start: '12:00', end: '00:00' },
    ];
    const always = await office.done('PUT', PATH, { schedule: halves });
    assert.deepEqual([always.active, always.next_switch_at], [true, null]);
    const now = Temporal.Now.zonedDateTimeISO('America/New_York');
    const clock = (hours: number) => now.add({ hours }).toPlainTime().toString().slice(0, 5);
    const soon = [{ days, start: clock(2), end: clock(4) }];
    const later = await office.done('PUT', PATH, { schedule: soon });
    assert.equal(later.active, false);
    assert.ok((later.next_switch_at as string) > new Date().toISOString());
    const byHand = await office.done('PUT', PATH, { active: true });
    assert.deepEqual(
      [byHand.active, byHand.next_switch_at],
      [true, later.next_switch_at],
      'by hand until the schedule switches',
    );
  });

  it('switches by itself where the time came while catalog was away', async () => {
    const { house } = office.front;
    const days = [...WEEKDAYS];
    const morning = [{ days, start: '00:00', end: '12:00' }];
    await office.done('PUT', PATH, { schedule: morning, active: true });
    const { timezone } = await office.done('GET', '/system/settings');
    const noon = { hour: 12, minute: 0, second: 0, millisecond: 0 };
    const isMorning = Temporal.Now.zonedDateTimeISO(timezone as string).hour < noon.hour;
    await house.kill('catalog', 'SIGTERM');
    await overdue(house.config.POS_DATA_DIR);
    const switched = house.heard<Entry>('pos/catalog/did/event_pricing_switched').catch(() => null);
    await house.start('catalog');
    await until('it follows the schedule', async () => {
      const { active, next_switch_at } = await office.done('GET', PATH);
      return active === isMorning && (next_switch_at as string) > new Date().toISOString();
    });
    if (!isMorning) assert.deepEqual((await switched)?.body, { active: false });
  });

  it('refuses a week that cannot be, and a change from an old version', async () => {
    const hour = { days: ['monday'], start: '17:00', end: '19:00' };
    for (const [schedule, field] of [
      [[{ ...hour, days: ['someday'] }], 'schedule.0.days.0'],
      [[{ ...hour, days: [] }], 'schedule.0.days'],
      [[hour, { ...hour, start: '25:00' }], 'schedule.1.start'],
      [[{ ...hour, end: '17:00' }], 'schedule.0.end'],
      [Array.from({ length: 51 }, () => hour), 'schedule'],
    ] as const) {
      await office.refused(['PUT', PATH, { schedule }], 422, 'VALIDATION_FAILED', field);
    }
    const late = { active: false, expected_version: 1 };
    const { current } = await office.refused(['PUT', PATH, late], 409, 'VERSION_CONFLICT');
    assert.ok((current?.version ?? 0) > 1);
    await office.refused(
      ['PUT', `/catalog/items/${SOUP}`, { event_price: 1.999 }],
      422,
      'VALIDATION_FAILED',
      'event_price',
    );
  });
});

/** As if the next switch had been due a minute ago. */
async function overdue(folder: string): Promise<void> {
  const { default: SQLite } = await import('better-sqlite3');
  const file = new SQLite(`${folder}/catalog.db`);
  const at = new Date(Date.now() - 60_000).toISOString();
  file.prepare('UPDATE event_pricing SET next_switch_at = ?').run(at);
  file.close();
}
