/** Order numbers are called out and printed large: two digits are as many as a guest keeps. */
export const LAST_NUMBER = 99;

/** A guest who still waits for a number that was called this long ago has gone. */
const CALLED_FOR_MS = 2 * 3600_000;

/** Calls that still count; also those ahead: the clock may have been set back since. */
export function stillCalled(at: string): { since: string; until: string } {
  const away = (ms: number) => new Date(Date.parse(at) + ms).toISOString();
  return { since: away(-CALLED_FOR_MS), until: away(CALLED_FOR_MS) };
}
/** Where no other number is left, guests who only wait do not count. */
export const NOBODY_CALLED = { since: '', until: '' };

/**
 * The number for a new order: the first one from the counter on that is free. When all are held the
 * sale is not refused: one is shared, rather with a guest who only waits for the food (`unopened`:
 * the first that no open order has) than with an open order.
 */
export function takeNumber(counter: number, free: number | undefined, unopened?: number) {
  const order_number = free ?? unopened ?? counter;
  const next = (order_number % LAST_NUMBER) + 1;
  return { order_number, number_shared: free === undefined, next };
}
