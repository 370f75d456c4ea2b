import { z } from 'zod';
import { contract } from './contract.ts';
import { id, nothing, text } from './fields.ts';
import { money, percentage, price } from './money.ts';

const sort_order = z.int().min(0).max(1_000_000);
const available = z.boolean();

export const category = z
  .object({
    id: z.int().min(100_000).max(999_999).meta({ example: 100_001 }),
    name: text(100),
    sort_order,
    available,
  })
  .meta({ id: 'Category' });

export const mod = z
  .object({ id, mod_list_id: id, name: text(100), mod_price: money, sort_order, available })
  .meta({ id: 'Mod' });

export const modList = z
  .object({
    id,
    name: text(100),
    min_selections: z.int().min(0).max(100),
    max_selections: z.int().min(1).max(100),
    sort_order,
    available,
    mods: z.array(mod),
  })
  .meta({ id: 'ModList' });

export const item = z
  .object({
    id,
    name: text(100),
    category_id: category.shape.id,
    reg_price: price,
    sort_order,
    available,
    mod_list_ids: z.array(id),
    tax_ids: z.array(id),
  })
  .meta({ id: 'Item' });

export const tax = z
  .object({ id, name: text(100), percentage, inclusive: z.boolean(), available })
  .meta({ id: 'Tax' });

export const discount = z
  .object({
    id,
    name: text(100),
    /** Percent where `is_percentage`, else money; inside, hundredths of either. */
    amount: price,
    is_percentage: z.boolean(),
    sort_order,
    available,
  })
  .meta({ id: 'Discount' });

export const settings = z
  .object({
    store_name: text(100),
    address_lines: z.array(text(100)).max(4),
    timezone: z.string().meta({ example: 'America/New_York' }),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .meta({ example: 'USD' }),
    business_day_cutoff: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
      .meta({ example: '04:00' }),
    receipt_header: z.array(text(48)).max(6),
    receipt_footer: z.array(text(48)).max(6),
  })
  .meta({ id: 'Settings' });

const menuItem = item
  .omit({ mod_list_ids: true })
  .extend({ mod_lists: z.array(modList) })
  .meta({ id: 'MenuItem' });

export const catalog = contract({
  service: 'catalog',
  summary: "The store's terms: settings, menu, modifiers, taxes, discounts",
  operations: {
    get_menu: {
      summary: 'The whole menu as a till draws it: sorted, what can be ordered now',
      http: 'GET /catalog/menu',
      role: 'staff',
      kind: 'read',
      tag: 'Catalog',
      input: nothing,
      output: z
        .object({
          categories: z.array(
            category.extend({ items: z.array(menuItem) }).meta({ id: 'MenuCategory' }),
          ),
          taxes: z.array(tax),
          discounts: z.array(discount),
        })
        .meta({ id: 'Menu' }),
      errors: [],
    },
  },
  events: {
    settings_saved: { summary: 'The settings as they are now', payload: settings },
    category_saved: { summary: 'A category is new or changed', payload: category },
    modifier_list_saved: {
      summary: 'A modifier list with its mods is new or changed',
      payload: modList,
    },
    tax_saved: { summary: 'A tax is new or changed', payload: tax },
    discount_saved: { summary: 'A discount is new or changed', payload: discount },
    item_saved: { summary: 'An item is new or changed', payload: item },
  },
  shows: {},
});

export type Settings = z.output<typeof settings>;
export type Category = z.output<typeof category>;
export type Mod = z.output<typeof mod>;
export type ModList = z.output<typeof modList>;
export type Item = z.output<typeof item>;
export type Tax = z.output<typeof tax>;
export type Discount = z.output<typeof discount>;
