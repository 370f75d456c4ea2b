import { z } from 'zod';
import type { Operation } from './contract.ts';
import { id, instant, nothing } from './fields.ts';
import { availability, category, item, menu, mod, modList, MOST_MODS } from './menu.ts';

const read = { role: 'staff', kind: 'read', tag: 'Catalog' } as const;
const change = { role: 'admin', kind: 'write', tag: 'Catalog' } as const;
/** A POST that names an `id` changes that one, and answers 200. */
const save = { ...change, status: 201 } as const;

/** What a change may say besides the fields: the version that it was made from. */
export const expected_version = z.int().min(1).optional();
/** What a deletion answers. */
export const deleted = z.object({ id }).meta({ id: 'Deleted' });

const { name, sort_order, available } = category.shape;
const optional = { sort_order: sort_order.optional(), available: available.optional() };
const ofCategory = { name, ...optional };
const category_id = category.shape.id;
const ofItem = {
  name,
  category_id,
  reg_price: item.shape.reg_price,
  event_price: item.shape.event_price.optional(),
  mod_list_ids: item.shape.mod_list_ids.optional(),
  tax_ids: item.shape.tax_ids.optional(),
  station_ids: item.shape.station_ids.optional(),
  ...optional,
};
const ofMod = { name, mod_price: mod.shape.mod_price.optional(), ...optional };
const wantedMod = z.strictObject({ id: id.optional(), ...ofMod }).meta({ id: 'WantedMod' });
const ofModList = {
  name,
  min_selections: modList.shape.min_selections.optional(),
  max_selections: modList.shape.max_selections.optional(),
  /** All of them; one without an id is new, and one that is not named is deleted. */
  mods: z.array(wantedMod).max(MOST_MODS).optional(),
  ...optional,
};
const mod_list_id = id;
const changed = <S extends z.ZodRawShape>(shape: S) =>
  z.strictObject({ ...z.strictObject(shape).partial().shape, expected_version });

export const menuOperations = {
  get_menu: {
    ...read,
    summary: 'The whole menu as a till draws it: sorted, what can be ordered now',
    description:
      'What is sold out stays, marked, because it comes back. `all=true`: also what is not ' +
      '`available`. Changes rarely: ask with `If-None-Match`.',
    http: 'GET /catalog/menu',
    kept_until: ['menu_changed', 'availability'],
    input: z.strictObject({ all: z.boolean().optional() }),
    output: menu,
    errors: [],
  },
  list_categories: {
    ...read,
    summary: 'All categories, sorted',
    http: 'GET /catalog/categories',
    input: nothing,
    output: z.object({ categories: z.array(category) }).meta({ id: 'Categories' }),
    errors: [],
  },
  get_category: {
    ...read,
    summary: 'A category',
    http: 'GET /catalog/categories/:category_id',
    input: z.strictObject({ category_id }),
    output: category,
    errors: ['CATEGORY_NOT_FOUND'],
  },
  save_category: {
    ...save,
    summary: 'Create a category, or change the one with this id',
    http: 'POST /catalog/categories',
    input: z.strictObject({ id: category_id.optional(), ...ofCategory, expected_version }),
    output: category,
    errors: ['CATEGORY_NOT_FOUND', 'NAME_TAKEN', 'TOO_MANY', 'VERSION_CONFLICT'],
  },
  update_category: {
    ...change,
    summary: 'Change a category; what is not named stays',
    http: 'PUT /catalog/categories/:category_id',
    input: changed(ofCategory).extend({ category_id }),
    output: category,
    errors: ['CATEGORY_NOT_FOUND', 'NAME_TAKEN', 'VERSION_CONFLICT'],
  },
  delete_category: {
    ...change,
    summary: 'Delete a category; its items only when told where they go',
    http: 'DELETE /catalog/categories/:category_id',
    input: z.strictObject({
      category_id,
      move_items_to: category_id.optional(),
      expected_version,
    }),
    output: deleted,
    errors: ['CATEGORY_NOT_FOUND', 'CATEGORY_NOT_EMPTY', 'NAME_TAKEN', 'VERSION_CONFLICT'],
  },
  list_items: {
    ...read,
    summary: 'All items, or those of a category, sorted',
    http: 'GET /catalog/items',
    input: z.strictObject({ category_id: category_id.optional() }),
    output: z.object({ items: z.array(item) }).meta({ id: 'Items' }),
    errors: [],
  },
  get_item: {
    ...read,
    summary: 'An item',
    http: 'GET /catalog/items/:item_id',
    input: z.strictObject({ item_id: id }),
    output: item,
    errors: ['ITEM_NOT_FOUND'],
  },
  save_item: {
    ...save,
    summary: 'Create an item, or change the one with this id',
    http: 'POST /catalog/items',
    input: z.strictObject({ id: id.optional(), ...ofItem, expected_version }),
    output: item,
    errors: ['ITEM_NOT_FOUND', 'NAME_TAKEN', 'TOO_MANY', 'VERSION_CONFLICT'],
  },
  update_item: {
    ...change,
    summary: 'Change an item; what is not named stays',
    http: 'PUT /catalog/items/:item_id',
    input: changed(ofItem).extend({ item_id: id }),
    output: item,
    errors: ['ITEM_NOT_FOUND', 'NAME_TAKEN', 'VERSION_CONFLICT'],
  },
  delete_item: {
    ...change,
    summary: 'Delete an item; orders keep what they have of it',
    http: 'DELETE /catalog/items/:item_id',
    input: z.strictObject({ item_id: id, expected_version }),
    output: deleted,
    errors: ['ITEM_NOT_FOUND', 'VERSION_CONFLICT'],
  },
  set_sold_out: {
    ...change,
    role: 'staff',
    summary: 'Say that an item is sold out, or how many portions are left',
    description:
      'With `until` it is back by itself; with `remaining` orders count it down; with neither it ' +
      'is off until somebody says that it is back.',
    http: 'POST /catalog/items/:item_id/sold_out',
    input: z.strictObject({
      item_id: id,
      until: instant.optional(),
      remaining: z.int().min(0).max(100_000).optional(),
    }),
    output: availability,
    errors: ['ITEM_NOT_FOUND'],
  },
  set_back_in_stock: {
    ...change,
    role: 'staff',
    summary: 'Say that an item is there again, and not counted',
    http: 'POST /catalog/items/:item_id/back_in_stock',
    input: z.strictObject({ item_id: id }),
    output: availability,
    errors: ['ITEM_NOT_FOUND'],
  },
  list_modifiers: {
    ...read,
    summary: 'All modifier lists with their mods, sorted',
    http: 'GET /catalog/modifiers',
    input: nothing,
    output: z.object({ modifiers: z.array(modList) }).meta({ id: 'Modifiers' }),
    errors: [],
  },
  get_modifiers: {
    ...read,
    summary: 'A modifier list with its mods',
    http: 'GET /catalog/modifiers/:mod_list_id',
    input: z.strictObject({ mod_list_id }),
    output: modList,
    errors: ['MODIFIER_LIST_NOT_FOUND'],
  },
  save_modifiers: {
    ...save,
    summary: 'Create a modifier list, or change the one with this id',
    http: 'POST /catalog/modifiers',
    input: z.strictObject({ id: id.optional(), ...ofModList, expected_version }),
    output: modList,
    errors: [
      'MODIFIER_LIST_NOT_FOUND',
      'MODIFIER_NOT_FOUND',
      'NAME_TAKEN',
      'TOO_MANY',
      'VERSION_CONFLICT',
    ],
  },
  update_modifiers: {
    ...change,
    summary: 'Change a modifier list; what is not named stays',
    http: 'PUT /catalog/modifiers/:mod_list_id',
    input: changed(ofModList).extend({ mod_list_id }),
    output: modList,
    errors: ['MODIFIER_LIST_NOT_FOUND', 'MODIFIER_NOT_FOUND', 'NAME_TAKEN', 'VERSION_CONFLICT'],
  },
  delete_modifiers: {
    ...change,
    summary: 'Delete a modifier list with its mods; items lose it',
    http: 'DELETE /catalog/modifiers/:mod_list_id',
    input: z.strictObject({ mod_list_id, expected_version }),
    output: deleted,
    errors: ['MODIFIER_LIST_NOT_FOUND', 'VERSION_CONFLICT'],
  },
  add_mod: {
    ...save,
    summary: 'Add a mod to a modifier list; answers the list',
    http: 'POST /catalog/modifiers/:mod_list_id/mods',
    input: z.strictObject({ mod_list_id, ...ofMod, expected_version }),
    output: modList,
    errors: ['MODIFIER_LIST_NOT_FOUND', 'NAME_TAKEN', 'TOO_MANY', 'VERSION_CONFLICT'],
  },
  update_mod: {
    ...change,
    summary: 'Change a mod; answers its list',
    http: 'PUT /catalog/modifiers/:mod_list_id/mods/:mod_id',
    input: changed(ofMod).extend({ mod_list_id, mod_id: id }),
    output: modList,
    errors: ['MODIFIER_LIST_NOT_FOUND', 'MODIFIER_NOT_FOUND', 'NAME_TAKEN', 'VERSION_CONFLICT'],
  },
  delete_mod: {
    ...change,
    summary: 'Delete a mod; answers its list',
    http: 'DELETE /catalog/modifiers/:mod_list_id/mods/:mod_id',
    input: z.strictObject({ mod_list_id, mod_id: id, expected_version }),
    output: modList,
    errors: ['MODIFIER_LIST_NOT_FOUND', 'MODIFIER_NOT_FOUND', 'VERSION_CONFLICT'],
  },
} as const satisfies Record<string, Operation>;
