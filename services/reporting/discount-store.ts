import { cents } from '#shared/contracts/money.ts';
import type { DiscountGiven, Span } from '#shared/contracts/reports.ts';
import type { Connection } from '#shared/storage.ts';
import { type Fold, openCalled, openSums } from './sum-store.ts';

/** The id under which what is given free is summed; no discount has it. */
const FREE = 0;

/** What was taken off, by discount; together it is what the day's discounts say. */
export function openDiscounts(connection: Connection) {
  const sums = openSums(connection, 'discount_day', ['discount_id'], ['times', 'amount']);
  const called = openCalled(connection, 'discount');
  const comp = connection.prepare('INSERT INTO comp VALUES (?, ?, ?)');

  const fold: Fold = {
    sold(at, { order_id, discounts, comps }) {
      for (const { discount_id, name, amount } of discounts) {
        sums.add(at, { discount_id: discount_id ?? FREE }, { times: 1, amount });
        called.call(discount_id ?? FREE, name);
      }
      if (comps !== 0) comp.run(at.business_day, order_id, comps);
    },
  };
  return {
    fold,
    between: (span: Span): DiscountGiven[] =>
      sums.between<{ discount_id: number }>(span).map(({ discount_id, times, amount }) => ({
        discount_id: discount_id === FREE ? null : discount_id,
        name: called.nameOf(discount_id),
        times,
        amount: cents(amount),
      })),
  };
}
