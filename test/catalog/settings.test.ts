import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { z } from 'zod';
import type { settingsAnswer } from '#shared/contracts/settings.ts';
import { hasTwoDigits, isZone } from '../../services/catalog/settings.ts';
import { until } from '../support/until.ts';
import { type Office, openOffice, type Told } from './office.ts';
import { changeOrders } from './numbers.ts';

let office: Office;
before(async () => (office = await openOffice(['orders'])));
after(() => office.front.close());

type Settings = z.input<typeof settingsAnswer>;
const PATH = '/system/settings';

describe('the settings', { timeout: 300_000 }, () => {
  it('are those of the demo, with what nobody has set yet', async () => {
    const { version, store_name, tip_presets, ...more } = await office.done<Settings>('GET', PATH);
    assert.deepEqual([version, store_name, tip_presets], [1, 'Juniper & Rye', [15, 18, 20]]);
    assert.deepEqual(
      [more.kitchen_fire, more.session_hours, more.session_idle_hours, more.cash_rounding],
      ['on_close', 12, 8, 0],
    );
    assert.equal(more.last_order_reset, null);
  });

  it('are changed one by one; what is not named stays; others hear all of them', async () => {
    const first = await office.done('GET', PATH);
    const change = { phone: '+1 518 555 0100', tip_presets: [10, 12.5], cash_rounding: 0.05 };
    const saved = await office.done('PUT', PATH, change);
    const { last_order_reset: _, ...announced } = saved;
    const [last] = office.announced();
    assert.deepEqual(last, { type: 'settings_saved', body: announced });
    assert.deepEqual(saved, { ...first, ...change, version: 2 });
  });

  for (const [field, values] of [
    ['timezone', ['Mars/Olympus', 'utc+1', '+01:00', '', 'Europe']],
    ['currency', ['JPY', 'KWD', 'XYZ', 'usd', '$']],
    ['business_day_cutoff', ['24:00', '4:00', '04:60', 'four']],
    ['tip_presets', [[1, 2, 3, 4, 5, 6, 7], 'many']],
    ['tip_presets.0', [[101], [-1]]],
    ['cash_rounding', [-0.05, 0.001, 5]],
    ['kitchen_fire', ['sometimes']],
    ['session_hours', [0, 25, 1.5]],
    ['session_idle_hours', [0, 25]],
    ['store_name', ['', 'x'.repeat(101)]],
    ['phone', ['', 'x'.repeat(41), 'a\tb']],
    ['address_lines', [['1', '2', '3', '4', '5']]],
    ['last_order_reset', ['2026-11-23T18:04:05.120Z']],
  ] as const) {
    it(`refuse a wrong ${field}`, async () => {
      const name = field.split('.')[0] as string;
      for (const value of values) {
        await office.refused(['PUT', PATH, { [name]: value }], 422, 'VALIDATION_FAILED', field);
      }
    });
  }

  it('keep the currency of the first day', async () => {
    await office.refused(['PUT', PATH, { currency: 'EUR' }], 409, 'CURRENCY_FIXED');
    await office.done('PUT', PATH, { currency: 'USD' });
  });

  it('are not changed from an old version, nor by who is no admin', async () => {
    const late = { phone: null, expected_version: 1 };
    const { current } = await office.refused(['PUT', PATH, late], 409, 'VERSION_CONFLICT');
    assert.deepEqual([current?.version, current?.cash_rounding], [3, 0.05]);
    const token = await office.front.login('1357');
    assert.equal((await office.front.call('PUT', PATH, { token, body: {} })).status, 403);
    assert.equal((await office.front.call('GET', PATH, { token })).status, 200);
  });

  it('tell when orders began to count anew', async () => {
    const { house } = office.front;
    await house.kill('orders', 'SIGTERM');
    const at = '2026-11-23T18:04:05.120Z';
    await changeOrders(house, (announce) =>
      announce('number_reset', { order_number: 1 }, { staff_id: 1 }, at),
    );
    await house.start('orders');
    await until('the reset is told', async () => {
      return (await office.done<Told>('GET', PATH)).last_order_reset === at;
    });
  });
});

describe('the card fee', { timeout: 300_000 }, () => {
  it('is off at first, and is changed field by field', async () => {
    const first = await office.done('GET', '/card_fee');
    const change = { available: true, percentage_amount: 3.5, min_fee: 0.3 };
    const saved = await office.done('POST', '/card_fee', change);
    assert.deepEqual(saved, { ...first, ...change, max_percentage: null, version: 2 });
    assert.deepEqual(office.announced()[0], { type: 'card_fee_saved', body: saved });
    const late = { min_fee: 1, expected_version: 1 };
    await office.refused(['POST', '/card_fee', late], 409, 'VERSION_CONFLICT');
    for (const [field, value] of [
      ['min_fee', -1],
      ['percentage_amount', 101],
      ['max_percentage', 'all'],
    ] as const) {
      const wanted: [string, string, object] = ['POST', '/card_fee', { [field]: value }];
      await office.refused(wanted, 422, 'VALIDATION_FAILED', field);
    }
  });
});

describe('discounts', { timeout: 300_000 }, () => {
  it('are all refused while they are switched off, and given again afterwards', async () => {
    const order = { items: [{ item_id: 1, quantity: 1 }], discount_id: 1 };
    const given = async () => (await office.ask<{ code?: string }>('POST', '/orders', order)).body;
    await office.done('PUT', '/discounts/settings', { enabled: false });
    await until('orders refuses', async () => (await given()).code === 'DISCOUNT_UNAVAILABLE');
    await office.done('PUT', '/discounts/settings', { enabled: true });
    await until('orders gives', async () => (await given()).code === undefined);
  });

  it('are refused with a group that is off', async () => {
    const group = await office.done('POST', '/discounts/groups', { name: 'Friends' }, 201);
    await office.done('PUT', '/discounts/2', { group_id: group.id });
    await office.done('PUT', `/discounts/groups/${group.id}`, { available: false });
    const order = { items: [{ item_id: 1, quantity: 1 }], discount_id: 2 };
    await until('orders refuses', async () => {
      const { body } = await office.ask<{ code?: string }>('POST', '/orders', order);
      return body.code === 'DISCOUNT_UNAVAILABLE';
    });
  });
});

describe('a zone and a currency', () => {
  it('are known by the names of IANA and ISO', () => {
    for (const zone of ['UTC', 'Europe/Berlin', 'America/Argentina/Ushuaia']) {
      assert.ok(isZone(zone), zone);
    }
    assert.deepEqual(['USD', 'EUR', 'JPY', 'BHD', 'ZZZ'].map(hasTwoDigits), [
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
