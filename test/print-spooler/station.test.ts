import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SentLine } from '#shared/contracts/order.ts';
import type { Station } from '#shared/contracts/stations.ts';
import {
  type Making,
  makersOf,
  partOf,
  routed,
  stationIdFor,
  wholeOf,
} from '../../services/print-spooler/station.ts';
import { dinnerSent } from './table.ts';

const [BURGERS, DRINKS, SOUPS] = [100_001, 100_002, 100_003];
const station = (id: string, more: Partial<Station> = {}): Station => ({
  id,
  name: id,
  sort_order: 1,
  category_ids: [],
  is_default: false,
  is_expo: false,
  backup_printer_id: null,
  ...more,
});
const PASS = station('pass', { is_expo: true });
const BAR = station('bar', { category_ids: [DRINKS] });
const GRILL = station('grill', { category_ids: [BURGERS] });
const KITCHEN = station('kitchen', { is_default: true });
/** As they stand. */
const STATIONS = [PASS, BAR, GRILL, KITCHEN];

const made = (category_id: number, station_ids: string[] = []): Making => ({
  category_id,
  station_ids,
});
const MENU = new Map([
  [1, made(BURGERS)],
  [2, made(DRINKS)],
  [3, made(SOUPS)],
]);

const line = (item_id: number, more: Partial<SentLine> = {}): SentLine => ({
  order_item_id: 10 + item_id,
  item_id,
  name: `item ${item_id}`,
  quantity: 1,
  modifiers: [],
  note: null,
  course: null,
  change: 'added',
  ...more,
});
const sent = (...items: SentLine[]) => ({ ...dinnerSent(), items });
const route = (items: SentLine[], told: { station_id: string; order_item_id: number }[] = []) =>
  routed(sent(...items), { stations: STATIONS, told, makingOf: (id) => MENU.get(id) });
const names = (part: { items: SentLine[] } | undefined) => part?.items.map(({ name }) => name);

describe('who makes an item', () => {
  it('is whom the item names, else its category’s, else the default station; expo sees all', () => {
    assert.deepEqual(makersOf(made(BURGERS), STATIONS), ['pass', 'grill']);
    assert.deepEqual(makersOf(made(BURGERS, ['bar', 'grill']), STATIONS), ['pass', 'bar', 'grill']);
    assert.deepEqual(makersOf(made(SOUPS), STATIONS), ['pass', 'kitchen']);
  });

  it('is somebody, also of an item that nobody heard of or whose station is gone', () => {
    assert.deepEqual(makersOf(undefined, STATIONS), ['pass', 'kitchen']);
    assert.deepEqual(makersOf(made(SOUPS, ['sushi']), STATIONS), ['pass', 'kitchen']);
    assert.deepEqual(makersOf(made(DRINKS, ['pass']), STATIONS), ['pass', 'bar']);
  });
});

describe('what was sent', () => {
  it('stands in the order of the stations, and as it was ordered at each', () => {
    const again = line(1, { order_item_id: 20, name: 'another 1' });
    const order = route([line(3), line(1), line(2), again]);
    assert.deepEqual(names(wholeOf(order)), ['item 2', 'item 1', 'another 1', 'item 3']);
    assert.ok(wholeOf(order).items.every((one) => !('station_ids' in one)));
  });

  it('is told to each station that makes some of it, and to no other', () => {
    const order = route([line(1), line(2)]);
    assert.deepEqual(names(partOf(order, ['grill'])), ['item 1']);
    assert.deepEqual(names(partOf(order, ['grill', 'bar'])), ['item 2', 'item 1']);
    assert.deepEqual(names(partOf(order, ['pass'])), ['item 2', 'item 1']);
    assert.equal(partOf(order, ['kitchen']), undefined);
  });

  it('is the first that a station hears of an order, though others heard of it', () => {
    const told = [{ station_id: 'grill', order_item_id: 11 }];
    const order = route([line(2), line(1, { order_item_id: 21 })], told);
    assert.equal(partOf(order, ['bar'])?.is_first, true);
    assert.equal(partOf(order, ['grill'])?.is_first, false);
    assert.equal(partOf(order, ['bar', 'grill'])?.is_first, false);
    assert.equal(wholeOf(order).is_first, false);
  });

  it('is told of a change to those that had the dish, wherever the menu has it made now', () => {
    const told = [{ station_id: 'bar', order_item_id: 11 }];
    const order = route([line(1, { change: 'cancelled' })], told);
    assert.deepEqual(names(partOf(order, ['bar'])), ['item 1']);
    assert.equal(partOf(order, ['grill']), undefined);
  });
});

describe('the id of a station', () => {
  it('is made of its name, and no other’s', () => {
    assert.equal(stationIdFor('Hot Line', []), 'hot-line');
    assert.equal(stationIdFor('Café & Crêpes', []), 'cafe-crepes');
    assert.equal(stationIdFor('Grill', ['grill', 'grill-2']), 'grill-3');
    assert.equal(stationIdFor('寿司', []), 'station');
    assert.match(stationIdFor('x'.repeat(40), ['x'.repeat(28)]), /^x{28}-2$/);
  });
});
