import { z } from 'zod';
import { id, instant, text } from './fields.ts';
import { money, percentage, price } from './money.ts';

const name = text(100);
const sort_order = z.int().min(0).max(1_000_000);
const available = z.boolean();
/** Counts the changes of an entity: what `expected_version` is compared with. */
const version = z.int().min(1).meta({ example: 1 });
const ranked = { name, sort_order, available };

/** More choices than a till can draw under one question. */
export const MOST_MODS = 100;

/** Which of a kitchen's stations make an item; none: those that have its category. */
const station = z.string().regex(/^[a-z0-9-]{1,32}$/, '1–32 of a–z, 0–9 and -');

export const category = z
  .object({ id: z.int().min(100_000).max(999_999).meta({ example: 100_001 }), ...ranked, version })
  .meta({ id: 'Category' });

export const mod = z
  .object({ id, mod_list_id: id, name, mod_price: money, sort_order, available })
  .meta({ id: 'Mod' });

/** A list's version counts the changes of its mods, too. */
export const modList = z
  .object({
    id,
    name,
    min_selections: z.int().min(0).max(100),
    max_selections: z.int().min(1).max(100),
    sort_order,
    available,
    version,
    mods: z.array(mod),
  })
  .meta({ id: 'ModList' });

export const item = z
  .object({
    id,
    name,
    category_id: category.shape.id,
    reg_price: price,
    sort_order,
    available,
    /** What it costs while event pricing is active; null: the regular price. */
    event_price: price.nullable(),
    /** In the order in which a till asks. */
    mod_list_ids: z.array(id).max(20),
    tax_ids: z.array(id).max(20),
    station_ids: z.array(station).max(20),
    version,
  })
  .meta({ id: 'Item' });

export const tax = z
  .object({
    id,
    name,
    percentage,
    inclusive: z.boolean(),
    available,
    /** An item that is made without `tax_ids` gets these. */
    is_default: z.boolean(),
    version,
  })
  .meta({ id: 'Tax' });

/** `discount_group_id` repeats the id, under the name that front ends know it by. */
export const discountGroup = z
  .object({ id, discount_group_id: id, ...ranked, version })
  .meta({ id: 'DiscountGroup' });

export const discount = z
  .object({
    id,
    name,
    /** Percent where `is_percentage`, else money; inside, hundredths of either. */
    amount: price,
    is_percentage: z.boolean(),
    sort_order,
    available,
    group_id: id.nullable(),
    version,
  })
  .meta({ id: 'Discount' });

export const cardFee = z
  .object({
    available,
    percentage_amount: percentage,
    min_fee: price,
    /** The fee is never more than this part of the amount; null: no such bound. */
    max_percentage: percentage.nullable(),
    version,
  })
  .meta({ id: 'CardFee' });

/** A wall-clock time of the store's zone. */
export const clockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM')
  .meta({ example: '17:00' });

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
const days = z.array(z.enum(WEEKDAYS)).min(1).max(7);

/** A time of each of these days; where it ends before it starts, it ends on the next day. */
export const happyHour = z.object({ days, start: clockTime, end: clockTime });

export const eventPricing = z
  .object({
    active: z.boolean(),
    schedule: z.array(happyHour.meta({ id: 'HappyHour' })),
    /** When the schedule will switch it; what is set by hand holds until then. */
    next_switch_at: instant.nullable(),
    version,
  })
  .meta({ id: 'EventPricing' });

/** An item that is sold out, or of which only so many portions are left. */
export const availability = z
  .object({
    item_id: id,
    sold_out: z.boolean(),
    /** Back in stock by itself then; null: by hand, or with a countdown. */
    sold_out_until: instant.nullable(),
    /** Portions left; null: they are not counted. */
    remaining: z.int().nullable(),
  })
  .meta({ id: 'Availability' });

export const menuItem = item
  .omit({ mod_list_ids: true })
  .extend({
    /** What it costs now: the event price while event pricing is active. */
    price,
    ...availability.omit({ item_id: true }).shape,
    mod_lists: z.array(modList),
  })
  .meta({ id: 'MenuItem' });

export const menu = z
  .object({
    categories: z.array(category.extend({ items: z.array(menuItem) }).meta({ id: 'MenuCategory' })),
    event_pricing: z.object({ active: z.boolean() }).meta({ id: 'EventPricingNow' }),
    taxes: z.array(tax),
    discounts: z.array(discount),
    discount_groups: z.array(discountGroup),
    discounts_enabled: z.boolean(),
    card_fee: cardFee,
  })
  .meta({ id: 'Menu' });

export type Category = z.output<typeof category>;
export type Mod = z.output<typeof mod>;
export type ModList = z.output<typeof modList>;
export type Item = z.output<typeof item>;
export type Tax = z.output<typeof tax>;
export type DiscountGroup = z.output<typeof discountGroup>;
export type Discount = z.output<typeof discount>;
export type CardFee = z.output<typeof cardFee>;
export type HappyHour = z.output<typeof happyHour>;
export type EventPricing = z.output<typeof eventPricing>;
export type Availability = z.output<typeof availability>;
export type Menu = z.output<typeof menu>;
