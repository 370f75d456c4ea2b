import { cents } from '#shared/contracts/money.ts';
import type { Shift } from '#shared/contracts/person.ts';
import type { Span, StaffSale } from '#shared/contracts/reports.ts';
import { fromRow, toRow } from '#shared/rows.ts';
import type { Connection } from '#shared/storage.ts';
import { type Fold, openSums } from './sum-store.ts';
import { average, worthOf } from './worth.ts';
import { workedHours } from './worked.ts';

type Kept = Pick<Shift, 'staff_id' | 'business_day' | 'clock_in' | 'clock_out' | 'breaks'>;

/** Who sold it, and how long they worked. */
export function openPeople(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const sums = openSums(
    connection,
    'staff_day',
    ['staff_id'],
    ['orders_count', 'gross', 'sold', 'returned', 'tips'],
  );
  const savePerson = sql('REPLACE INTO person VALUES (?, ?)');
  const nameOf = sql('SELECT name FROM person WHERE staff_id = ?').pluck();
  const saveShift = sql(
    `REPLACE INTO shift
     VALUES (@id, @business_day, @staff_id, @clock_in, @clock_out, @breaks)`,
  );
  const shifts = sql('SELECT * FROM shift WHERE business_day BETWEEN @start AND @end');
  const running = sql(
    `SELECT staff_id, coalesce(name, '') AS name, clock_in FROM shift
     LEFT JOIN person USING (staff_id) WHERE clock_out IS NULL ORDER BY staff_id`,
  );
  const sellerOf = sql(
    'SELECT staff_id FROM sale WHERE business_day >= ? AND order_id = ? LIMIT 1',
  ).pluck();

  const fold: Fold = {
    sold(at, { staff_id, gross, net, payments }) {
      const tips = payments.reduce((all, { tip }) => all + tip, 0);
      sums.add(at, { staff_id }, { orders_count: 1, gross, sold: net, tips });
    },
    refunded: (at, { sold_by, net, tip }) =>
      sums.add(at, { staff_id: sold_by }, { returned: net, tips: 0 - tip }),
    tipChanged(at, { order_id, staff_id, amount }) {
      const seller = sellerOf.get(at.late_of ?? at.business_day, order_id) as number | undefined;
      sums.add(at, { staff_id: seller ?? staff_id }, { tips: amount });
    },
  };
  const name = (staff_id: number) => (nameOf.get(staff_id) as string | undefined) ?? '';

  return {
    fold,
    savePerson: (person: { id: number; name: string }) =>
      void savePerson.run(person.id, person.name),
    saveShift({ id, business_day, staff_id, clock_in, clock_out, breaks }: Shift): void {
      saveShift.run(toRow({ id, business_day, staff_id, clock_in, clock_out, breaks }));
    },
    clockedIn: () => running.all() as { staff_id: number; name: string; clock_in: string }[],
    /** What still runs is counted until `at`. */
    between(span: Span, at: string): StaffSale[] {
      const rows = shifts.all(span).map((row) => fromRow<Kept>(row, [], ['breaks']));
      const worked = Map.groupBy(rows, ({ staff_id }) => staff_id);
      const sold = new Map(
        sums.between<{ staff_id: number }>(span).map((row) => [row.staff_id, row]),
      );
      const ids = [...new Set([...sold.keys(), ...worked.keys()])].toSorted((a, b) => a - b);
      return ids.map((staff_id) => {
        const row = sold.get(staff_id) ?? { ...NOTHING, staff_id };
        const own = worked.get(staff_id) ?? [];
        return {
          staff_id,
          name: name(staff_id),
          orders_count: row.orders_count,
          ...worthOf(row),
          average_order: average(row.sold, row.orders_count),
          tips: cents(row.tips),
          shifts: own.length,
          hours_worked: workedHours(own, at),
        };
      });
    },
  };
}

const NOTHING = { orders_count: 0, gross: 0, sold: 0, returned: 0, tips: 0 };
