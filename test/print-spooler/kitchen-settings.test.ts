import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { KitchenSettings } from '#shared/contracts/screens.ts';
import { openRestaurant, type Restaurant } from './restaurant.ts';

let restaurant: Restaurant;
before(async () => {
  restaurant = await openRestaurant();
});
after(() => restaurant.close());

const read = () => restaurant.ask('get_kitchen_settings', {});
const save = (said: Partial<KitchenSettings>) => restaurant.ask('save_kitchen_settings', said);

describe('how the kitchen’s screens are used', () => {
  it('is useful before anybody has said anything', async () => {
    assert.deepEqual(await read(), {
      enabled: true,
      auto: true,
      language: 'en',
      sounds: true,
      slow_after_s: 300,
      late_after_s: 480,
      deliver_within_s: 15,
      preparation_min: 20,
      board_clears_after_s: 600,
      idle_lines: [],
    });
  });

  it('is what an admin says, and what was not said stays, over a restart as well', async () => {
    const told = restaurant.house.heard<{ body: KitchenSettings }>(
      'pos/print-spooler/did/kitchen_settings_saved',
    );
    const lines = ['Welcome', 'Try the pie'];
    const saved = await save({ language: 'es', sounds: false, idle_lines: lines });
    assert.deepEqual(saved, await read());
    assert.deepEqual((await told).body, saved);
    await restaurant.cutPower();
    const { language, sounds, idle_lines, late_after_s } = await read();
    assert.deepEqual([language, sounds, idle_lines, late_after_s], ['es', false, lines, 480]);
  });

  it('has a ticket slow before it is late', async () => {
    const refused = (said: Partial<KitchenSettings>, field: string) =>
      restaurant.refused('save_kitchen_settings', said, 'VALIDATION_FAILED', field);
    await refused({ late_after_s: 300 }, 'late_after_s');
    await refused({ slow_after_s: 480 }, 'slow_after_s');
    await refused({ slow_after_s: 600, late_after_s: 500 }, 'late_after_s');
    const { slow_after_s, late_after_s } = await save({ slow_after_s: 600, late_after_s: 900 });
    assert.deepEqual([slow_after_s, late_after_s], [600, 900]);
  });
});
