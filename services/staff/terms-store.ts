import type { Settings } from '#shared/contracts/catalog.ts';
import type { Connection } from '#shared/storage.ts';
import { DEFAULT_TERMS, type Terms } from './session.ts';
import type { StaffSale } from './timesheet.ts';

/** Folded from catalog. */
export const TERMS_TABLES = ['store_terms'] as const;
/** Folded from orders. */
export const SALE_TABLES = ['staff_sale'] as const;

/** What staff remembers of the others: the store's terms, and who sold what. */
export function openTermsStore(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const terms = sql('SELECT * FROM store_terms');
  const clear = sql('DELETE FROM store_terms');
  const save = sql(
    `INSERT INTO store_terms
     VALUES (@timezone, @business_day_cutoff, @session_hours, @session_idle_hours)`,
  );
  const addSale = sql(
    `INSERT INTO staff_sale VALUES (@staff_id, @business_day, @net_sales, @tips)
     ON CONFLICT (staff_id, business_day) DO UPDATE SET
       net_sales = net_sales + excluded.net_sales, tips = tips + excluded.tips`,
  );
  const sales = sql('SELECT * FROM staff_sale WHERE business_day BETWEEN ? AND ?');

  return {
    /** As catalog said last; in the zone of this machine when it has not said anything. */
    terms: (timezone: string): Terms =>
      (terms.get() as Terms | undefined) ?? { ...DEFAULT_TERMS, timezone },
    save(settings: Settings): void {
      const { timezone, business_day_cutoff } = settings;
      const { session_hours, session_idle_hours } = settings;
      clear.run();
      save.run({ timezone, business_day_cutoff, session_hours, session_idle_hours });
    },
    addSale: (sale: StaffSale) => void addSale.run(sale),
    sales: (start: string, end: string) => sales.all(start, end) as StaffSale[],
  };
}
