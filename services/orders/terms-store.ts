import type { CardFee } from '#shared/contracts/menu.ts';
import type { Settings } from '#shared/contracts/settings.ts';
import type { Connection } from '#shared/storage.ts';
import { fromRow, toRow } from '#shared/rows.ts';

/** What orders needs of the store's settings. */
type Terms = Pick<
  Settings,
  'timezone' | 'business_day_cutoff' | 'cash_rounding' | 'order_number_auto_reset' | 'kitchen_fire'
>;

/** What orders remembers of what there is once in a store: settings, switches, the card fee. */
export function openTermsStore(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const settings = sql('SELECT * FROM menu_settings');
  const clearSettings = sql('DELETE FROM menu_settings');
  const saveSettings = sql(
    `INSERT INTO menu_settings VALUES (@timezone, @business_day_cutoff, @cash_rounding,
       @order_number_auto_reset, @kitchen_fire)`,
  );
  const isOn = sql('SELECT is_on FROM menu_switch WHERE name = ?').pluck();
  const setSwitch = sql('REPLACE INTO menu_switch VALUES (?, ?)');
  const cardFee = sql('SELECT * FROM menu_card_fee');
  const clearCardFee = sql('DELETE FROM menu_card_fee');
  const saveCardFee = sql(
    `INSERT INTO menu_card_fee VALUES (@available, @percentage_amount, @min_fee, @max_percentage)`,
  );
  return {
    settings(): Terms | undefined {
      const row = settings.get();
      return row ? fromRow<Terms>(row, ['order_number_auto_reset']) : undefined;
    },
    /** Undefined until somebody sets one: there is none. */
    cardFee(): Omit<CardFee, 'version'> | undefined {
      const row = cardFee.get();
      return row ? fromRow<CardFee>(row, ['available']) : undefined;
    },
    eventPricing: () => isOn.get('event_pricing') === 1,
    discountsEnabled: () => isOn.get('discounts') !== 0,
    saveSettings(saved: Settings): void {
      clearSettings.run();
      saveSettings.run(toRow(saved));
    },
    saveCardFee(saved: CardFee): void {
      clearCardFee.run();
      saveCardFee.run(toRow(saved));
    },
    setSwitch: (name: 'event_pricing' | 'discounts', on: boolean) =>
      void setSwitch.run(name, on ? 1 : 0),
  };
}
