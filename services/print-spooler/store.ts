import type { Settings } from '#shared/contracts/catalog.ts';
import type { Connection } from '#shared/storage.ts';
import { fromRow, toRow } from '#shared/rows.ts';

const TERMS = ['address_lines', 'receipt_header', 'receipt_footer', 'tip_presets'] as const;

/** The store's terms as the catalog announces them; the one table that can be folded anew. */
export function openSettings(connection: Connection) {
  const read = connection.prepare('SELECT * FROM settings');
  const forget = connection.prepare('DELETE FROM settings');
  const write = connection.prepare(
    `INSERT INTO settings VALUES (@store_name, @address_lines, @timezone, @currency,
      @business_day_cutoff, @receipt_header, @receipt_footer, @phone, @tax_number, @tip_presets)`,
  );
  return {
    /** Undefined until the catalog was heard for the first time. */
    read: (): Settings | undefined => {
      const row = read.get();
      return row ? fromRow<Settings>(row, [], [...TERMS]) : undefined;
    },
    write: (settings: Settings): void => {
      forget.run();
      write.run(toRow(settings));
    },
  };
}
