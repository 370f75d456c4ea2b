import { z } from 'zod';
import { day, id } from './fields.ts';
import { money, percentage } from './money.ts';

/** The days that a report is of, and how it is told. */
export const span = {
  start: day.optional(),
  end: day.optional(),
  format: z.enum(['json', 'csv']).default('json'),
};
const csv = z.string().optional().meta({ description: 'with `format=csv`: the whole answer' });

/** A report of several days: its rows stand in a list of this name. */
const rowsOf = <N extends string, R extends z.ZodObject>(name: N, row: R, of: string) =>
  z
    .object({ start: day, end: day, [name]: z.array(row.meta({ id: of })), csv })
    .meta({ id: `${of}s` }) as unknown as z.ZodObject<
    { start: typeof day; end: typeof day; csv: typeof csv } & Record<N, z.ZodArray<R>>
  >;

/** What things brought in: before discounts, off, given back, and what stays. */
const worth = { gross: money, discounts: money, refunds: money, net: money };

const modifier = z
  .object({ mod_id: id, name: z.string(), quantity: z.int(), amount: money })
  .meta({ id: 'SoldModifier' });
const item = z.object({
  item_id: id,
  name: z.string(),
  category_id: id.nullable(),
  quantity: z.int(),
  quantity_refunded: z.int(),
  ...worth,
  tax: money,
  modifiers: z.array(modifier),
});
const category = z.object({
  category_id: id.nullable(),
  name: z.string(),
  quantity: z.int(),
  ...worth,
});
const hour = z.object({ hour: z.int().min(0).max(23), orders_count: z.int(), ...worth });
const person = z.object({
  staff_id: id,
  name: z.string(),
  orders_count: z.int(),
  ...worth,
  average_order: money,
  tips: money,
  shifts: z.int(),
  hours_worked: z.number().meta({ description: 'without unpaid breaks; two decimal places' }),
});
const discount = z.object({
  discount_id: id.nullable().meta({ description: 'null: given free' }),
  name: z.string(),
  times: z.int(),
  amount: money,
});
const tax = z.object({
  tax_id: id,
  name: z.string(),
  percentage,
  inclusive: z.boolean(),
  taxable: money,
  tax: money,
});
const tender = z.object({
  method: z.enum(['cash', 'card']),
  payments_count: z.int(),
  amount: money.meta({ description: 'of bills, before fee and tip' }),
  card_fees: money,
  tips: money,
  cash_rounding: money,
  refunds_count: z.int(),
  refunds: money.meta({ description: 'all that went back, with fee, tip and rounding' }),
  money_moved: money.meta({ description: 'what came in less what went out' }),
});
const station = z.object({
  station_id: z.string(),
  tickets: z.int(),
  average_s: z.int(),
  longest_s: z.int(),
});

export const items = rowsOf('items', item, 'ItemSale');
export const categories = rowsOf('categories', category, 'CategorySale');
export const hours = rowsOf('hours', hour, 'HourSale');
export const people = rowsOf('staff', person, 'StaffSale');
export const discounts = rowsOf('discounts', discount, 'DiscountGiven');
export const taxes = rowsOf('taxes', tax, 'TaxCollected');
export const tenders = rowsOf('payments', tender, 'TenderTaken');
export const stations = rowsOf('stations', station, 'StationTime');

type Row<S extends z.ZodObject> = z.output<S>;
export type ItemSale = Row<typeof item>;
export type CategorySale = Row<typeof category>;
export type HourSale = Row<typeof hour>;
export type StaffSale = Row<typeof person>;
export type DiscountGiven = Row<typeof discount>;
export type TaxCollected = Row<typeof tax>;
export type TenderTaken = Row<typeof tender>;
export type StationTime = Row<typeof station>;
export type Span = { start: string; end: string };
