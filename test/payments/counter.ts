import assert from 'node:assert/strict';
import type { z } from 'zod';
import type { Caller } from '#shared/ask.ts';
import { payments } from '#shared/contracts/payments.ts';
import type { Entry } from '#shared/contracts/service.ts';
import { PosError } from '#shared/errors.ts';
import { openBooks } from '../support/books.ts';
import type { House } from '../support/house.ts';
import { openTill, type Till, type Told } from '../support/till.ts';
import { until } from '../support/until.ts';
import { refusal } from '../support/refusal.ts';

type Operations = (typeof payments)['operations'];
export type Answered<N extends keyof Operations> = z.input<Operations[N]['output']>;
export type Drawer = Answered<'close_drawer_session'>;

export const ADA: Caller = { staff_id: 1, isAdmin: true, till: 'main' };
/** No admin. */
export const BEN: Caller = { staff_id: 2, isAdmin: false, till: 'main' };

/** What a refusal must leave as it was. */
const TABLES = ['drawer_session', 'drawer_movement', 'journal', 'answer'];

/** Somebody at a till. */
export const at = (name: string, who = ADA): Caller => ({ ...who, till: name });

/** The payments service, asked in the words of HTTP. */
export interface Counter {
  till: Till;
  /** What stands in a drawer that is open. */
  drawerOf(name: string, who?: Caller): Promise<Drawer | undefined>;
  /** Waits until a drawer must hold so much. */
  holds(name: string, expected: number): Promise<void>;
  /** An order for 7.56 at a till, paid in cash. */
  sell(name: string, cash_tendered?: number, tip?: number): Promise<Told<'close_order'>>;
  ask<N extends keyof Operations>(
    name: N,
    input?: object,
    caller?: Caller,
    key?: string,
  ): Promise<Answered<N>>;
  /** That it refuses, and that nothing in its file is another than before. */
  refused(
    name: keyof Operations,
    input: object,
    code: string,
    field?: string,
    caller?: Caller,
  ): Promise<PosError>;
  rows<T = Record<string, unknown>>(sql: string): T[];
  /** What payments has announced of these kinds, oldest first. */
  announced(...types: string[]): Pick<Entry, 'type' | 'actor' | 'body'>[];
}

export async function openCounter(house: House): Promise<Counter> {
  const till = await openTill(house);
  const books = openBooks(house.config.POS_DATA_DIR);
  const rows = <T>(sql: string) => books.rows<T>('payments', sql);
  const all = () => TABLES.map((table) => rows(`SELECT * FROM ${table}`));

  const counter: Counter = {
    till,
    async drawerOf(name, who) {
      return (await counter.ask('get_drawer', {}, at(name, who))).session;
    },
    async holds(name, expected) {
      const hold = async () => (await counter.drawerOf(name))?.expected === expected;
      await until(`${name} holds ${expected}`, hold);
    },
    async sell(name, cash_tendered = 10, tip = 0) {
      const order = await till.create(['Tomato soup'], {}, { till: name });
      const input = { order_id: order.id, method: 'cash', cash_tendered, tip };
      return (await till.ask('close_order', input, { till: name })).output;
    },
    async ask(name, input = {}, caller = ADA, key) {
      const { kind } = payments.operations[name];
      const options = { caller, key };
      const { output } = await house.asker.question('payments', name, kind, input, options);
      return output as never;
    },
    async refused(name, input, code, field, caller) {
      const before = all();
      const error = await refusal(counter.ask(name, input, caller), code);
      assert.equal(error.info.errors?.[0]?.field, field);
      assert.deepEqual(all(), before);
      return error;
    },
    rows,
    announced(...types) {
      const told = rows<Record<'type' | 'actor' | 'body', string>>(
        'SELECT type, actor, body FROM journal ORDER BY seq',
      );
      return told
        .filter(({ type }) => types.includes(type))
        .map(({ type, actor, body }) => ({
          type,
          actor: JSON.parse(actor) as Entry['actor'],
          body: JSON.parse(body) as unknown,
        }));
    },
  };
  return counter;
}
