import { catalog } from '#shared/contracts/catalog.ts';
import { staff } from '#shared/contracts/staff.ts';
import type { Connection } from '#shared/storage.ts';
import type { Reactions } from '#shared/follow.ts';
import { MENU_TABLES, openMenuStore, PEOPLE_TABLES } from './menu-store.ts';

/** The menu and the store's terms, so that an order can be taken while catalog is down. */
export const menuProjection = {
  of: catalog,
  tables: MENU_TABLES,
  apply(connection: Connection): Reactions<typeof catalog> {
    const menu = openMenuStore(connection);
    return {
      settings_saved: menu.saveSettings,
      category_saved: menu.saveCategory,
      modifier_list_saved: menu.saveList,
      tax_saved: menu.saveTax,
      discount_saved: menu.saveDiscount,
      item_saved: menu.saveItem,
    };
  },
};

/** Who may be named on an order. */
export const peopleProjection = {
  of: staff,
  tables: PEOPLE_TABLES,
  apply: (connection: Connection): Reactions<typeof staff> => ({
    staff_saved: openMenuStore(connection).savePerson,
  }),
};
