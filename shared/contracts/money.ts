import { z } from 'zod';

/** An integer number of cents; the only form of money in memory and in SQLite. */
export type Cents = number & z.$brand<'Cents'>;

/** 1,000,000,000.00: far above any sum of a restaurant, far below where doubles lose cents. */
const MOST_CENTS = 100_000_000_000;

/** The only place that knows both forms: decimal on the wire (19.99), cents inside (1999). */
function amount(least: number, most: number) {
  const wire = z
    .number()
    .min(least / 100)
    .max(most / 100)
    .refine((n) => Math.round(n * 100) / 100 === n, 'at most two decimal places')
    .meta({ format: 'double', example: 19.99 });
  return z.codec(wire, z.int().brand<'Cents'>(), {
    decode: (decimal) => Math.round(decimal * 100) as Cents,
    encode: (cents) => cents / 100,
  });
}

/** Any amount, negative too. */
export const money = amount(-MOST_CENTS, MOST_CENTS);

/** An amount of at least 0. */
export const price = amount(0, MOST_CENTS);

/** Percent on the wire (8.875), integer parts per million inside (88750). */
export const percentage = z.codec(
  z
    .number()
    .min(0)
    .max(100)
    .refine((n) => Math.round(n * 10_000) / 10_000 === n, 'at most four decimal places')
    .meta({ format: 'double', example: 8.875 }),
  z.int(),
  {
    decode: (percent) => Math.round(percent * 10_000),
    encode: (ppm) => ppm / 10_000,
  },
);

/** An integer literal as cents, for code and tests: `cents(1999)` is 19.99. */
export const cents = (n: number): Cents => n as Cents;
