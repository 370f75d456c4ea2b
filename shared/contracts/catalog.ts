import { z } from 'zod';
import { contract } from './contract.ts';
import { id, instant } from './fields.ts';
import {
  availability,
  cardFee,
  category,
  discount,
  discountGroup,
  eventPricing,
  item,
  modList,
  tax,
} from './menu.ts';
import { fileOperations } from './file-operations.ts';
import { menuOperations } from './menu-operations.ts';
import { SETTINGS_AT_FIRST, settings } from './settings.ts';
import { termsOperations } from './terms-operations.ts';

const gone = z.object({ id });

/** Journals know entries from before these fields were there: so they are read with what held. */
const version = z.int().default(1);
const first = SETTINGS_AT_FIRST;
const oldSettings = settings.shape;
const saved = {
  settings: settings.extend({
    phone: oldSettings.phone.default(first.phone),
    tax_number: oldSettings.tax_number.default(first.tax_number),
    tip_presets: oldSettings.tip_presets.default(first.tip_presets),
    cash_rounding: oldSettings.cash_rounding.default(first.cash_rounding),
    order_number_auto_reset: z.boolean().default(first.order_number_auto_reset),
    kitchen_fire: oldSettings.kitchen_fire.default(first.kitchen_fire),
    session_hours: z.int().default(first.session_hours),
    card_capture: settings.shape.card_capture.default(first.card_capture),
    blind_count: z.boolean().default(first.blind_count),
    session_idle_hours: z.int().default(first.session_idle_hours),
    version,
  }),
  category: category.extend({ version }),
  modList: modList.extend({ version }),
  tax: tax.extend({ is_default: z.boolean().default(false), version }),
  discount: discount.extend({ group_id: id.nullable().default(null), version }),
  item: item.extend({
    event_price: item.shape.event_price.default(null),
    station_ids: item.shape.station_ids.default([]),
    version,
  }),
};

export const catalog = contract({
  service: 'catalog',
  summary: "The store's terms: settings, menu, modifiers, taxes, discounts",
  operations: { ...menuOperations, ...termsOperations, ...fileOperations },
  events: {
    settings_saved: { summary: 'The settings as they are now', payload: saved.settings },
    category_saved: { summary: 'A category is new or changed', payload: saved.category },
    category_deleted: { summary: 'A category is gone', payload: gone },
    modifier_list_saved: {
      summary: 'A modifier list with its mods is new or changed',
      payload: saved.modList,
    },
    modifier_list_deleted: { summary: 'A modifier list is gone, with its mods', payload: gone },
    tax_saved: { summary: 'A tax is new or changed', payload: saved.tax },
    tax_deleted: { summary: 'A tax is gone', payload: gone },
    discount_saved: { summary: 'A discount is new or changed', payload: saved.discount },
    discount_deleted: { summary: 'A discount is gone', payload: gone },
    discount_group_saved: {
      summary: 'A group of discounts is new or changed',
      payload: discountGroup,
    },
    discount_group_deleted: { summary: 'A group of discounts is gone', payload: gone },
    discounts_switched: {
      summary: 'Discounts are given, or not at all',
      payload: z.object({ enabled: z.boolean() }),
    },
    card_fee_saved: { summary: 'The card fee as it is now', payload: cardFee },
    item_saved: { summary: 'An item is new or changed', payload: saved.item },
    item_deleted: { summary: 'An item is gone', payload: gone },
    event_pricing_saved: {
      summary: 'The week of event pricing, or its state, was set by hand',
      payload: eventPricing,
    },
    event_pricing_switched: {
      summary: 'From now on event prices hold, or regular ones',
      payload: z.object({ active: z.boolean() }),
    },
    availability_set: {
      summary: 'An item is sold out, counted down, or back: orders counts from here',
      payload: z.object({
        item_id: id,
        sold_out: z.boolean(),
        sold_out_until: instant.nullable(),
        remaining: z.int().nullable(),
        /** How often it was set: what orders counts is told with it. */
        setting: z.int(),
      }),
    },
  },
  shows: {
    menu_changed: {
      summary: 'Another revision: the menu is not what it was, fetch it again',
      topic: 'pos/now/menu',
      role: 'staff',
      screens: ['kitchen', 'customer_display'],
      payload: z.object({}),
    },
    availability: {
      summary: 'Everything that is sold out or counted down; nothing else is',
      topic: 'pos/now/availability',
      role: 'staff',
      screens: ['kitchen', 'customer_display'],
      payload: z
        .object({
          items: z.array(availability.extend({ name: z.string() }).meta({ id: 'Limited' })),
        })
        .meta({ id: 'Availabilities' }),
    },
  },
});

export type { Item, Mod, ModList } from './menu.ts';
export type { Settings } from './settings.ts';
