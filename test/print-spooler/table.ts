import type { Settings } from '#shared/contracts/catalog.ts';
import { SETTINGS_AT_FIRST } from '#shared/contracts/settings.ts';
import { cents } from '#shared/contracts/money.ts';
import type { Line, Order } from '#shared/contracts/order.ts';
import type { SentOrder } from '../../services/print-spooler/document.ts';

/** The house of these tests. */
export const STORE: Settings = {
  ...SETTINGS_AT_FIRST,
  store_name: 'Café Müller',
  address_lines: ['214 Mill Street', 'Hudson, NY 12534'],
  timezone: 'America/New_York',
  currency: 'USD',
  business_day_cutoff: '04:00',
  receipt_header: ['Neighborhood kitchen & bar'],
  receipt_footer: ['Thank you - come back soon!'],
};

const mod = (id: number, mod_name: string, price: number, quantity = 1) => ({
  id,
  order_item_id: 1,
  mod_id: id,
  mod_name,
  mod_price: cents(price),
  quantity,
});

const line = (id: number, name: string, total: number, more: Partial<Line> = {}): Line => ({
  id,
  order_id: 1042,
  item_id: id,
  name,
  quantity: 1,
  item_price: cents(total),
  mods_price: cents(0),
  total_price: cents(total),
  discount: cents(0),
  tax: cents(0),
  note: null,
  course: null,
  status: 'sent',
  voided_quantity: 0,
  refunded_quantity: 0,
  modifiers: [],
  discounts: [],
  ...more,
});

/** A table that ate well: modifiers, a note, a long name, a discount, two taxes, cash, a tip. */
export function dinner(): Order {
  return {
    id: 1042,
    order_number: 17,
    number_shared: false,
    staff_id: 1,
    till: 'main',
    type: 'dine_in',
    status: 'closed',
    held: false,
    version: 4,
    business_day: '2026-11-23',
    customer_name: 'Zoë',
    note: null,
    items: [
      line(1, 'Juniper burger', 4350, {
        quantity: 2,
        item_price: cents(1550),
        mods_price: cents(625),
        modifiers: [mod(1, 'Medium rare', 0), mod(2, 'Cheddar', 150, 2), mod(3, 'Avocado', 325)],
        note: 'allergic to nuts',
      }),
      line(2, 'Slow-braised short rib with celeriac purée and the cellar’s own rye crumbs', 2650),
      line(3, 'Crème brûlée', 900),
    ],
    discounts: [
      { id: 1, order_id: 1042, discount_id: 1, name: 'Neighbors 10%', amount_applied: cents(790) },
    ],
    taxes: [
      {
        tax_id: 1,
        name: 'Sales tax',
        percentage: 88_750,
        inclusive: false,
        taxable: cents(7110),
        tax: cents(631),
      },
      {
        tax_id: 2,
        name: 'Service',
        percentage: 50_000,
        inclusive: true,
        taxable: cents(857),
        tax: cents(43),
      },
    ],
    subtotal: cents(7900),
    discount_total: cents(790),
    tax: cents(674),
    tax_included: cents(43),
    card_fee: cents(0),
    cash_rounding: cents(0),
    total: cents(7741),
    tip: cents(1200),
    grand_total: cents(8941),
    amount_paid: cents(7741),
    amount_refunded: cents(0),
    balance_due: cents(0),
    card_fee_due: cents(0),
    balance_due_card: cents(0),
    tip_choice: null,
    pending_attempt_id: null,
    payment_method: 'cash',
    payments: [
      {
        id: 1,
        order_id: 1042,
        method: 'cash',
        amount: cents(7741),
        card_fee: cents(0),
        tip: cents(1200),
        cash_rounding: cents(0),
        status: 'completed',
        attempt_id: null,
        square_payment_id: null,
        card_brand: null,
        last4: null,
        cash_tendered: cents(10_000),
        change_due: cents(1059),
        till: 'main',
        staff_id: 1,
        created_at: '2026-11-24T00:31:00.000Z',
      },
    ],
    refunds: [],
    scheduled_for: null,
    voided_at: null,
    refunded_at: null,
    created_at: '2026-11-23T23:04:05.120Z',
    sent_at: '2026-11-23T23:06:00.000Z',
    closed_at: '2026-11-24T00:31:00.000Z',
  };
}

/** What the kitchen hears of that table. */
export function dinnerSent(): SentOrder {
  const { id: order_id, order_number, type, customer_name, sent_at, items } = dinner();
  return {
    order_id,
    version: 3,
    order_number,
    type,
    customer_name,
    note: 'Birthday: candle with dessert',
    sent_at: sent_at as string,
    scheduled_for: null,
    items: items.map(({ id: order_item_id, ...item }) => {
      return { ...item, order_item_id, change: 'added' as const };
    }),
  };
}
