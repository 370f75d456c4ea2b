/** Order numbers are called out and printed large: two digits are as many as a guest keeps. */
const LAST_NUMBER = 99;

const after = (number: number) => (number % LAST_NUMBER) + 1;

/**
 * The number for a new order: the counter's, or the first one after it that no open order holds.
 * When all 99 are held the sale is not refused: the counter's own is given, and shared.
 */
export function takeNumber(counter: number, held: Pick<ReadonlySet<number>, 'has'>) {
  let number = counter;
  for (let tries = 0; held.has(number); tries++) {
    if (tries === LAST_NUMBER) break;
    number = after(number);
  }
  const number_shared = held.has(number);
  return { order_number: number, number_shared, next: after(number) };
}
