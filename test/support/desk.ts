import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { Caller } from '#shared/ask.ts';
import { staff } from '#shared/contracts/staff.ts';
import { PosError } from '#shared/errors.ts';
import { openBooks } from './books.ts';
import type { House } from './house.ts';
import { refusal } from './refusal.ts';

type Operations = (typeof staff)['operations'];
export type Answered<N extends keyof Operations> = z.input<Operations[N]['output']>;

/** What a refusal must leave as it was; only that wrong PINs locked an address may be noted. */
const TABLES = [
  'staff',
  'session',
  'shift',
  'shift_break',
  'shift_before',
  "journal WHERE type <> 'pin_tries_locked'",
  'answer',
];

/** The staff service, asked in the words of HTTP. */
export interface Desk {
  ask<N extends keyof Operations>(name: N, input: object, caller?: Caller): Promise<Answered<N>>;
  /** That it refuses, and that nothing in its file is another than before. */
  refused(
    name: keyof Operations,
    input: object,
    caller: Caller,
    code: string,
    field?: string,
  ): Promise<PosError>;
  /** Logs in; the caller that a gateway makes of the session. */
  login(pin: string, till?: string): Promise<Caller & { staff_id: number; token_hash: string }>;
  rows<T = Record<string, unknown>>(sql: string): T[];
}

export const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

export function openDesk(house: House): Desk {
  const books = openBooks(house.config.POS_DATA_DIR);
  const all = () => TABLES.map((table) => books.rows('staff', `SELECT * FROM ${table}`));

  const desk: Desk = {
    async ask(name, input, caller = {}) {
      const { kind } = staff.operations[name];
      return (await house.asker.question('staff', name, kind, input, { caller })).output as never;
    },
    async refused(name, input, caller, code, field) {
      const before = all();
      const error = await refusal(desk.ask(name, input, caller), code);
      assert.equal(error.info.errors?.[0]?.field, field);
      assert.deepEqual(all(), before);
      return error;
    },
    async login(pin, till = 'main') {
      const { token, staff: person } = await desk.ask('login', { pin, till });
      const { id: staff_id, isAdmin } = person;
      return { staff_id, isAdmin, till, token_hash: hashOf(token) };
    },
    rows: (sql) => books.rows('staff', sql),
  };
  return desk;
}
