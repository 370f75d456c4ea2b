import { type Cents, cents } from '#shared/contracts/money.ts';

/** What things brought in: before discounts, off, given back, and what stays. */
export const worthOf = ({
  gross,
  sold,
  returned,
}: Record<'gross' | 'sold' | 'returned', number>) => ({
  gross: cents(gross),
  discounts: cents(gross - sold),
  refunds: cents(returned),
  net: cents(sold - returned),
});

/** Rounded half up, away from zero where more was given back than sold. */
export function average(amount: number, count: number): Cents {
  if (count === 0) return cents(0);
  const size = Math.floor((2 * Math.abs(amount) + count) / (2 * count));
  return cents(amount < 0 ? 0 - size : size);
}
