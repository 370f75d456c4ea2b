import type {
  Category,
  Discount,
  Item,
  Mod,
  ModList,
  Settings,
  Tax,
} from '#shared/contracts/catalog.ts';
import type { Connection } from '#shared/storage.ts';
import { fromRow, toRow } from '#shared/rows.ts';
import type { Stock } from './menu.ts';

type New<T> = Omit<T, 'id'>;
/** A modifier list whose mods do not know their list yet. */
export type NewModList = Omit<ModList, 'id' | 'mods'> & { mods: Omit<Mod, 'id' | 'mod_list_id'>[] };

export type Store = ReturnType<typeof openStore>;

/** The catalog's file. Lists of ids and texts are JSON columns; booleans are 0 and 1. */
export function openStore(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const all = (table: string) => sql(`SELECT * FROM ${table} ORDER BY id`);
  const add = (table: string, columns: string[]) =>
    sql(`INSERT INTO ${table} (${columns}) VALUES (${columns.map((c) => `@${c}`)}) RETURNING id`);

  const settings = sql('SELECT * FROM settings');
  const addSettings = sql(
    `INSERT INTO settings VALUES (@store_name, @address_lines, @timezone, @currency,
      @business_day_cutoff, @receipt_header, @receipt_footer)`,
  );
  const lists = {
    category: all('category'),
    tax: all('tax'),
    discount: all('discount'),
    mod_list: all('mod_list'),
    mod: all('mod'),
    item: all('item'),
  };
  const ranked = ['name', 'sort_order', 'available'];
  const adding = {
    category: add('category', ranked),
    tax: add('tax', ['name', 'percentage', 'inclusive', 'available']),
    discount: add('discount', [...ranked, 'amount', 'is_percentage']),
    mod_list: add('mod_list', [...ranked, 'min_selections', 'max_selections']),
    mod: add('mod', [...ranked, 'mod_list_id', 'mod_price']),
    item: add('item', [...ranked, 'category_id', 'reg_price', 'mod_list_ids', 'tax_ids']),
  };
  const read = <T>(table: keyof typeof lists, flags: (keyof T)[], json: (keyof T)[] = []) =>
    lists[table].all().map((row) => fromRow<T>(row, flags, json));
  const insert = <T extends object>(table: keyof typeof adding, entity: T) => ({
    ...entity,
    id: (adding[table].get(toRow(entity)) as { id: number }).id,
  });

  function modLists(): ModList[] {
    const mods = read<Mod>('mod', ['available']);
    return read<ModList>('mod_list', ['available']).map((list) => ({
      ...list,
      mods: mods.filter((mod) => mod.mod_list_id === list.id),
    }));
  }

  return {
    settings(): Settings | undefined {
      const row = settings.get();
      const json = ['address_lines', 'receipt_header', 'receipt_footer'] as const;
      return row ? fromRow<Settings>(row, [], [...json]) : undefined;
    },
    addSettings: (first: Settings) => void addSettings.run(toRow(first)),
    stock(): Stock {
      return {
        categories: read<Category>('category', ['available']),
        taxes: read<Tax>('tax', ['inclusive', 'available']),
        discounts: read<Discount>('discount', ['is_percentage', 'available']),
        modLists: modLists(),
        items: read<Item>('item', ['available'], ['mod_list_ids', 'tax_ids']),
      };
    },
    addCategory: (category: New<Category>): Category => insert('category', category),
    addTax: (tax: New<Tax>): Tax => insert('tax', tax),
    addDiscount: (discount: New<Discount>): Discount => insert('discount', discount),
    addItem: (item: New<Item>): Item => insert('item', item),
    addModList({ mods, ...list }: NewModList): ModList {
      const saved = insert('mod_list', list);
      return {
        ...saved,
        mods: mods.map((mod) => insert('mod', { ...mod, mod_list_id: saved.id })),
      };
    },
  };
}
