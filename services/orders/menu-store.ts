import type {
  Category,
  Discount,
  DiscountGroup,
  Item,
  ModList,
  Tax,
} from '#shared/contracts/menu.ts';
import type { Person } from '#shared/contracts/staff.ts';
import type { Connection } from '#shared/storage.ts';
import { fromRow, toRow } from '#shared/rows.ts';
import type { OnMenu } from './order.ts';
import { openTermsStore } from './terms-store.ts';

/** The tables that catalog's announcements fill. */
export const MENU_TABLES = [
  'menu_category',
  'menu_item',
  'menu_mod_list',
  'menu_tax',
  'menu_discount',
  'menu_discount_group',
  'menu_settings',
  'menu_switch',
  'menu_card_fee',
] as const;
/** The table that staff's announcements fill. */
export const PEOPLE_TABLES = ['person'] as const;

export type MenuStore = ReturnType<typeof openMenuStore>;

/** What orders remembers of the menu and the people. */
export function openMenuStore(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const terms = openTermsStore(connection);
  const [item, category, list, tax, discount, person] = [
    'menu_item',
    'menu_category',
    'menu_mod_list',
    'menu_tax',
    'menu_discount',
    'person',
  ].map((table) => sql(`SELECT * FROM ${table} WHERE id = ?`));
  const cursor = sql('SELECT hash FROM cursor WHERE source = ?').pluck();
  const items = new Map<number, OnMenu>();
  let asOf: string | undefined;
  const group = sql('SELECT available FROM menu_discount_group WHERE id = ?').pluck();
  const saveGroup = sql('REPLACE INTO menu_discount_group VALUES (@id, @available)');
  const remove = (table: (typeof MENU_TABLES)[number]) => {
    const statement = sql(`DELETE FROM ${table} WHERE id = ?`);
    return ({ id }: { id: number }) => void statement.run(id);
  };
  const saveItem = sql(
    `REPLACE INTO menu_item VALUES (@id, @name, @category_id, @reg_price, @available,
       @mod_list_ids, @tax_ids, @event_price)`,
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
    `REPLACE INTO menu_discount
     VALUES (@id, @name, @amount, @is_percentage, @available, @group_id)`,
  );
  const savePerson = sql('REPLACE INTO person VALUES (@id, @name, @available)');

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

  function readItem(itemId: number): OnMenu | undefined {
    const row = item?.get(itemId);
    if (!row) return undefined;
    const found = fromRow<Item>(row, ['available'], ['mod_list_ids', 'tax_ids']);
    const [inCategory] = available<Category>(category, [found.category_id], ['available']);
    const isEvent = terms.eventPricing();
    return {
      item: { ...found, available: found.available && inCategory !== undefined },
      item_price: isEvent ? (found.event_price ?? found.reg_price) : found.reg_price,
      modLists: available<ModList>(list, found.mod_list_ids, ['available'], ['mods']),
      taxes: available<Tax>(tax, found.tax_ids, ['available', 'inclusive']).map((rate) => {
        const { id, name, percentage, inclusive } = rate;
        return { tax_id: id, name, percentage, inclusive };
      }),
    };
  }

  return {
    ...terms,
    /** What the menu says of an item; put together once for each state of the catalog. */
    onMenu(itemId: number): OnMenu | undefined {
      const now = cursor.get('catalog') as string | undefined;
      if (now !== asOf) items.clear();
      asOf = now;
      let found = items.get(itemId);
      if (!found && (found = readItem(itemId))) items.set(itemId, found);
      return found;
    },
    /** Off with its group, and while all discounts are switched off. */
    discount(id: number) {
      const row = discount?.get(id);
      if (!row) return undefined;
      const found = fromRow<Discount>(row, ['is_percentage', 'available']);
      const isOff = !terms.discountsEnabled() || group.get(found.group_id) === 0;
      return isOff ? { ...found, available: false } : found;
    },
    /** Who somebody is; ids are never used again, so that it is true of the past as well. */
    nameOf: (id: number) =>
      (person?.get(id) as { name: string } | undefined)?.name ?? `Staff ${id}`,
    isStaff: (id: number) => {
      const row = person?.get(id) as { available: number } | undefined;
      return row?.available === 1;
    },
    saveGroup: (saved: DiscountGroup) => void saveGroup.run(toRow(saved)),
    removeItem: remove('menu_item'),
    removeCategory: remove('menu_category'),
    removeList: remove('menu_mod_list'),
    removeTax: remove('menu_tax'),
    removeDiscount: remove('menu_discount'),
    removeGroup: remove('menu_discount_group'),
    saveItem: (saved: Item) => void saveItem.run(toRow(saved)),
    saveCategory: (saved: Category) => void saveCategory.run(toRow(saved)),
    saveList: (saved: ModList) => void saveList.run(toRow(saved)),
    saveTax: (saved: Tax) => void saveTax.run(toRow(saved)),
    saveDiscount: (saved: Discount) => void saveDiscount.run(toRow(saved)),
    savePerson: (saved: Person) => void savePerson.run(toRow(saved)),
  };
}
