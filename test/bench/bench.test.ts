import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openRestaurant, type Restaurant } from '../support/restaurant.ts';
import { cards } from './cards.ts';
import { kitchen } from './kitchen.ts';
import { QUIET } from './load.ts';
import { life } from './life.ts';
import { lookup } from './lookup.ts';
import { menu } from './menu.ts';
import { orders } from './orders.ts';
import { reports } from './reports.ts';
import { printing } from './printing.ts';
import { saturday } from './saturday.ts';
import { scale } from './scale.ts';
import { screens } from './screens.ts';
import { percentile, printed, type Table } from './table.ts';

/** These take a machine that does nothing else. */
const skip = process.env.POS_BENCH_LONG
  ? false
  : 'npm run bench -- saturday scale; or POS_BENCH_LONG=1';

/** Only that there are figures: what they are is nobody's business on a busy machine. */
function hasFigures(tables: Table[]): void {
  assert.ok(tables.length > 0);
  for (const table of tables) {
    assert.ok(table.rows.length > 0, table.title);
    assert.ok(printed(table).includes(table.title));
    for (const row of table.rows) {
      const figures = Object.values(row).filter((cell) => typeof cell === 'number');
      assert.ok(figures.length > 0 && figures.every(Number.isFinite), JSON.stringify(row));
    }
  }
}

describe('the benches', { timeout: 300_000 }, () => {
  let restaurant: Restaurant;
  before(async () => void (restaurant = await openRestaurant(QUIET)));
  after(() => restaurant.close());

  it('compare the whole system with one plain process', async () => {
    hasFigures(await orders(true, restaurant));
  });

  it('time the way to the screens', async () => {
    hasFigures(await screens(true, restaurant));
  });

  it('time the way to the kitchen', async () => {
    hasFigures(await kitchen(true, restaurant));
  });

  it('time the menu', async () => {
    hasFigures(await menu(true, restaurant));
  });

  it('look orders up', async () => {
    hasFigures(await lookup(true));
  });

  it('close in cash beside cards', async () => {
    hasFigures(await cards(true, restaurant));
  });

  it('ask for figures, and fold them anew', async () => {
    hasFigures(await reports(true));
  });

  it('time the way to paper', async () => {
    hasFigures(await printing(true, restaurant));
  });

  it('live through a slice of a Saturday', { skip }, async () => {
    hasFigures(await saturday(true, restaurant));
  });

  it('ask a house of ten years, and fold it anew', { skip }, async () => {
    hasFigures(await scale(true));
  });

  it('weigh the house and what it writes, and stop it', async () => {
    hasFigures(await life(true, restaurant));
  });

  it('tell the value below which a share of the samples lie', () => {
    const samples = Array.from({ length: 100 }, (_, i) => 100 - i);
    assert.equal(percentile(samples, 0.5), 51);
    assert.equal(percentile(samples, 0.99), 100);
  });
});
