import type { Connection } from '#shared/storage.ts';
import type {
  CardFee,
  Category,
  Discount,
  DiscountGroup,
  EventPricing,
  Item,
  Mod,
  ModList,
  Tax,
} from '#shared/contracts/menu.ts';
import type { Settings } from '#shared/contracts/settings.ts';
import { fromRow, toRow } from '#shared/rows.ts';
import type { Stock } from './menu.ts';
import { openAvailability } from './availability-store.ts';
import { openTable, type Table } from './table-store.ts';

/** A mod as it is to be written: without an id it is a new one. */
export type WrittenMod = Omit<Mod, 'id' | 'mod_list_id'> & { id?: number };
type WrittenList = Omit<ModList, 'id' | 'mods'> & { id?: number; mods: WrittenMod[] };
/** A modifier list's mods are written with it: those it does not have any more are gone. */
export type ModListTable = Omit<Table<ModList>, 'add' | 'change'> & {
  add(list: WrittenList): ModList;
  change(list: WrittenList & { id: number }): ModList;
};

export type Store = ReturnType<typeof openStore>;

/** The catalog's file. Lists of ids and texts are JSON columns; booleans are 0 and 1. */
export function openStore(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const once = <T extends object>(table: string, flags: (keyof T)[], lists: (keyof T)[] = []) => {
    const read = sql(`SELECT * FROM ${table}`);
    const columns = sql('SELECT name FROM pragma_table_info(?)').pluck().all(table) as string[];
    const write = sql(`UPDATE ${table} SET ${columns.map((c) => `${c} = @${c}`)}`);
    return {
      read: () => fromRow<T>(read.get(), flags, lists),
      write: (row: T) => void write.run(toRow(row)),
    };
  };
  const settings = once<Settings>(
    'settings',
    ['order_number_auto_reset', 'blind_count'],
    ['address_lines', 'receipt_header', 'receipt_footer', 'tip_presets'],
  );
  const addSettings = sql(
    `INSERT INTO settings (store_name, address_lines, timezone, currency, business_day_cutoff,
       receipt_header, receipt_footer)
     VALUES (@store_name, '[]', @timezone, @currency, @business_day_cutoff, '[]', '[]')`,
  );
  const hasSettings = sql('SELECT count(*) FROM settings').pluck();
  const numberReset = sql('SELECT max(at) FROM number_reset').pluck();
  const forgetNumberReset = sql('DELETE FROM number_reset');
  const addNumberReset = sql('INSERT INTO number_reset VALUES (?)');

  const ranked = ['name', 'sort_order', 'available', 'version'] as const;
  const available = 'available' as const;
  const tables = {
    categories: openTable<Category>(connection, 'category', {
      columns: [...ranked],
      flags: [available],
    }),
    items: openTable<Item>(connection, 'item', {
      columns: [
        ...ranked,
        'category_id',
        'reg_price',
        'event_price',
        'mod_list_ids',
        'tax_ids',
        'station_ids',
      ],
      flags: [available],
      lists: ['mod_list_ids', 'tax_ids', 'station_ids'],
      within: 'category_id',
    }),
    modLists: openModLists(connection),
    taxes: openTable<Tax>(connection, 'tax', {
      columns: ['name', 'percentage', 'inclusive', 'available', 'is_default', 'version'],
      flags: ['inclusive', available, 'is_default'],
    }),
    discounts: openTable<Discount>(connection, 'discount', {
      columns: [...ranked, 'amount', 'is_percentage', 'group_id'],
      flags: ['is_percentage', available],
      within: 'group_id',
    }),
    discountGroups: openTable<DiscountGroup>(connection, 'discount_group', {
      columns: [...ranked],
      flags: [available],
    }),
    cardFee: once<CardFee>('card_fee', [available]),
    eventPricing: once<EventPricing>('event_pricing', ['active'], ['schedule']),
    discountSettings: once<{ enabled: boolean }>('discount_settings', ['enabled']),
    availability: openAvailability(connection),
  };
  const { categories, items, modLists, taxes, discounts, discountGroups } = tables;

  return {
    ...tables,
    settings: {
      ...settings,
      exist: () => hasSettings.get() === 1,
      add(first: Settings): void {
        addSettings.run(toRow(first));
        settings.write(first);
      },
    },
    /** When something has to happen whoever is there; null: nothing. */
    nextDue(): string | null {
      const due = [tables.eventPricing.read().next_switch_at, tables.availability.nextBack()];
      return due.filter((at) => at !== null).sort()[0] ?? null;
    },
    lastOrderReset: () => numberReset.get() as string | null,
    noteOrderReset(at: string): void {
      forgetNumberReset.run();
      addNumberReset.run(at);
    },
    /** Everything that a menu is drawn from. */
    stock: (): Stock => ({
      categories: categories.all(),
      items: items.all(),
      modLists: modLists.all(),
      taxes: taxes.all(),
      discounts: discounts.all(),
      discountGroups: discountGroups.all(),
      availability: tables.availability.limited(),
      eventPricing: tables.eventPricing.read(),
      discountsEnabled: tables.discountSettings.read().enabled,
      cardFee: tables.cardFee.read(),
    }),
  };
}

function openModLists(connection: Connection): ModListTable {
  const lists = openTable<Omit<ModList, 'mods'>>(connection, 'mod_list', {
    columns: ['name', 'sort_order', 'available', 'version', 'min_selections', 'max_selections'],
    flags: ['available'],
  });
  const mods = openTable<Mod>(connection, 'mod', {
    columns: ['name', 'sort_order', 'available', 'mod_list_id', 'mod_price'],
    flags: ['available'],
  });
  const ofList = connection.prepare('SELECT * FROM mod WHERE mod_list_id = ? ORDER BY id');
  const modsOf = (id: number) => ofList.all(id).map((row) => fromRow<Mod>(row, ['available']));

  function withMods(list: Omit<ModList, 'mods'>, wanted: WrittenMod[]): ModList {
    const kept = new Set(wanted.map(({ id }) => id));
    for (const { id } of modsOf(list.id)) if (!kept.has(id)) mods.remove(id);
    for (const { id, ...mod } of wanted) {
      const row = { ...mod, mod_list_id: list.id };
      if (id === undefined) mods.add(row);
      else mods.change({ ...row, id });
    }
    return { ...list, mods: modsOf(list.id) };
  }
  return {
    ...lists,
    all() {
      const byList = Map.groupBy(mods.all(), ({ mod_list_id }) => mod_list_id);
      return lists.all().map((list) => ({ ...list, mods: byList.get(list.id) ?? [] }));
    },
    find(id) {
      const list = lists.find(id);
      return list && { ...list, mods: modsOf(id) };
    },
    add: ({ mods: wanted, ...list }) => withMods(lists.add(list), wanted),
    change: ({ mods: wanted, ...list }) => withMods(lists.change(list), wanted),
    remove(id) {
      for (const mod of modsOf(id)) mods.remove(mod.id);
      lists.remove(id);
    },
  };
}
