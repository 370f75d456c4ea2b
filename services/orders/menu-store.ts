import type {
  Category,
  Discount,
  Item,
  ModList,
  Settings,
  Tax,
} from '#shared/contracts/catalog.ts';
import type { Person } from '#shared/contracts/staff.ts';
import type { Connection } from '#shared/storage.ts';
import { fromRow, toRow } from '#shared/rows.ts';
import type { OnMenu } from './order.ts';

/** The tables that catalog's announcements fill. */
export const MENU_TABLES = [
  'menu_category',
  'menu_item',
  'menu_mod_list',
  'menu_tax',
  'menu_discount',
  'menu_settings',
] as const;
/** The table that staff's announcements fill. */
export const PEOPLE_TABLES = ['person'] as const;

export type MenuStore = ReturnType<typeof openMenuStore>;

/** What orders remembers of the menu and the people. */
export function openMenuStore(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const [item, category, list, tax, discount, person] = [
    'menu_item',
    'menu_category',
    'menu_mod_list',
    'menu_tax',
    'menu_discount',
    'person',
  ].map((table) => sql(`SELECT * FROM ${table} WHERE id = ?`));
  const settings = sql('SELECT * FROM menu_settings');
  const clearSettings = sql('DELETE FROM menu_settings');
  const saveSettings = sql('INSERT INTO menu_settings VALUES (@timezone, @business_day_cutoff)');
  const saveItem = sql(
    `REPLACE INTO menu_item
     VALUES (@id, @name, @category_id, @reg_price, @available, @mod_list_ids, @tax_ids)`,
  );
  const saveCategory = sql('REPLACE INTO menu_category VALUES (@id, @available)');
  const saveList = sql(
    `REPLACE INTO menu_mod_list
     VALUES (@id, @name, @min_selections, @max_selections, @available, @mods)`,
  );
  const saveTax = sql(
    'REPLACE INTO menu_tax VALUES (@id, @name, @percentage, @inclusive, @available)',
  );
  const saveDiscount = sql(
    'REPLACE INTO menu_discount VALUES (@id, @name, @amount, @is_percentage, @available)',
  );
  const savePerson = sql('REPLACE INTO person VALUES (@id, @available)');

  /** The rows of these ids that exist and are available. */
  function available<T extends { available: boolean }>(
    statement: typeof item,
    ids: number[],
    flags: (keyof T)[],
    lists: (keyof T)[] = [],
  ): T[] {
    const rows = ids.map((id) => statement?.get(id)).filter((row) => row !== undefined);
    return rows.map((row) => fromRow<T>(row, flags, lists)).filter((one) => one.available);
  }

  return {
    onMenu(itemId: number): OnMenu | undefined {
      const row = item?.get(itemId);
      if (!row) return undefined;
      const found = fromRow<Item>(row, ['available'], ['mod_list_ids', 'tax_ids']);
      const [inCategory] = available<Category>(category, [found.category_id], ['available']);
      return {
        item: { ...found, available: found.available && inCategory !== undefined },
        modLists: available<ModList>(list, found.mod_list_ids, ['available'], ['mods']),
        taxes: available<Tax>(tax, found.tax_ids, ['available', 'inclusive']).map((rate) => {
          const { id, name, percentage, inclusive } = rate;
          return { tax_id: id, name, percentage, inclusive };
        }),
      };
    },
    discount(id: number) {
      const row = discount?.get(id);
      return row ? fromRow<Discount>(row, ['is_percentage', 'available']) : undefined;
    },
    settings: () =>
      settings.get() as Pick<Settings, 'timezone' | 'business_day_cutoff'> | undefined,
    isStaff: (id: number) => {
      const row = person?.get(id) as { available: number } | undefined;
      return row?.available === 1;
    },
    saveSettings({ timezone, business_day_cutoff }: Settings): void {
      clearSettings.run();
      saveSettings.run({ timezone, business_day_cutoff });
    },
    saveItem: (saved: Item) => void saveItem.run(toRow(saved)),
    saveCategory: (saved: Category) => void saveCategory.run(toRow(saved)),
    saveList: (saved: ModList) => void saveList.run(toRow(saved)),
    saveTax: (saved: Tax) => void saveTax.run(toRow(saved)),
    saveDiscount: (saved: Discount) => void saveDiscount.run(toRow(saved)),
    savePerson: (saved: Person) => void savePerson.run(toRow(saved)),
  };
}
