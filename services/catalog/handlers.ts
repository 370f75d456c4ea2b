import { z } from 'zod';
import type { Call } from '#shared/answer.ts';
import type { catalog } from '#shared/contracts/catalog.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import { cardFee } from '#shared/contracts/menu.ts';
import { type MenuFile, menuFile } from '#shared/contracts/menu-file.ts';
import { settings as settingsSchema } from '#shared/contracts/settings.ts';
import type { Database } from '#shared/database.ts';
import { PosError, wrongField } from '#shared/errors.ts';
import type { Journal } from '#shared/journal.ts';
import { openEightySix } from './availability-handlers.ts';
import type { Board } from './board.ts';
import { importMenu, menuFromCsv } from './import-handlers.ts';
import { sorted } from './menu.ts';
import { writeMenu } from './menu-csv.ts';
import { fileOf } from './menu-file.ts';
import { inTrial } from './trial-handlers.ts';
import { openPricing } from './pricing-handlers.ts';
import { mustBeSettings } from './settings.ts';
import type { Announce } from './shelf-handlers.ts';
import { openShelves } from './shelves-handlers.ts';
import type { Store } from './store.ts';
import type { Timer } from './timer.ts';

/** Announces, and tells the screens after the commit. */
export function openAnnounce(
  database: Database,
  journal: Journal<typeof catalog>,
  board: Board,
): Announce {
  return (type, payload, { actor, at }) => {
    journal.announce(type, payload, actor, at);
    const isCount = type === 'availability_set';
    database.afterCommit(isCount ? board.availabilityChanged : board.menuChanged);
  };
}

/** What happens when its time has come, whoever is there: prices switch, items come back. */
export function inTime(store: Store, announce: Announce, at: string): void {
  const call = { actor: { service: 'catalog' }, at };
  openPricing(store, announce).switchInTime(call);
  openEightySix(store, announce).backInTime(call);
}

export function catalogHandlers(
  database: Database,
  store: Store,
  board: Board,
  announce: Announce,
  timer: Timer,
): Handlers<typeof catalog, Call> {
  const shelves = openShelves(store, announce);
  const { categories, items, modLists, taxes, discounts, discountGroups } = shelves;
  const eightySix = openEightySix(store, announce);
  const pricing = openPricing(store, announce);

  function mustBeCurrent<T extends { version: number }>(
    schema: z.ZodType<T>,
    now: T,
    expected: number | undefined,
  ): void {
    if (expected === undefined || expected === now.version) return;
    throw new PosError('VERSION_CONFLICT', { current: z.encode(schema, now) });
  }
  const allSettings = () => ({
    ...store.settings.read(),
    last_order_reset: store.lastOrderReset(),
  });
  /** Items that name what is about to go lose it. */
  function dropFromItems(field: 'mod_list_ids' | 'tax_ids', id: number, call: Call): void {
    for (const item of store.items.all()) {
      if (!item[field].includes(id)) continue;
      items.change(item.id, { [field]: item[field].filter((other) => other !== id) }, call);
    }
  }
  /** A list's mods with one changed, added or taken out. */
  function changeMods(
    listId: number,
    change: (mods: never[]) => object[],
    expected_version: number | undefined,
    call: Call,
  ) {
    const mods = change(modLists.find(listId).mods as never[]) as never[];
    return modLists.change(listId, { mods, expected_version }, call);
  }
  function mustHaveMod(listId: number, mod_id: number): void {
    if (modLists.find(listId).mods.some(({ id }) => id === mod_id)) return;
    throw new PosError('MODIFIER_NOT_FOUND', { mod_id });
  }

  return {
    get_menu: ({ all = false }) => board.menu(all),

    export_menu({ format }) {
      const menu = fileOf(store.stock());
      return format === 'json' ? { menu } : { csv: writeMenu(z.encode(menuFile, menu)) };
    },
    async import_menu({ csv, menu, dry_run }, call) {
      if ((csv === undefined) === (menu === undefined)) {
        throw wrongField('VALIDATION_FAILED', 'menu', 'either menu or csv');
      }
      const read = csv === undefined ? { menu: menu as MenuFile } : menuFromCsv(csv);
      return inTrial(database, dry_run, () => importMenu(store, shelves, read, call));
    },

    list_categories: () => ({ categories: sorted(store.categories.all()) }),
    get_category: ({ category_id }) => categories.find(category_id),
    save_category: (input, call) => categories.save(input, call),
    update_category: ({ category_id, ...given }, call) =>
      categories.change(category_id, given, call),
    delete_category: ({ category_id, move_items_to, expected_version }, call) =>
      categories.remove(category_id, call, expected_version, () => {
        const inside = store.items.all().filter((item) => item.category_id === category_id);
        if (inside.length && (move_items_to === undefined || move_items_to === category_id)) {
          throw new PosError('CATEGORY_NOT_EMPTY', { items: inside.length });
        }
        for (const { id } of inside) items.change(id, { category_id: move_items_to }, call);
      }),

    list_items: ({ category_id }) => ({
      items: sorted(
        store.items.all().filter((item) => [undefined, item.category_id].includes(category_id)),
      ),
    }),
    get_item: ({ item_id }) => items.find(item_id),
    save_item: (input, call) => items.save(input, call),
    update_item: ({ item_id, ...given }, call) => items.change(item_id, given, call),
    delete_item: ({ item_id, expected_version }, call) =>
      items.remove(item_id, call, expected_version),
    set_sold_out(input, call) {
      items.find(input.item_id);
      database.afterCommit(timer.set);
      return eightySix.soldOut(input, call);
    },
    set_back_in_stock({ item_id }, call) {
      items.find(item_id);
      return eightySix.back(item_id, call);
    },

    list_modifiers: () => ({ modifiers: sorted(store.modLists.all()) }),
    get_modifiers: ({ mod_list_id }) => modLists.find(mod_list_id),
    save_modifiers: (input, call) => modLists.save(input as never, call),
    update_modifiers: ({ mod_list_id, ...given }, call) =>
      modLists.change(mod_list_id, given as never, call),
    delete_modifiers: ({ mod_list_id, expected_version }, call) =>
      modLists.remove(mod_list_id, call, expected_version, () =>
        dropFromItems('mod_list_ids', mod_list_id, call),
      ),
    add_mod: ({ mod_list_id, expected_version, ...mod }, call) =>
      changeMods(mod_list_id, (mods) => [...mods, mod], expected_version, call),
    update_mod({ mod_list_id, mod_id, expected_version, ...given }, call) {
      mustHaveMod(mod_list_id, mod_id);
      const change = (mods: { id: number }[]) =>
        mods.map((mod) => (mod.id === mod_id ? { ...mod, ...given } : mod));
      return changeMods(mod_list_id, change, expected_version, call);
    },
    delete_mod({ mod_list_id, mod_id, expected_version }, call) {
      mustHaveMod(mod_list_id, mod_id);
      const without = (mods: { id: number }[]) => mods.filter(({ id }) => id !== mod_id);
      return changeMods(mod_list_id, without, expected_version, call);
    },

    list_taxes: () => ({ taxes: store.taxes.all() }),
    save_tax: (input, call) => taxes.save(input, call),
    update_tax: ({ tax_id, ...given }, call) => taxes.change(tax_id, given, call),
    delete_tax: ({ tax_id, expected_version }, call) =>
      taxes.remove(tax_id, call, expected_version, () => dropFromItems('tax_ids', tax_id, call)),

    list_discounts: () => ({ discounts: sorted(store.discounts.all()) }),
    save_discount: (input, call) => discounts.save(input, call),
    update_discount: ({ discount_id, ...given }, call) =>
      discounts.change(discount_id, given, call),
    delete_discount: ({ discount_id, expected_version }, call) =>
      discounts.remove(discount_id, call, expected_version),
    list_discount_groups: () => ({ groups: sorted(store.discountGroups.all()) }),
    save_discount_group: (input, call) => discountGroups.save(input, call),
    update_discount_group: ({ discount_group_id, ...given }, call) =>
      discountGroups.change(discount_group_id, given, call),
    delete_discount_group: ({ discount_group_id, expected_version }, call) =>
      discountGroups.remove(discount_group_id, call, expected_version, () => {
        for (const { id, group_id } of store.discounts.all()) {
          if (group_id === discount_group_id) discounts.change(id, { group_id: null }, call);
        }
      }),
    get_discount_settings: () => store.discountSettings.read(),
    set_discount_settings(wanted, call) {
      store.discountSettings.write(wanted);
      announce('discounts_switched', wanted, call);
      return wanted;
    },

    get_card_fee: () => store.cardFee.read(),
    set_card_fee({ expected_version, ...given }, call) {
      const before = store.cardFee.read();
      mustBeCurrent(cardFee, before, expected_version);
      const after = { ...before, ...given, version: before.version + 1 };
      store.cardFee.write(after);
      announce('card_fee_saved', after, call);
      return after;
    },
    get_event_pricing: () => store.eventPricing.read(),
    set_event_pricing(input, call) {
      database.afterCommit(timer.set);
      return pricing.set(input, call);
    },

    get_settings: allSettings,
    set_settings({ expected_version, ...given }, call) {
      const before = store.settings.read();
      mustBeCurrent(settingsSchema, before, expected_version);
      const after = { ...before, ...given, version: before.version + 1 };
      mustBeSettings(after, before);
      store.settings.write(after);
      announce('settings_saved', after, call);
      if (after.timezone !== before.timezone) pricing.moveTo(after.timezone, call);
      database.afterCommit(timer.set);
      return allSettings();
    },
  };
}
