import { z } from 'zod';
import { instant, text } from './fields.ts';
import { clockTime } from './menu.ts';
import { cents, percentage, price } from './money.ts';

const receiptLines = z.array(text(48)).max(6);
const hours = z.int().min(1).max(24);

export const settings = z
  .object({
    store_name: text(100),
    address_lines: z.array(text(100)).max(4),
    timezone: z.string().max(60).meta({ example: 'America/New_York' }),
    /** Only such with two digits; fixed once it is there. */
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'three capital letters')
      .meta({ example: 'USD' }),
    /** When a business day ends, in the store's zone. */
    business_day_cutoff: clockTime.meta({ example: '04:00' }),
    receipt_header: receiptLines,
    receipt_footer: receiptLines,
    phone: text(40).nullable(),
    /** The store's own number with the tax office, for the receipt. */
    tax_number: text(40).nullable(),
    /** Percentages that a guest is offered as a tip. */
    tip_presets: z.array(percentage).max(6),
    /** What is left to pay in cash is rounded to a multiple of this; 0: to the cent. */
    cash_rounding: price.refine((step) => step <= 100, 'at most 1.00'),
    /** Order numbers begin again at 1 with each business day. */
    order_number_auto_reset: z.boolean(),
    /** When the kitchen hears of an order that nobody sent by hand. */
    kitchen_fire: z.enum(['on_close', 'on_send']),
    /** A session lasts so long, and so long without being used. */
    session_hours: hours,
    session_idle_hours: hours,
    /** `delayed`: Square holds a card's money until the day ends, and its tip may be changed. */
    card_capture: z.enum(['immediate', 'delayed']),
    /** Who counts a drawer does not see before what must be in it. */
    blind_count: z.boolean(),
    version: z.int().min(1),
  })
  .meta({ id: 'Settings' });

/** With what orders alone knows. */
export const settingsAnswer = settings
  .extend({ last_order_reset: instant.nullable() })
  .meta({ id: 'SystemSettings' });

export type Settings = z.output<typeof settings>;

/** What a store has set before anybody sets it. */
export const SETTINGS_AT_FIRST: Omit<
  Settings,
  | 'store_name'
  | 'address_lines'
  | 'timezone'
  | 'currency'
  | 'business_day_cutoff'
  | 'receipt_header'
  | 'receipt_footer'
> = {
  phone: null,
  tax_number: null,
  tip_presets: [150_000, 180_000, 200_000], // parts per million
  cash_rounding: cents(0),
  order_number_auto_reset: false,
  kitchen_fire: 'on_close',
  session_hours: 12,
  session_idle_hours: 8,
  card_capture: 'immediate',
  blind_count: false,
  version: 1,
};
