import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type House, openHouse } from '../support/house.ts';
import { listen, openTill, type Till, type ToldOrder } from '../support/till.ts';

let house: House;
let till: Till;

before(async () => {
  house = await openHouse(['catalog', 'staff', 'orders']);
  till = await openTill(house);
});
after(() => house.close());

const SOUP = 'Tomato soup';
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const wantedAt = ({ body }: { body: unknown }) => (body as ToldOrder).scheduled_for;
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

describe('an order for later', () => {
  it('says when it is wanted, to everybody who hears of it', async () => {
    const ears = listen(house);
    const scheduled_for = inMs(90 * MINUTE_MS);
    const order = await till.create([SOUP], { scheduled_for });
    assert.equal(order.scheduled_for, scheduled_for);
    assert.equal((await till.see(order.id)).scheduled_for, scheduled_for);
    await till.ask('send_order', { order_id: order.id });
    const sent = await ears.until('order_sent');
    const created = await ears.until('order_created');
    for (const told of [created, sent]) assert.equal(wantedAt(told), scheduled_for);
  });

  it('is wanted as soon as it is made where nobody says when', async () => {
    assert.equal((await till.create([SOUP])).scheduled_for, null);
  });

  it('lies in the future, and at most 30 days ahead', async () => {
    const items = [{ item_id: till.idOf(SOUP), quantity: 1 }];
    const order = await till.create([SOUP]);
    for (const ms of [-MINUTE_MS, 31 * DAY_MS]) {
      const scheduled_for = inMs(ms);
      const wanted = { items, scheduled_for };
      await till.refused('create_order', wanted, 'VALIDATION_FAILED', 'scheduled_for');
      const moved = { order_id: order.id, scheduled_for };
      await till.refused('change_order', moved, 'VALIDATION_FAILED', 'scheduled_for');
    }
    await till.create([SOUP], { scheduled_for: inMs(29 * DAY_MS) });
  });

  it('is moved and taken back, also after it was sent: it is announced each time', async () => {
    const ears = listen(house);
    const order = await till.create([SOUP], { scheduled_for: inMs(DAY_MS) });
    await till.ask('send_order', { order_id: order.id });
    const scheduled_for = inMs(2 * DAY_MS);
    const moved = await till.ask('change_order', { order_id: order.id, scheduled_for });
    assert.equal(moved.output.scheduled_for, scheduled_for);
    const told = await ears.until('order_changed');
    assert.equal(wantedAt(told), scheduled_for);
    const kept = await till.ask('change_order', { order_id: order.id, note: 'window' });
    assert.equal(kept.output.scheduled_for, scheduled_for);
    const soon = await till.ask('change_order', { order_id: order.id, scheduled_for: null });
    assert.equal(soon.output.scheduled_for, null);
  });

  it('is wanted at the same time after it is split', async () => {
    const scheduled_for = inMs(DAY_MS);
    const order = await till.create([SOUP, 'Chicken wings'], { scheduled_for });
    const items = [{ order_item_id: order.items[0]?.id }];
    const { output } = await till.ask('split_order', { order_id: order.id, items });
    assert.equal(output.split_order.scheduled_for, scheduled_for);
  });
});
