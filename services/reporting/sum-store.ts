import type { Span } from '#shared/contracts/reports.ts';
import type { Connection } from '#shared/storage.ts';
import type { Landing, Refund, Sale } from './fact.ts';

/** What a report does with each fact; inside a transaction, exactly once each. */
export interface Fold {
  sold?(at: Landing, sale: Sale): void;
  refunded?(at: Landing, refund: Refund): void;
  tipChanged?(at: Landing, tip: TipChange): void;
  voided?(at: Landing, voided: Voided): void;
}

export interface TipChange {
  seq: number;
  order_id: number;
  payment_id: number;
  method: 'cash' | 'card';
  staff_id: number;
  amount: number;
}

export interface Voided {
  seq: number;
  order_id: number;
  made: boolean | null;
  items: { order_item_id: number; item_id: number; quantity: number; total_price: number }[];
}

type Key = Record<string, string | number>;

/**
 * Sums in a table whose first column is the business day and whose others are `keys` and `sums`:
 * added to as facts come, read over any days.
 */
export function openSums<S extends string>(
  connection: Connection,
  table: string,
  keys: readonly string[],
  sums: readonly S[],
) {
  const columns = ['business_day', ...keys, ...sums];
  const add = connection.prepare(
    `INSERT INTO ${table} (${columns}) VALUES (${columns.map((name) => `@${name}`)})
     ON CONFLICT (${['business_day', ...keys]}) DO UPDATE
     SET ${sums.map((name) => `${name} = ${name} + excluded.${name}`)}`,
  );
  const between = connection.prepare(
    `SELECT ${[...keys, ...sums.map((name) => `sum(${name}) AS ${name}`)]} FROM ${table}
     WHERE business_day BETWEEN @start AND @end GROUP BY ${keys} ORDER BY ${keys}`,
  );
  const nothing = Object.fromEntries(sums.map((name) => [name, 0]));
  return {
    /** What is not named grows by nothing. */
    add: ({ business_day }: Landing, key: Key, more: Partial<Record<S, number>>) =>
      void add.run({ ...nothing, ...key, ...more, business_day }),
    /** A row for each key that has one in these days. */
    between: <Row>(span: Span) => between.all(span) as (Row & Record<S, number>)[],
  };
}

/** The names by which things were sold last. */
export function openCalled(connection: Connection, kind: 'item' | 'modifier' | 'discount' | 'tax') {
  const call = connection.prepare(
    `INSERT INTO called VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET name = excluded.name
     WHERE name IS NOT excluded.name`,
  );
  const find = connection.prepare('SELECT name FROM called WHERE kind = ? AND id = ?').pluck();
  return {
    call: (id: number, name: string) => void call.run(kind, id, name),
    nameOf: (id: number) => (find.get(kind, id) as string | undefined) ?? '',
  };
}
