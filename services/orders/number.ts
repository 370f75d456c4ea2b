/** Order numbers are called out and printed large: two digits are as many as a guest keeps. */
export const LAST_NUMBER = 99;

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
