import type { HourSale, Span } from '#shared/contracts/reports.ts';
import type { Connection } from '#shared/storage.ts';
import { clockSpans, quarterOf } from './quarter.ts';
import { type Fold, openSums } from './sum-store.ts';
import { worthOf } from './worth.ts';

const SUMS = ['orders_count', 'gross', 'sold', 'returned'] as const;
type Row = Record<'hour' | (typeof SUMS)[number], number>;

/**
 * When it was sold. Quarters of an hour are what is kept: the store's zone is known only to
 * catalog, and what is folded from orders must not depend on how far catalog has been heard.
 */
export function openHours(connection: Connection) {
  const sums = openSums(connection, 'hour_day', ['quarter'], SUMS);
  const between = connection.prepare(
    `SELECT CAST(quarter + @ahead AS INTEGER) % 96 / 4 AS hour,
       ${SUMS.map((name) => `sum(${name}) AS ${name}`)}
     FROM hour_day WHERE business_day BETWEEN @start AND @end
       AND quarter >= @from AND quarter < @until
     GROUP BY hour`,
  );
  const fold: Fold = {
    sold: (at, { closed_ms, gross, net }) =>
      sums.add(at, { quarter: quarterOf(closed_ms) }, { orders_count: 1, gross, sold: net }),
    refunded: (at, { created_at, net }) =>
      sums.add(at, { quarter: quarterOf(Date.parse(created_at)) }, { returned: net }),
  };
  return {
    fold,
    /** By the hour that the clock on the wall showed; the hour that comes twice is one. */
    between(span: Span, timezone: string): HourSale[] {
      const hours = new Map<number, Row>();
      for (const part of clockSpans(span, timezone)) {
        for (const row of between.all({ ...span, ...part }) as Row[]) {
          const before = hours.get(row.hour);
          for (const name of before ? SUMS : []) row[name] += before?.[name] ?? 0;
          hours.set(row.hour, row);
        }
      }
      return [...hours.values()]
        .toSorted((a, b) => a.hour - b.hour)
        .map((row) => ({ hour: row.hour, orders_count: row.orders_count, ...worthOf(row) }));
    },
  };
}
