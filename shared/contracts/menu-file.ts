import { z } from 'zod';
import { category, discount, item, mod, modList, MOST_MODS, tax } from './menu.ts';

const { name, sort_order, available } = category.shape;
const ranked = { name, sort_order: sort_order.optional(), available: available.optional() };
const names = z.array(name).max(20);

/**
 * A whole menu without ids: things are called by their names. What is not said stays as it is, or
 * is as it is at first. `object` says whether unknown fields are refused.
 */
const fileOf = (object: typeof z.strictObject) =>
  object({
    taxes: z
      .array(
        object({
          name,
          percentage: tax.shape.percentage,
          inclusive: tax.shape.inclusive.optional(),
          available: available.optional(),
          is_default: tax.shape.is_default.optional(),
        }),
      )
      .max(100)
      .default([]),
    discount_groups: z.array(object(ranked)).max(100).default([]),
    discounts: z
      .array(
        object({
          ...ranked,
          group: name.nullable().default(null),
          amount: discount.shape.amount,
          is_percentage: discount.shape.is_percentage,
        }),
      )
      .max(500)
      .default([]),
    modifier_lists: z
      .array(
        object({
          ...ranked,
          min_selections: modList.shape.min_selections.optional(),
          max_selections: modList.shape.max_selections.optional(),
          mods: z
            .array(object({ ...ranked, mod_price: mod.shape.mod_price.optional() }))
            .max(MOST_MODS)
            .default([]),
        }),
      )
      .max(1_000)
      .default([]),
    categories: z
      .array(
        object({
          ...ranked,
          items: z
            .array(
              object({
                ...ranked,
                reg_price: item.shape.reg_price,
                event_price: item.shape.event_price.optional(),
                modifier_lists: names.optional(),
                taxes: names.optional(),
                station_ids: item.shape.station_ids.optional(),
              }),
            )
            .max(10_000)
            .default([]),
        }),
      )
      .max(500)
      .default([]),
  });

export const menuFile = fileOf(z.strictObject);
export const menuFileAnswer = fileOf(z.object as typeof z.strictObject);

/** What an import did, or would do. */
export const imported = z
  .object({ created: z.int(), updated: z.int(), unchanged: z.int(), dry_run: z.boolean() })
  .meta({ id: 'Imported' });

export type MenuFile = z.output<typeof menuFile>;
/** The file in the form that it has in JSON: money in decimals. */
export type MenuFileOnWire = z.input<typeof menuFile>;
