import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import type { z } from 'zod';
import { connectBus } from '#shared/bus.ts';
import { catalog } from '#shared/contracts/catalog.ts';
import type { SentLine } from '#shared/contracts/order.ts';
import { orders } from '#shared/contracts/orders.ts';
import type { Entry } from '#shared/contracts/service.ts';
import { openDatabase } from '#shared/database.ts';
import { PosError } from '#shared/errors.ts';
import { type Journal, openJournal } from '#shared/journal.ts';
import { openLog } from '#shared/log.ts';
import { openBooks } from './books.ts';
import type { House } from './house.ts';
import { refusal } from './refusal.ts';

type Operations = (typeof orders)['operations'];
/** What an operation of orders answers, as it is on the wire: money in decimals. */
export type Told<N extends keyof Operations> = z.input<Operations[N]['output']>;
export type ToldOrder = Told<'create_order'>;

/** A card may be tried for 30 s, on a busy machine. */
const PATIENCE_MS = 45_000;
/** The demo's admin. */
const ADA = { staff_id: 1, isAdmin: true };
const BEN = { staff_id: 2, isAdmin: false };
/** What a refusal must leave as it was. */
const TABLES = [
  'orders',
  'order_item',
  'order_item_modifier',
  'order_discount',
  'payment',
  'refund',
  'counter',
  'till',
  'journal',
  'answer',
];

interface How {
  key?: string;
  till?: string;
  /** Ben asks in Ada's place: he is no admin. */
  byBen?: boolean;
}

/** Ada at a till, talking to orders in the words of HTTP; things on the menu go by their names. */
export interface Till {
  /** The answer, and whether it was one given before. */
  ask<N extends keyof Operations>(
    name: N,
    input: object,
    how?: How,
  ): Promise<{ output: Told<N>; replayed?: true }>;
  create(names: string[], more?: object, how?: How): Promise<ToldOrder>;
  add(order: { id: number }, name: string, more?: object): Promise<ToldOrder>;
  pay(order: { id: number }, cash_tendered?: number, tip?: number): Promise<Told<'close_order'>>;
  see(id: number): Promise<ToldOrder>;
  /** The id of an item, a modifier or a discount. */
  idOf(name: string): number;
  /** That orders refuses, and that nothing in its file is another than before. */
  refused(
    name: keyof Operations,
    input: object,
    code: string,
    field?: string,
    how?: How,
  ): Promise<PosError>;
  /** What the kitchen was told of an order, send by send: `added 2 x Tomato soup`. */
  kitchenHeard(order: { id: number }): string[][];
}

export async function openTill(house: House, name = 'main'): Promise<Till> {
  const ids = new Map<string, number>();
  const { categories, discounts } = await house.asker.ask(catalog, 'get_menu', {});
  const onMenu = categories.flatMap((category) => category.items);
  const mods = onMenu.flatMap((item) => item.mod_lists.flatMap((list) => list.mods));
  for (const one of [...onMenu, ...mods, ...discounts]) ids.set(one.name, one.id);
  const books = openBooks(house.config.POS_DATA_DIR);
  const everything = TABLES.map((table) => `SELECT * FROM ${table}`);
  const all = () => books.all('orders', everything);

  const till: Till = {
    async ask(operation, input, { key, till: at = name, byBen } = {}) {
      const { kind } = orders.operations[operation];
      const caller = { ...(byBen ? BEN : ADA), till: at };
      const options = { key, caller, patience_ms: PATIENCE_MS };
      return (await house.asker.question('orders', operation, kind, input, options)) as never;
    },
    async create(names, more = {}, how = {}) {
      const lines = names.map((item) => ({ item_id: till.idOf(item), quantity: 1 }));
      return (await till.ask('create_order', { items: lines, ...more }, how)).output;
    },
    async add({ id }, item, more = {}) {
      const line = { order_id: id, item_id: till.idOf(item), quantity: 1, ...more };
      return (await till.ask('add_item', line)).output;
    },
    async pay({ id }, cash_tendered = 1000, tip = 0) {
      const input = { order_id: id, method: 'cash', cash_tendered, tip };
      return (await till.ask('close_order', input)).output;
    },
    see: async (id) => (await till.ask('get_order', { order_id: id })).output,
    idOf(wanted) {
      const id = ids.get(wanted);
      assert.ok(id, `${wanted} is not on the menu`);
      return id;
    },
    kitchenHeard({ id }) {
      const told = `SELECT body FROM journal WHERE type = 'order_sent'
        AND body ->> '$.order_id' = ${id} ORDER BY seq`;
      return books.rows<{ body: string }>('orders', told).map(({ body }) => {
        const { items } = JSON.parse(body) as { items: SentLine[] };
        return items.map((item) => {
          const before = item.change === 'changed' ? ` (was ${item.was})` : '';
          return `${item.change} ${item.quantity}${before} x ${item.name}`;
        });
      });
    },
    async refused(operation, input, code, field, how) {
      const before = all();
      const error = await refusal(till.ask(operation, input, how), code);
      assert.equal(error.info.errors?.[0]?.field, field);
      assert.deepEqual(all(), before);
      return error;
    },
  };
  return till;
}

/** What orders announces from now on, in the order in which it was heard. */
export function listen(house: House): { heard: Entry[]; until(last: string): Promise<Entry> } {
  const heard: Entry[] = [];
  house.bus.subscribe('pos/orders/did/+', (message) => heard.push(JSON.parse(message) as Entry));
  return {
    heard,
    async until(last) {
      const found = heard.find(({ type }) => type === last);
      return found ?? (await house.heard<Entry>('pos/orders/did/+', ({ type }) => type === last));
    },
  };
}

/** Writes into the catalog's journal what somebody will change there; catalog must be down. */
export async function changeCatalog(
  house: House,
  how: (announce: (...event: Parameters<Journal<typeof catalog>['announce']>) => void) => void,
): Promise<void> {
  const migrations = resolve(import.meta.dirname, '../../services/catalog/migrations');
  const database = openDatabase('catalog', house.config, migrations, () => undefined);
  const bus = connectBus('office', house.config, openLog('office', house.config));
  const journal = openJournal(catalog, database, bus);
  await database.transact(() => how(journal.announce));
  await bus.close();
  database.close();
}

/** Where a service keeps its file. */
export const fileOf = (house: House, service: string) =>
  join(house.config.POS_DATA_DIR, `${service}.db`);
