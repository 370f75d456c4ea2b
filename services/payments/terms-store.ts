import type { Settings } from '#shared/contracts/settings.ts';
import { fromRow, toRow } from '#shared/rows.ts';
import type { Connection } from '#shared/storage.ts';

export const TERMS_TABLES = ['store_terms'] as const;

/** What payments needs to know of the store. */
export type Terms = Pick<
  Settings,
  'currency' | 'timezone' | 'business_day_cutoff' | 'card_capture' | 'blind_count'
>;

/** The store's terms as catalog said them last. */
export function openTermsStore(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const terms = sql('SELECT * FROM store_terms');
  const clear = sql('DELETE FROM store_terms');
  const save = sql(
    `INSERT INTO store_terms
     VALUES (@currency, @timezone, @business_day_cutoff, @card_capture, @blind_count)`,
  );
  return {
    /** Undefined until catalog was heard once. */
    terms(): Terms | undefined {
      const row = terms.get();
      return row ? fromRow<Terms>(row, ['blind_count']) : undefined;
    },
    save(settings: Settings): void {
      const { currency, timezone, business_day_cutoff, card_capture, blind_count } = settings;
      clear.run();
      save.run(toRow({ currency, timezone, business_day_cutoff, card_capture, blind_count }));
    },
  };
}
