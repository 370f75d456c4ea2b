import assert from 'node:assert/strict';
import type { z } from 'zod';
import type { Alarm } from '#shared/contracts/system.ts';
import { payments } from '#shared/contracts/payments.ts';
import { PosError } from '#shared/errors.ts';
import { type LocalSquare, startSquare } from '../sandbox/square/square.ts';
import { openBooks } from '../support/books.ts';
import { type House, openHouse } from '../support/house.ts';
import { refusal } from '../support/refusal.ts';
import { openTill, type Till, type ToldOrder } from '../support/till.ts';

type Operations = (typeof payments)['operations'];
export type Answered<N extends keyof Operations> = z.input<Operations[N]['output']>;
type Told<N extends keyof Operations> = Answered<N>;
export type ToldAttempt = Told<'get_attempt'>;

/** Longer than a card may be tried, which is 30 s. */
const PATIENCE_MS = 45_000;
/** What a refusal must leave as it was. */
const TABLES = ['attempt', 'unmatched_payment', 'journal', 'answer'];

/** A house that takes cards, with a Square of its own on a real socket. */
export interface CardHouse {
  house: House;
  till: Till;
  square: LocalSquare;
  ask<N extends keyof Operations>(name: N, input: object, how?: How): Promise<Told<N>>;
  /** That payments refuses, with nothing in its file another than before. */
  refused(name: keyof Operations, input: object, code: string, field?: string): Promise<PosError>;
  /** A soup's order, 7.56 with its tax. */
  soup(): Promise<ToldOrder>;
  /** Charges a token; the order as it is then. */
  payByToken(order: { id: number }, source_id?: string, more?: object): Promise<ToldOrder>;
  /** An attempt for the reader, with the amount that it is to charge in cents. */
  begin(order: { id: number }, more?: object): Promise<ToldAttempt & { cents: number }>;
  /** The reader takes a card for it, and says so to nobody. */
  present(attempt: ToldAttempt & { cents: number }, more?: object): string;
  attemptsOf(order: { id: number }): Promise<ToldAttempt[]>;
  /** Bodies of the entries of a type that payments has announced of an order. */
  announced(type: string, order: { id: number }): Record<string, unknown>[];
  alarm(name: string): Promise<Alarm | null>;
  /** The process dies and comes back; `end` takes part in between. */
  restart(end?: () => unknown): Promise<void>;
  close(): Promise<void>;
}
interface How {
  key?: string;
}

export async function openCardHouse(env: NodeJS.ProcessEnv = {}): Promise<CardHouse> {
  const square = await startSquare();
  const house = await openHouse(['catalog', 'staff', 'orders', 'payments'], {
    SQUARE_ENVIRONMENT: 'local',
    SQUARE_BASE_URL: square.url,
    SQUARE_ACCESS_TOKEN: square.access_token,
    SQUARE_LOCATION_ID: square.location_id,
    SQUARE_APPLICATION_ID: 'local-square-app',
    ...env,
  });
  const till = await openTill(house);
  const books = openBooks(house.config.POS_DATA_DIR);
  const caller = { staff_id: 1, isAdmin: true, till: 'main' };
  const all = () => TABLES.map((table) => books.rows('payments', `SELECT * FROM ${table}`));

  const cards: CardHouse = {
    house,
    till,
    square,
    async ask(name, input, { key } = {}) {
      const { kind } = payments.operations[name];
      const options = { caller, key, patience_ms: PATIENCE_MS };
      return (await house.asker.question('payments', name, kind, input, options)).output as never;
    },
    async refused(name, input, code, field) {
      const before = all();
      const error = await refusal(cards.ask(name, input), code);
      assert.equal(error.info.errors?.[0]?.field, field);
      assert.deepEqual(all(), before);
      return error;
    },
    soup: () => till.create(['Tomato soup']),
    async payByToken({ id: order_id }, source_id = 'cnon:card-nonce-ok', more = {}) {
      const input = { order_id, method: 'card', source_id, ...more };
      const options = { caller, patience_ms: PATIENCE_MS };
      const asked = house.asker.question('orders', 'add_payment', 'write', input, options);
      return (await asked).output as ToldOrder;
    },
    async begin({ id: order_id }, more = {}) {
      const attempt = await cards.ask('begin_attempt', { order_id, ...more });
      return { ...attempt, cents: Math.round(attempt.charge_amount * 100) };
    },
    present({ attempt_id: reference_id, cents: amount }, more = {}) {
      return square.control.reader_payment({ amount, reference_id, ...more }).payment_id;
    },
    attemptsOf: async ({ id: order_id }) =>
      (await cards.ask('list_attempts', { order_id })).attempts,
    announced: (type, { id }) =>
      books
        .rows<{ body: string }>(
          'payments',
          `SELECT body FROM journal WHERE type = '${type}' AND body ->> '$.order_id' = ${id}`,
        )
        .map(({ body }) => JSON.parse(body) as Record<string, unknown>),
    async alarm(name) {
      const rows = books.rows<Alarm>('payments', `SELECT * FROM alarm WHERE name = '${name}'`);
      return rows[0] ?? null;
    },
    async restart(end = () => undefined) {
      await house.kill('payments');
      await end();
      await house.start('payments');
    },
    async close() {
      await house.close();
      await square.close();
      assert.deepEqual(square.violations(), []);
    },
  };
  return cards;
}
