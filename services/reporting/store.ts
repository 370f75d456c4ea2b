import type { Settings } from '#shared/contracts/catalog.ts';
import type { Connection } from '#shared/storage.ts';
import type { DaySums } from './daily.ts';
import type { Sale } from './sale.ts';

/** Folded from orders. */
export const SALE_TABLES = ['sale', 'business_day', 'open_order'] as const;
/** Folded from catalog. */
export const TERMS_TABLES = ['store_terms'] as const;

type Terms = Pick<Settings, 'timezone' | 'business_day_cutoff'>;

export type Store = ReturnType<typeof openStore>;

export function openStore(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const day = sql('SELECT * FROM business_day WHERE date = ?');
  const addSale = sql(
    `INSERT INTO sale VALUES (@order_id, @business_day, @closed_at, @gross, @net, @tax,
       @cash_sales, @card_sales, @card_fees, @tips)`,
  );
  const sums = ['gross', 'net', 'tax', 'cash_sales', 'card_sales', 'card_fees', 'tips'];
  const addToDay = sql(
    `INSERT INTO business_day (date, orders_count, first_sale_at, last_sale_at, ${sums})
     VALUES (@business_day, 1, @closed_at, @closed_at, ${sums.map((name) => `@${name}`)})
     ON CONFLICT (date) DO UPDATE SET orders_count = orders_count + 1,
       first_sale_at = min(first_sale_at, excluded.first_sale_at),
       last_sale_at = max(last_sale_at, excluded.last_sale_at),
       ${sums.map((name) => `${name} = ${name} + excluded.${name}`)}`,
  );
  const opened = sql('INSERT INTO open_order VALUES (?)');
  const closed = sql('DELETE FROM open_order WHERE order_id = ?');
  const openCount = sql('SELECT count(*) FROM open_order').pluck();
  const terms = sql('SELECT * FROM store_terms');
  const clearTerms = sql('DELETE FROM store_terms');
  const saveTerms = sql('INSERT INTO store_terms VALUES (@timezone, @business_day_cutoff)');
  return {
    day: (date: string) => day.get(date) as DaySums | undefined,
    addSale(sale: Sale): void {
      addSale.run(sale);
      addToDay.run(sale);
      closed.run(sale.order_id);
    },
    opened: (orderId: number) => void opened.run(orderId),
    openCount: () => openCount.get() as number,
    terms: () => terms.get() as Terms | undefined,
    saveTerms({ timezone, business_day_cutoff }: Terms): void {
      clearTerms.run();
      saveTerms.run({ timezone, business_day_cutoff });
    },
  };
}
