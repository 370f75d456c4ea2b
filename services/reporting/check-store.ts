import type { Connection } from '#shared/storage.ts';
import type { DaySums } from './daily.ts';
import { openDrawers } from './drawer-store.ts';
import type { DayChecks } from './identity.ts';

/** A day's sums from each report's own table. */
export function openChecks(connection: Connection) {
  const day = connection.prepare('SELECT * FROM business_day WHERE date = ?');
  const of = (sum: string, table: string) =>
    `(SELECT coalesce(sum(${sum}), 0) FROM ${table} WHERE business_day = @day)`;
  const checks = connection.prepare(
    `SELECT ${of('sold - returned', 'item_day')} AS net_by_item,
       ${of('sold - returned', 'hour_day')} AS net_by_hour,
       ${of('sold - returned', 'staff_day')} AS net_by_staff,
       ${of('tax', 'tax_day')} AS tax_by_rate,
       ${of('amount', 'discount_day')} AS discounts_by_name,
       ${of('amount + card_fee + tip + cash_rounding - refunded', 'tender_day')} AS paid,
       ${of('moved', 'tender_day')} AS moved`,
  );
  const drawers = openDrawers(connection);
  return {
    day(date: string) {
      const sums = day.get(date) as DaySums | undefined;
      return sums && { sums, checks: checks.get({ day: date }) as DayChecks };
    },
    drawer: drawers.find,
  };
}
